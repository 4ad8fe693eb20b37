"""How a film reached its public: releases, age ratings, translations, trailers, and where to watch it now."""

from django.db import models
from django.db.models import Q


class ReleaseDate(models.Model):
    class Kind(models.IntegerChoices):
        PREMIERE = 1, "Premiere"
        LIMITED = 2, "Cinema (limited)"
        THEATRICAL = 3, "Cinema"
        DIGITAL = 4, "Digital"
        PHYSICAL = 5, "Disc"
        TV = 6, "Television"

    movie = models.ForeignKey("catalog.Movie", models.CASCADE, related_name="release_dates")
    country = models.CharField(max_length=2, help_text="ISO 3166-1.")
    kind = models.PositiveSmallIntegerField(choices=Kind, default=Kind.THEATRICAL)
    date = models.DateField()
    certification = models.CharField(max_length=30, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["country", "date", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["movie", "country", "kind", "date", "note"], name="catalog_releasedate_once"
            ),
            models.CheckConstraint(name="catalog_releasedate_kind", condition=Q(kind__range=(1, 6))),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.date} {self.get_kind_display()}"


class Certification(models.Model):
    """A film's age rating in one country."""

    movie = models.ForeignKey("catalog.Movie", models.CASCADE, related_name="certifications")
    country = models.CharField(max_length=2, help_text="ISO 3166-1.")
    value = models.CharField(max_length=30)

    class Meta:
        ordering = ["country"]
        constraints = [
            models.UniqueConstraint(
                fields=["movie", "country"],
                name="catalog_certification_once",
                violation_error_message="This country has a certification already.",
            ),
            models.CheckConstraint(name="catalog_certification_not_empty", condition=~Q(value="")),
        ]
        indexes = [models.Index(fields=["country", "value", "movie"], name="catalog_certification_value")]

    def __str__(self) -> str:
        return f"{self.country}: {self.value}"


class AgeRating(models.Model):
    """A rating that a country gives films, and from what age on. The list of the ratings, not of the films."""

    country = models.CharField(max_length=2, help_text="ISO 3166-1.")
    name = models.CharField(max_length=30)
    order = models.PositiveSmallIntegerField(default=0, help_text="The mildest of a country first.")
    minimum_age = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Years; empty where the rating says none, as NR does."
    )
    meaning = models.TextField(blank=True)

    class Meta:
        ordering = ["country", "order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "name"],
                name="catalog_agerating_once",
                violation_error_message="The country has this rating already.",
            ),
            models.CheckConstraint(
                name="catalog_agerating_named", condition=~Q(name="") & Q(country__regex=r"^[A-Z]{2}$")
            ),
            models.CheckConstraint(
                name="catalog_agerating_age",
                condition=Q(minimum_age__isnull=True) | Q(minimum_age__lte=21),
                violation_error_message="The age must be at most 21.",
            ),
        ]

    def __str__(self) -> str:
        if not self.minimum_age:
            return self.name if self.minimum_age is None else f"{self.name}: for everybody"
        return f"{self.name}: from {self.minimum_age}"


class Translation(models.Model):
    """Title and overview in another language, or for another country."""

    movie = models.ForeignKey("catalog.Movie", models.CASCADE, related_name="translations")
    language = models.CharField(max_length=8, help_text="ISO 639-1.")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1.")
    title = models.CharField(max_length=300, blank=True)
    overview = models.TextField(blank=True)
    tagline = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["language", "country"]
        constraints = [
            models.UniqueConstraint(fields=["movie", "language", "country"], name="catalog_translation_once")
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"


class Trailer(models.Model):
    class Site(models.TextChoices):
        YOUTUBE = "YouTube", "YouTube"
        VIMEO = "Vimeo", "Vimeo"

    movie = models.ForeignKey("catalog.Movie", models.CASCADE, related_name="trailers")
    site = models.CharField(max_length=10, choices=Site)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=40, help_text="Trailer, Teaser, Clip ...")
    language = models.CharField(max_length=8, blank=True)
    official = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-official", "id"]
        constraints = [
            models.UniqueConstraint(fields=["movie", "site", "key"], name="catalog_trailer_once"),
            models.CheckConstraint(
                name="catalog_trailer_key_form",
                condition=Q(key__regex=r"^[A-Za-z0-9_-]{1,40}$"),
                violation_error_message="The key is the last part of the video's address: letters, digits, - and _.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.key

    @property
    def embed_url(self) -> str:
        """What the frame loads after the click, from hosts that set no cookie before one plays."""
        if self.site == self.Site.YOUTUBE:
            return f"https://www.youtube-nocookie.com/embed/{self.key}?autoplay=1&rel=0"
        return f"https://player.vimeo.com/video/{self.key}?autoplay=1&dnt=1"

    @property
    def watch_url(self) -> str:
        if self.site == self.Site.YOUTUBE:
            return f"https://www.youtube.com/watch?v={self.key}"
        return f"https://vimeo.com/{self.key}"


class WatchProvider(models.Model):
    tmdb_id = models.PositiveIntegerField("TMDB id", unique=True)
    name = models.CharField(max_length=120)
    logo_path = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class WatchOffer(models.Model):
    """One provider that has the film in one country, on one kind of terms. TMDB has it from JustWatch."""

    class Kind(models.TextChoices):
        FLATRATE = "flatrate", "Subscription"
        FREE = "free", "Free"
        ADS = "ads", "Free with ads"
        RENT = "rent", "Rent"
        BUY = "buy", "Buy"

    movie = models.ForeignKey("catalog.Movie", models.CASCADE, related_name="watch_offers")
    provider = models.ForeignKey(WatchProvider, models.CASCADE, related_name="offers")
    country = models.CharField(max_length=2, help_text="ISO 3166-1.")
    kind = models.CharField(max_length=8, choices=Kind)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["country", "kind", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["movie", "provider", "country", "kind"], name="catalog_watchoffer_once")
        ]

    def __str__(self) -> str:
        return f"{self.provider} ({self.country}, {self.get_kind_display()})"
