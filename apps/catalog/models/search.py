"""What the search reads: a row for each film and person, and the words that occur in them.

Beside these tables each database keeps an index of its own over `words`: a full-text table on SQLite, a tsvector
column with a GIN index on PostgreSQL (see the migration `search_index`). Only `apps.catalog.search` writes here.
"""

from django.db import models


class SearchEntry(models.Model):
    class Kind(models.IntegerChoices):
        MOVIE = 1, "Film"
        PERSON = 2, "Person"

    kind = models.PositiveSmallIntegerField(choices=Kind)
    object_id = models.PositiveBigIntegerField()
    place = models.BigIntegerField(help_text="Popular first: ascending. Holds the object's id in its low bits.")
    titles = models.TextField(help_text="Folded titles, the main one first, a bar between two.")
    words = models.TextField(help_text="Every word to find it by, a blank between two.")

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="catalog_searchentry_once"),
            models.UniqueConstraint(fields=["kind", "place"], name="catalog_searchentry_place"),
        ]

    def __str__(self) -> str:
        return self.titles


class SearchWord(models.Model):
    """A word of the index. A typing error is looked for among these; they are never fewer than the index holds."""

    word = models.CharField(max_length=40, primary_key=True)
    entries = models.PositiveIntegerField(default=0, help_text="In how many entries, about.")

    def __str__(self) -> str:
        return self.word
