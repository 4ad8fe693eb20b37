"""Members to try the site with. They exist while DEBUG is on; a check refuses them in production."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import QuerySet

from apps.accounts.actions import trust_address
from apps.accounts.models import User
from apps.accounts.roles import CURATORS, MODERATORS

DEMO_PASSWORD = "notflix-demo"


@dataclass(frozen=True, slots=True)
class DemoMember:
    name: str
    group: str = ""
    superuser: bool = False

    @property
    def email(self) -> str:
        return f"{self.name.lower()}@example.com"

    @property
    def is_staff(self) -> bool:
        return bool(self.group) or self.superuser


DEMO_MEMBERS = (
    DemoMember("Alice"),
    DemoMember("Bob"),
    DemoMember("Charlie"),
    DemoMember("Curator", group=CURATORS),
    DemoMember("Moderator", group=MODERATORS),
    DemoMember("Admin", superuser=True),
)


def make_demo_members() -> list[User]:
    """Makes those who are missing; whoever exists stays as they are, password included."""
    known = set(_demo_users().values_list("email", flat=True))
    return [_make(member) for member in DEMO_MEMBERS if member.email not in known]


def open_demo_users() -> list[User]:
    """Those whom anybody who has read the documentation could sign in as."""
    return [user for user in _demo_users().filter(is_active=True) if user.check_password(DEMO_PASSWORD)]


def remove_demo_members() -> int:
    """Removes those that still have the demo password; how many they were.

    The last administrator too: an account that anybody may enter is worse than none, and the console makes another.
    """
    users = open_demo_users()
    User._base_manager.filter(pk__in=[user.pk for user in users]).delete()  # not the one that keeps the last
    return len(users)


def _demo_users() -> QuerySet[User]:
    return User.objects.filter(email__in=[member.email for member in DEMO_MEMBERS]).order_by("email")


def _make(member: DemoMember) -> User:
    user = User.objects.create_user(
        member.email, DEMO_PASSWORD, name=member.name, is_staff=member.is_staff, is_superuser=member.superuser
    )
    trust_address(user)
    if member.group:
        user.groups.add(Group.objects.get(name=member.group))
    return user
