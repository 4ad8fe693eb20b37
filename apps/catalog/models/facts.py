"""What films share: genres, keywords, countries, studios and franchises."""

from typing import Any

from django.db import models

from apps.catalog.names import country_name, slug_of


class Named(models.Model):
    """Something with a name that TMDB may know by a number. Base of the small tables."""

    tmdb_id = models.PositiveIntegerField("TMDB id", unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Slugged(Named):
    """Something with a name and a page address."""

    slug = models.SlugField(max_length=80, allow_unicode=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Sets what follows from other fields. Bulk writes call it for each row, save() by itself."""
        self.slug = slug_of(self.name)


class Genre(Slugged):
    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True, editable=False)

    class Meta:
        ordering = ["name"]


class Keyword(Named):
    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name"], name="catalog_keyword_name")]


class Country(models.Model):
    """A producing country. The code is ISO 3166-1, or TMDB's for countries that no longer exist (SU, XC, YU ...)."""

    code = models.CharField(max_length=2, primary_key=True)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "countries"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return country_name(self.code)


class Studio(Named):
    logo_path = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name"], name="catalog_studio_name")]


class Franchise(Slugged):
    """A series of films that belong together; TMDB says "collection"."""

    overview = models.TextField(blank=True)
    poster_path = models.CharField(max_length=100, blank=True)
    backdrop_path = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name"], name="catalog_franchise_name")]
