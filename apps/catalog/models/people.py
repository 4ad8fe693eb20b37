"""Who made the films."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.catalog.names import slug_of

if TYPE_CHECKING:
    from apps.accounts.models import Profile


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, viewer: Profile | None) -> Self:
        return self.filter(adult=False)


class Person(models.Model):
    tmdb_id = models.PositiveIntegerField("TMDB id", unique=True, null=True, blank=True)
    imdb_id = models.CharField("IMDb id", max_length=12, unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, allow_unicode=True, editable=False, db_index=False)
    also_known_as = models.JSONField(default=list, blank=True)
    biography = models.TextField(blank=True)
    birthday = models.DateField(null=True, blank=True)
    deathday = models.DateField(null=True, blank=True)
    place_of_birth = models.CharField(max_length=200, blank=True)
    known_for_department = models.CharField(max_length=60, blank=True)
    profile_path = models.CharField(max_length=100, blank=True)
    homepage = models.URLField(max_length=500, blank=True)
    adult = models.BooleanField(default=False)
    popularity = models.FloatField(default=0)
    curated_fields = models.JSONField(default=list, blank=True, help_text="Fields that a refresh leaves as they are.")
    fetched_at = models.DateTimeField(null=True, blank=True, editable=False)
    tmdb_etag = models.CharField(max_length=100, blank=True, editable=False)
    tmdb_gone_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["-popularity", "-id"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                name="catalog_person_name_not_empty",
                condition=~Q(name=""),
                violation_error_message="A person needs a name.",
            ),
        ]
        indexes = [
            models.Index(F("popularity").desc(), F("id").desc(), name="catalog_person_popular"),
            models.Index(fields=["name", "id"], name="catalog_person_name"),
            models.Index(fields=["fetched_at"], name="catalog_person_fetched"),
            models.Index(fields=["profile_path"], name="catalog_person_profile"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.pk, self.slug])

    def derive(self) -> None:
        """Sets what follows from other fields. Bulk writes call it for each row, save() by itself."""
        self.slug = slug_of(self.name)


class CreditQuerySet(models.QuerySet["Credit"]):
    def cast(self) -> Self:
        return self.filter(kind=Credit.Kind.CAST).order_by("position", "id")

    def crew(self) -> Self:
        return self.filter(kind=Credit.Kind.CREW).order_by("department", "job", "id")


class Credit(models.Model):
    """One part that a person played, or one job that a person did, in one film."""

    class Kind(models.TextChoices):
        CAST = "cast", "Cast"
        CREW = "crew", "Crew"

    movie = models.ForeignKey("catalog.Movie", models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, models.CASCADE, related_name="credits")
    kind = models.CharField(max_length=4, choices=Kind)
    character = models.CharField(max_length=500, blank=True)
    position = models.PositiveIntegerField(default=0, help_text="Order in the cast, from 0.")
    department = models.CharField(max_length=60, blank=True)
    job = models.CharField(max_length=120, blank=True)
    tmdb_credit_id = models.CharField(max_length=40, blank=True, editable=False)

    objects = CreditQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["movie", "person", "kind", "job", "character"],
                name="catalog_credit_once",
                violation_error_message="This credit is there already.",
            ),
            models.CheckConstraint(
                name="catalog_credit_crew_has_job",
                condition=Q(kind="crew", character="") & ~Q(job="") | Q(kind="cast", job=""),
                violation_error_message="Crew have a job and no character; cast have no job.",
            ),
        ]
        indexes = [models.Index(fields=["movie", "kind", "position"], name="catalog_credit_of_movie")]

    def __str__(self) -> str:
        return f"{self.person}: {self.character or self.job or 'cast'}"
