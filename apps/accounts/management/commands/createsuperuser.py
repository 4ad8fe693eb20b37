from typing import Any

from django.contrib.auth.management.commands import createsuperuser

from apps.accounts.actions import trust_address
from apps.accounts.models import User


class Command(createsuperuser.Command):
    """Django's, and the address counts as confirmed: a new site has no mail yet, and somebody must get in."""

    def handle(self, *args: Any, **options: Any) -> None:
        known = set(User.objects.values_list("pk", flat=True))
        super().handle(*args, **options)
        for user in User.objects.filter(is_superuser=True).exclude(pk__in=known):
            trust_address(user)
