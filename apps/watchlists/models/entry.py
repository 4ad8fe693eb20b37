"""A film on a list, with its place and a note."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.watchlists.models.watchlist import NO_NUL

LONGEST_NOTE = 2000
MOST_ENTRIES = 10_000
# Between neighbours, so that a film moves by a write to one row: 32 moves fit into the same gap before a list is spread
# out anew.
GAP = 2**32


class EntryQuerySet(models.QuerySet["Entry"]):
    # The sorts that pages and API offer; the id makes every order total.
    ORDERINGS = {
        "order": ("position", "id"),
        "added": ("-added_at", "-id"),
        "title": ("movie__sort_title", "id"),
        "newest": ("-movie__release_key", "-id"),
        "oldest": ("movie__release_key", "id"),
        "rating": ("-movie__score", "-id"),
        "shortest": (F("movie__runtime").asc(nulls_last=True), "id"),
        "longest": (F("movie__runtime").desc(nulls_last=True), "-id"),
    }

    def visible_to(self, profile: Profile | None) -> Self:
        """Without the films that this viewer may not see. Which list may be read is the list's own question."""
        # EXISTS and not IN: SQLite would write all visible films of the catalogue into a table first.
        return self.filter(Exists(Movie.objects.visible_to(profile).filter(pk=OuterRef("movie_id")).order_by()))

    def sorted_by(self, name: str) -> Self:
        """In one of ORDERINGS; KeyError for any other name."""
        return self.order_by(*self.ORDERINGS[name])


class Entry(models.Model):
    watchlist = models.ForeignKey("watchlists.Watchlist", models.CASCADE, related_name="entries", db_index=False)
    movie = models.ForeignKey("catalog.Movie", models.CASCADE, related_name="watchlist_entries")
    position = models.BigIntegerField(editable=False, help_text="Only the order counts, not the number.")
    note = models.CharField(max_length=LONGEST_NOTE, blank=True, validators=[NO_NUL])
    added_by = models.ForeignKey("accounts.Profile", models.SET_NULL, related_name="+", null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["watchlist", "position", "id"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["watchlist", "movie"],
                name="watchlists_entry_once",
                violation_error_message="This film is on the list already.",
            )
        ]
        indexes = [
            models.Index(fields=["watchlist", "position", "id"], name="watchlists_entry_order"),
            models.Index(fields=["watchlist", "-added_at", "-id"], name="watchlists_entry_added"),
        ]

    def __str__(self) -> str:
        return f"{self.movie} on {self.watchlist}"
