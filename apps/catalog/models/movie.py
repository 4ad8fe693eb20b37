"""A film of the catalogue: its facts, what it derives from them, and how films are read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from apps.catalog.names import language_name, slug_of, sort_title_of

if TYPE_CHECKING:
    from apps.accounts.models import Profile

FIRST_YEAR, LAST_YEAR = 1870, 2200

# A mean of few votes says little: each film starts with this many votes at this value (IMDb's weighted rating).
PRIOR_VOTES, PRIOR_MEAN = 200, 6.2

# Columns that the index of each sort carries for the filters of the pages.
WALKED = ("adult", "year", "runtime", "original_language", "score", "minimum_age", "facets")


class MovieQuerySet(models.QuerySet["Movie"]):
    # The sorts that pages and API offer; each has an index, and the id makes every order total.
    ORDERINGS = {
        "popularity": ("-popularity", "-id"),
        "rating": ("-score", "-id"),
        "newest": ("-release_key", "-id"),
        "oldest": ("release_key", "id"),
        "title": ("sort_title", "id"),
    }
    CARD_FIELDS = (
        "id", "title", "original_title", "slug", "year", "runtime", "poster_path", "vote_average", "vote_count",
        "director_names", "lead_genre_id", "original_language",
    )  # fmt: skip

    def visible_to(self, viewer: Profile | None) -> Self:
        """The films that a profile, or a visitor (None), may see. Every read of a page or the API starts here.

        The one place that keeps from a child what is above its limit, and what is unrated unless the parent says so.
        """
        films = self.filter(adult=False)
        if viewer is None or viewer.highest_age is None:
            return films
        allowed = Q(minimum_age__lte=viewer.highest_age)
        return films.filter(allowed | Q(minimum_age=None) if viewer.shows_unrated else allowed)

    def sorted_by(self, name: str) -> Self:
        """In one of ORDERINGS; KeyError for any other name."""
        return self.order_by(*self.ORDERINGS[name])

    def as_cards(self) -> Self:
        """Only the columns that a card shows."""
        return self.only(*self.CARD_FIELDS)

    def in_decade(self, decade: int) -> Self:
        """`decade` is its first year: 1970 for the seventies."""
        return self.filter(year__gte=decade, year__lt=decade + 10)


class Movie(models.Model):
    class Source(models.TextChoices):
        TMDB = "tmdb", "TMDB"
        MANUAL = "manual", "Added by hand"
        STARTER = "starter", "Starter catalogue"

    class Status(models.TextChoices):
        RUMORED = "Rumored", "Rumoured"
        PLANNED = "Planned", "Planned"
        IN_PRODUCTION = "In Production", "In production"
        POST_PRODUCTION = "Post Production", "In post-production"
        RELEASED = "Released", "Released"
        CANCELED = "Canceled", "Cancelled"

    tmdb_id = models.PositiveIntegerField("TMDB id", unique=True, null=True, blank=True)
    imdb_id = models.CharField("IMDb id", max_length=12, unique=True, null=True, blank=True)
    source = models.CharField(max_length=8, choices=Source, default=Source.MANUAL)

    title = models.CharField(max_length=300)
    original_title = models.CharField(max_length=300, blank=True)
    alternative_titles = models.JSONField(default=list, blank=True, help_text="Other titles that people search for.")
    release_date = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Follows the release date; give it alone when only the year is known."
    )
    runtime = models.PositiveSmallIntegerField("running time", null=True, blank=True, help_text="Minutes.")
    overview = models.TextField(blank=True)
    tagline = models.CharField(max_length=500, blank=True)
    original_language = models.CharField(max_length=8, blank=True, help_text="ISO 639-1, or TMDB's cn and xx.")
    status = models.CharField(max_length=20, choices=Status, blank=True)
    homepage = models.URLField(max_length=500, blank=True)
    adult = models.BooleanField(default=False)
    freely_licensed = models.BooleanField(
        default=False, help_text="Anybody may show it: a Creative Commons licence or the public domain."
    )
    budget = models.PositiveBigIntegerField(null=True, blank=True, help_text="US dollars.")
    revenue = models.PositiveBigIntegerField(null=True, blank=True, help_text="US dollars.")
    poster_path = models.CharField(max_length=100, blank=True)
    backdrop_path = models.CharField(max_length=100, blank=True)

    vote_average = models.FloatField("TMDB vote average", default=0)
    vote_count = models.PositiveIntegerField("TMDB vote count", default=0)
    popularity = models.FloatField(default=0)
    score = models.GeneratedField(
        expression=(F("vote_average") * F("vote_count") + PRIOR_MEAN * PRIOR_VOTES)
        / (F("vote_count") + float(PRIOR_VOTES)),
        output_field=models.FloatField(),
        db_persist=True,
    )

    genres = models.ManyToManyField("catalog.Genre", related_name="movies", blank=True)
    keywords = models.ManyToManyField("catalog.Keyword", related_name="movies", blank=True)
    countries = models.ManyToManyField("catalog.Country", related_name="movies", blank=True)
    studios = models.ManyToManyField("catalog.Studio", related_name="movies", blank=True)
    franchise = models.ForeignKey("catalog.Franchise", models.SET_NULL, related_name="movies", null=True, blank=True)

    # Derived from the facts above, kept so that a card or a sort never needs a join.
    slug = models.SlugField(max_length=80, allow_unicode=True, editable=False, db_index=False)
    sort_title = models.CharField(max_length=120, editable=False)
    release_key = models.PositiveIntegerField(
        default=0, editable=False, help_text="yyyymmdd; yyyy0000 for a year alone; 0 unknown."
    )
    lead_genre = models.ForeignKey(
        "catalog.Genre", models.SET_NULL, related_name="+", null=True, blank=True, editable=False
    )
    director_names = models.CharField(max_length=200, blank=True, editable=False)
    facets = models.CharField(max_length=1400, blank=True, editable=False, help_text="Written by catalog.facets.")
    minimum_age = models.PositiveSmallIntegerField(
        null=True, blank=True, editable=False, help_text="Years, from the age ratings; empty: unrated."
    )
    similar_ids = models.JSONField(
        default=list, blank=True, editable=False, help_text="Movie ids, the most similar first."
    )

    curated_fields = models.JSONField(default=list, blank=True, help_text="Fields that a refresh leaves as they are.")
    is_locked = models.GeneratedField(
        expression=~Q(curated_fields=[]), output_field=models.BooleanField(), db_persist=True
    )
    fetched_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Last full fetch; empty: list data only."
    )
    tmdb_etag = models.CharField(max_length=100, blank=True, editable=False)
    tmdb_gone_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="Since when TMDB answers 404.")
    trailer_asked_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When YouTube was asked, once."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords(
        excluded_fields=[
            "score",
            "popularity",
            "vote_average",
            "vote_count",
            "similar_ids",
            "tmdb_etag",
            "facets",
            "minimum_age",
            "is_locked",
        ]  # fmt: skip
    )
    objects = MovieQuerySet.as_manager()

    class Meta:
        ordering = ["-popularity", "-id"]
        constraints = [
            models.CheckConstraint(
                name="catalog_movie_title_not_empty",
                condition=~Q(title=""),
                violation_error_message="A film needs a title.",
            ),
            models.CheckConstraint(
                name="catalog_movie_year_in_range",
                condition=Q(year__isnull=True) | Q(year__range=(FIRST_YEAR, LAST_YEAR)),
                violation_error_message=f"The year must be between {FIRST_YEAR} and {LAST_YEAR}.",
            ),
            models.CheckConstraint(
                name="catalog_movie_runtime_positive",
                condition=Q(runtime__isnull=True) | Q(runtime__gte=1),
                violation_error_message="The running time must be a minute at least; leave it empty when unknown.",
            ),
            models.CheckConstraint(
                name="catalog_movie_vote_in_range",
                condition=Q(vote_average__range=(0, 10)),
                violation_error_message="The vote average must be between 0 and 10.",
            ),
            models.CheckConstraint(
                name="catalog_movie_popularity_not_negative",
                condition=Q(popularity__gte=0),
                violation_error_message="Popularity cannot be negative.",
            ),
            models.CheckConstraint(
                name="catalog_movie_tmdb_source_has_id",
                condition=~Q(source="tmdb") | Q(tmdb_id__isnull=False),
                violation_error_message="A film from TMDB has a TMDB id.",
            ),
            models.CheckConstraint(
                name="catalog_movie_manual_has_no_tmdb_id",
                condition=~Q(source="manual") | Q(tmdb_id__isnull=True),
                violation_error_message="A film added by hand has no TMDB id; bring it in from TMDB instead.",
            ),
            models.CheckConstraint(
                name="catalog_movie_imdb_id_form",
                condition=Q(imdb_id__isnull=True) | Q(imdb_id__regex=r"^tt[0-9]{5,10}$"),
                violation_error_message="An IMDb id looks like tt0078748.",
            ),
        ]
        indexes = [
            # One index for each sort. The columns after the id let SQLite test these filters while it walks the sort,
            # so that a range of years stays quick however many films are in it, and so does a page deep in the list.
            models.Index(fields=["-popularity", "-id", *WALKED], name="catalog_movie_popular"),
            models.Index(
                fields=["-score", "-id", *(name for name in WALKED if name != "score")], name="catalog_movie_top"
            ),
            models.Index(fields=["release_key", "id", *WALKED], name="catalog_movie_released"),
            models.Index(fields=["sort_title", "id", *WALKED], name="catalog_movie_title"),
            models.Index(fields=["original_language"], name="catalog_movie_language"),
            models.Index(fields=["fetched_at"], name="catalog_movie_fetched"),
            # Few films are gone from TMDB; the admin lists them.
            models.Index(fields=["tmdb_gone_at"], condition=Q(tmdb_gone_at__isnull=False), name="catalog_movie_gone"),
            models.Index(fields=["-popularity", "-id"], condition=Q(is_locked=True), name="catalog_movie_locked"),
            models.Index(fields=["-popularity", "-id"], condition=Q(freely_licensed=True), name="catalog_movie_free"),
            # The picture proxy asks whether a path is one of ours.
            models.Index(fields=["poster_path"], name="catalog_movie_poster"),
            models.Index(fields=["backdrop_path"], name="catalog_movie_backdrop"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("movie", args=[self.pk, self.slug])

    def derive(self) -> None:
        """Sets what follows from other fields. Bulk writes call it for each row, save() by itself."""
        self.slug = slug_of(self.title)
        self.sort_title = sort_title_of(self.title)
        if self.release_date:
            self.year = self.release_date.year
            self.release_key = self.release_date.year * 10_000 + self.release_date.month * 100 + self.release_date.day
        else:
            self.release_key = (self.year or 0) * 10_000

    @property
    def language(self) -> str:
        return language_name(self.original_language) if self.original_language else ""

    @property
    def has_details(self) -> bool:
        """False while only the few facts of a list or an id export are here."""
        return self.source != self.Source.TMDB or self.fetched_at is not None

    def is_curated(self, field: str) -> bool:
        return field in self.curated_fields

    def certification_in(self, country: str = "") -> str:
        """The age rating in `country` (ISO 3166-1; HOME_COUNTRY when empty), or "" when there is none."""
        wanted = country or settings.HOME_COUNTRY
        return next((row.value for row in self.certifications.all() if row.country == wanted), "")

    def is_released(self, today: date) -> bool:
        return self.release_date is not None and self.release_date <= today


class MergedMovie(models.Model):
    """A film that turned out to be the same as another: its old address leads there, and TMDB's id of it too."""

    old_id = models.PositiveBigIntegerField(primary_key=True, help_text="The id that the duplicate had here.")
    tmdb_id = models.PositiveIntegerField(
        "TMDB id",
        unique=True,
        null=True,
        blank=True,
        help_text="A synchronisation that meets it refreshes the kept film.",
    )
    movie = models.ForeignKey(Movie, models.CASCADE, related_name="merged")
    merged_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-merged_at"]

    def __str__(self) -> str:
        return f"{self.old_id} is {self.movie}"
