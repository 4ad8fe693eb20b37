"""The diary: one row for each time that somebody watched a film.

It is its profile's alone. No admin shows it, and the text of a row names no film, so that no list of what goes with an
account, no log and no error report tells what somebody watched.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from apps.catalog.models import Movie
from apps.diary.stars import MOST_HALF_STARS, stars_of

if TYPE_CHECKING:
    from apps.accounts.models import Profile

FIRST_DAY = date(1888, 1, 1)  # The oldest film that survives, Roundhay Garden Scene, is of this year.
NOTE_LENGTH, PLACE_LENGTH = 2000, 100


class ViewingQuerySet(models.QuerySet["Viewing"]):
    def of(self, profile: Profile | None) -> Self:
        """All that this profile logged, films above its limit included: for its own export, not for a page."""
        return self.none() if profile is None else self.filter(profile=profile)

    def visible_to(self, profile: Profile | None) -> Self:
        """One's own, of films that one may see. Every read of a page or the API starts here."""
        # Asked row by row: to list all visible films first, as IN would, takes the whole catalogue.
        movie = Movie.objects.visible_to(profile).filter(pk=OuterRef("movie_id"))
        return self.of(profile).filter(Exists(movie))

    def dated(self) -> Self:
        return self.filter(watched_on__isnull=False)

    def undated(self) -> Self:
        return self.filter(watched_on__isnull=True)

    def in_year(self, year: int) -> Self:
        return self.filter(watched_on__range=(date(year, 1, 1), date(year, 12, 31)))

    def latest_first(self) -> Self:
        """By day, the last first; the undated at the end."""
        return self.order_by(F("watched_on").desc(nulls_last=True), "-id")


class Viewing(models.Model):
    """A film, watched once by a profile: on a day, or at a time that is not remembered.

    How often a film may stand in a diary: once without a date, which says no more than "seen"; and any number of times
    on a day, of which the second and later are rewatches and are counted by `showing`. An import that brings the same
    rows again finds each showing taken and makes nothing new.
    """

    profile = models.ForeignKey("accounts.Profile", models.CASCADE, related_name="viewings", db_index=False)
    movie = models.ForeignKey("catalog.Movie", models.CASCADE, related_name="viewings", verbose_name="film")
    watched_on = models.DateField(
        "date",
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_DAY, "There were no films before 1888.")],
        help_text="Empty: seen, nobody knows when.",
    )
    showing = models.PositiveSmallIntegerField(
        default=1, editable=False, help_text="Which one of this film on this day; set by the actions."
    )
    rewatch = models.BooleanField("seen before", default=False)
    half_stars = models.PositiveSmallIntegerField(
        "rating",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HALF_STARS)],
        help_text="1 to 10 half stars; empty: not rated.",
    )
    place = models.CharField(max_length=PLACE_LENGTH, blank=True, validators=[ProhibitNullCharactersValidator()])
    companion = models.CharField(
        "with", max_length=PLACE_LENGTH, blank=True, validators=[ProhibitNullCharactersValidator()]
    )
    note = models.CharField(max_length=NOTE_LENGTH, blank=True, validators=[ProhibitNullCharactersValidator()])
    source = models.CharField(
        max_length=20, blank=True, editable=False, help_text="Where it was brought from; empty: logged here."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ViewingQuerySet.as_manager()

    class Meta:
        ordering = ["-watched_on", "-id"]
        constraints = [
            # Also what answers "which of these films has the profile seen, and when".
            models.UniqueConstraint(
                fields=["profile", "movie", "watched_on", "showing"],
                name="diary_viewing_showing_once",
                violation_error_message="This showing of the film is in the diary already.",
            ),
            models.UniqueConstraint(
                fields=["profile", "movie"],
                condition=Q(watched_on__isnull=True),
                name="diary_viewing_undated_once",
                violation_error_message="This film is in the diary without a date already. Give this one its date.",
            ),
            models.CheckConstraint(
                name="diary_viewing_since_1888",
                condition=Q(watched_on__isnull=True) | Q(watched_on__gte=FIRST_DAY),
                violation_error_message="There were no films before 1888.",
            ),
            models.CheckConstraint(
                name="diary_viewing_half_stars",
                condition=Q(half_stars__isnull=True) | Q(half_stars__range=(1, MOST_HALF_STARS)),
                violation_error_message="A rating is half a star at least and five stars at most.",
            ),
            models.CheckConstraint(
                name="diary_viewing_again_is_rewatch",
                condition=Q(showing=1) | Q(showing__gt=1, rewatch=True),
                violation_error_message="This film is in the diary on that day already. To log it once more, say that "
                "it was seen before.",
            ),
        ]
        indexes = [
            # The list by date, the calendar and statistics read a profile's days from it; the filters, the film and
            # the rating stand in it too, so that a page deep in the list and its count touch no row.
            models.Index(
                fields=["profile", "watched_on", "id", "movie", "half_stars", "rewatch"], name="diary_viewing_days"
            ),
        ]

    def __str__(self) -> str:
        return f"Viewing {self.pk}"

    def clean(self) -> None:
        super().clean()
        if self.watched_on and self.watched_on > timezone.localdate():
            raise ValidationError({"watched_on": "This day is still to come. Log the film when it has been watched."})

    @property
    def rating(self) -> Decimal | None:
        """In stars, 0.5 to 5."""
        return stars_of(self.half_stars)
