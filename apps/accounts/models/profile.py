"""Who watches. A household shares an account; each of its people has a profile, and some of them are children."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from apps.accounts.models.user import User

MOST_PROFILES = 8
LANGUAGES = [("en", "English"), ("cs", "Čeština"), ("da", "Dansk"), ("de", "Deutsch"), ("es", "Español"),
    ("fr", "Français"), ("it", "Italiano"), ("ja", "日本語"), ("ko", "한국어"), ("nl", "Nederlands"), ("pl", "Polski"),
    ("pt", "Português"), ("sv", "Svenska"), ("tr", "Türkçe"), ("uk", "Українська"), ("zh", "中文")]  # fmt: skip


def rated_at_home() -> Q:
    """The age ratings that a parent can choose from: those of the site's country that say an age."""
    return Q(country=settings.HOME_COUNTRY, minimum_age__isnull=False)


class ProfileQuerySet(models.QuerySet["Profile"]):
    def of(self, user: User | Any) -> Self:
        """The profiles of this account, in their order."""
        return self.filter(account_id=user.pk).order_by("place")

    def visible_to(self, user: User | Any) -> Self:
        """One's own and those shown to members; administrators see all, visitors none."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("accounts.view_profile"):
            return self.all()
        return self.filter(Q(account_id=user.pk) | Q(is_public=True, for_child=False, account__is_active=True))

    def as_viewers(self) -> Self:
        """With what decides what they may see."""
        return self.select_related("highest_rating")


class Profile(models.Model):
    """A person of a household. The first of an account is its owner's own; it is what the API takes by itself."""

    class Avatar(models.TextChoices):
        REEL = "reel", "Reel"
        MOON = "moon", "Moon"
        MASK = "mask", "Mask"
        CAT = "cat", "Cat"
        ROBOT = "robot", "Robot"
        ROCKET = "rocket", "Rocket"
        CURTAIN = "curtain", "Curtain"
        STAR = "star", "Star"
        GHOST = "ghost", "Ghost"
        FLOWER = "flower", "Flower"
        WHALE = "whale", "Whale"
        TENT = "tent", "Tent"

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profiles")
    place = models.PositiveSmallIntegerField(editable=False, help_text="1 is the account's own profile.")
    name = models.CharField(max_length=40)
    avatar = models.CharField(max_length=10, choices=Avatar, default=Avatar.REEL)
    language = models.CharField(
        max_length=8, choices=LANGUAGES, default="en", help_text="Of titles and summaries, where they are known in it."
    )
    is_public = models.BooleanField("shown to members", default=False)
    for_child = models.BooleanField("for a child", default=False)
    highest_rating = models.ForeignKey(
        "catalog.AgeRating",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        limit_choices_to=rated_at_home,
        verbose_name="films up to",
    )
    shows_unrated = models.BooleanField("films without an age rating too", default=False)
    pin = models.CharField(max_length=128, blank=True, editable=False, help_text="Hashed; asked for to leave.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        ordering = ["account", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "place"],
                name="accounts_profile_place_once",
                violation_error_message="There is a profile in this place already.",
            ),
            models.CheckConstraint(
                name="accounts_profile_name_not_empty",
                condition=~Q(name=""),
                violation_error_message="A profile needs a name.",
            ),
            models.CheckConstraint(
                name="accounts_profile_at_most_eight",
                condition=Q(place__range=(1, MOST_PROFILES)),
                violation_error_message=f"An account has at most {MOST_PROFILES} profiles.",
            ),
            models.UniqueConstraint(
                "account",
                Lower("name"),
                name="accounts_profile_name_once",
                violation_error_message="Somebody in this household has that name already.",
            ),
            models.CheckConstraint(
                name="accounts_profile_child_is_limited",
                condition=Q(for_child=True, highest_rating__isnull=False)
                | Q(for_child=False, highest_rating__isnull=True, shows_unrated=False, pin=""),
                violation_error_message="A child's profile needs the highest age rating that it may see.",
            ),
            models.CheckConstraint(
                name="accounts_profile_first_is_no_child",
                condition=~Q(place=1, for_child=True),
                violation_error_message="The first profile of an account is for its owner, not for a child.",
            ),
            models.CheckConstraint(
                name="accounts_profile_child_is_private",
                condition=~Q(for_child=True, is_public=True),
                violation_error_message="A child's profile is shown to nobody.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.highest_rating and self.highest_rating.minimum_age is None:
            raise ValidationError({"highest_rating": "This age rating names no age."})

    @property
    def is_own(self) -> bool:
        """Whether this is the account owner's own profile, which stays as long as the account."""
        return self.place == 1

    @property
    def highest_age(self) -> int | None:
        """The age of the highest rating allowed, in years; None for a grown-up. Read by `Movie.objects.visible_to`."""
        if not self.for_child:
            return None
        return self.highest_rating.minimum_age if self.highest_rating else 0

    def set_pin(self, pin: str) -> None:
        """`pin` are digits, "" for none. Not saved."""
        self.pin = make_password(pin) if pin else ""

    def knows_pin(self, pin: str) -> bool:
        return not self.pin or check_password(pin, self.pin)
