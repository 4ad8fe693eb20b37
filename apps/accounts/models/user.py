"""Who signs in. What a person watches belongs to a Profile."""

from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower

from apps.accounts.models.profile import Profile


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def administrators(self) -> models.QuerySet["User"]:
        """Who may do everything, and gets in to do it."""
        return self.filter(is_active=True, is_staff=True, is_superuser=True)

    def visible_to(self, user: "User") -> models.QuerySet["User"]:
        """Oneself and whoever shows a profile to members; for whoever may view people all of them."""
        if user.has_perm("accounts.view_user"):
            return self.all()
        shown = Profile.objects.visible_to(user).filter(account=OuterRef("pk"))
        return self.filter(Exists(shown))

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True} | fields)


LAST_ADMINISTRATOR = "This is the last administrator. Make somebody else one first."


class User(AbstractUser):
    """A person with a log-in. The e-mail address is the log-in name; no user name is asked for."""

    username = None
    first_name = None
    last_name = None
    email = models.EmailField(
        "e-mail address", unique=True, error_messages={"unique": "Somebody has this address already."}
    )
    name = models.CharField("name", max_length=80, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    roles_count = True  # False on the user of a token that may not use them

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_any_case",
                violation_error_message="Somebody has this address already.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        stays = self.is_active and self.is_staff and self.is_superuser
        if not stays and self.is_last_administrator():
            raise ValidationError(LAST_ADMINISTRATOR)

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever is new gets the profile that is their own."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            name = (self.name.strip() or self.email.partition("@")[0])[:40]
            Profile.objects.create(account=self, place=1, name=name)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.is_last_administrator():
            raise ValidationError(LAST_ADMINISTRATOR)
        return super().delete(*args, **kwargs)

    def is_last_administrator(self) -> bool:
        """Whether nobody else, as the database has it, could let people in or keep them out."""
        return list(User.objects.administrators().order_by("pk").values_list("pk", flat=True)[:2]) == [self.pk]

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.roles_count and super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return self.roles_count and super().has_module_perms(app_label)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
