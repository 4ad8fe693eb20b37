"""Who signs in. What a person watches belongs to a Profile."""

from datetime import datetime
from typing import Any, Self

from django.contrib.auth.models import AbstractUser, BaseUserManager, Group
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.utils import timezone

from apps.accounts.models.profile import Profile
from apps.accounts.roles import ADMINISTRATORS, MEMBERS

LAST_ADMINISTRATOR = "This is the last administrator. Make somebody else one first."
# What makes an administrator: each of these can leave a site without one.
RIGHTS = frozenset({"is_active", "is_staff", "is_superuser", "removal_at"})


class UserQuerySet(models.QuerySet["User"]):
    def administrators(self) -> Self:
        """Who may do everything, gets in to do it, and is not about to leave."""
        return self.filter(is_active=True, is_staff=True, is_superuser=True, removal_at=None)

    def leaving_by(self, now: datetime) -> Self:
        """Those whose days of grace are over."""
        return self.filter(removal_at__lte=now).order_by("pk")

    def hold_administrators(self) -> list[int]:
        """Locks the administrators until the transaction ends, in one order: of two who go at once, one waits."""
        return list(self.administrators().select_for_update().order_by("pk").values_list("pk", flat=True))

    def update(self, **values: Any) -> int:
        if RIGHTS.isdisjoint(values):
            return super().update(**values)
        with transaction.atomic():
            held = User.objects.hold_administrators()
            changed = super().update(**values)
            _refuse_if_none_is_left(held)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            held = User.objects.hold_administrators()
            deleted = super().delete()
            _refuse_if_none_is_left(held)
        return deleted

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


def _refuse_if_none_is_left(held: list[int]) -> None:
    """Inside the transaction of the change, which the error takes back."""
    if held and not User.objects.administrators().exists():
        raise ValidationError(LAST_ADMINISTRATOR)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Finds people by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def visible_to(self, user: "User") -> models.QuerySet["User"]:
        """Oneself and whoever shows a profile to members; for whoever may view people all of them."""
        if user.has_perm("accounts.view_user"):
            return self.all()
        shown = Profile.objects.visible_to(user).filter(account=OuterRef("pk"))
        return self.filter(Exists(shown))

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True} | fields)


class User(AbstractUser):
    """A person with a log-in. The e-mail address is the log-in name; no user name is asked for."""

    username = None
    first_name = None
    last_name = None
    email = models.EmailField(
        "e-mail address", unique=True, error_messages={"unique": "Somebody has this address already."}
    )
    name = models.CharField("name", max_length=80, blank=True)
    removal_at = models.DateTimeField(
        "leaves on",
        null=True,
        blank=True,
        editable=False,
        db_index=True,
        help_text="When the account is removed, as its owner asked; until then it can be kept.",
    )

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
        if not self._is_administrator() and self.is_last_administrator():
            raise ValidationError(LAST_ADMINISTRATOR)

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever is new is a member and gets the profile that is their own."""
        is_new = self._state.adding
        if not is_new and not self._is_administrator() and self._saves_rights(kwargs.get("update_fields")):
            self._refuse_if_last()
        super().save(*args, **kwargs)
        if is_new:
            self._move_in()

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_if_last()
        return super().delete(*args, **kwargs)

    def _is_administrator(self) -> bool:
        """As this object has it, saved or not."""
        return self.is_active and self.is_staff and self.is_superuser and self.removal_at is None

    @staticmethod
    def _saves_rights(fields: Any) -> bool:
        return fields is None or not RIGHTS.isdisjoint(fields)

    def _refuse_if_last(self) -> None:
        User.objects.hold_administrators()
        if self.is_last_administrator():
            raise ValidationError(LAST_ADMINISTRATOR)

    def _move_in(self) -> None:
        name = (self.name.strip() or self.email.partition("@")[0])[:40]
        Profile.objects.create(account=self, place=1, name=name)
        names = [MEMBERS, ADMINISTRATORS] if self.is_superuser else [MEMBERS]
        self.groups.add(*(Group.objects.get_or_create(name=name)[0] for name in names))

    def is_last_administrator(self) -> bool:
        """Whether nobody else, as the database has it, could let people in or keep them out."""
        return list(User.objects.administrators().order_by("pk").values_list("pk", flat=True)[:2]) == [self.pk]

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.roles_count and super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return self.roles_count and super().has_module_perms(app_label)

    @property
    def role_names(self) -> list[str]:
        """What this person is beside a member. Of many people, prefetch `groups` first."""
        names = {group.name for group in self.groups.all()} - {MEMBERS, ADMINISTRATORS}
        return [*([ADMINISTRATORS] if self.is_superuser else []), *sorted(names)]

    @property
    def shown_name(self) -> str:
        """For people with whom something is shared: the name, or the address without its host."""
        return self.name or self.email.partition("@")[0]

    @property
    def days_left(self) -> int:
        """Whole days until the account is removed; 0 on the last."""
        return max((self.removal_at - timezone.now()).days, 0) if self.removal_at else 0

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
