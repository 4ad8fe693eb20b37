from argparse import ArgumentParser
from datetime import timedelta
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.accounts.actions import make_token
from apps.accounts.models import AccessToken, User


class Command(BaseCommand):
    help = "Make a personal access token for somebody and print it, as the last line. It is shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="Whose token it is.")
        parser.add_argument("--scopes", default="read", help="Of read, write and admin, with commas: read,write")
        parser.add_argument("--name", help="By which its owner knows it again.")
        parser.add_argument("--days", type=int, help="How long it is good; without it until it is revoked.")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"], is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody who may sign in has the address {options['email']}.")
        scopes = [scope.strip() for scope in options["scopes"].split(",") if scope.strip()]
        days = options["days"]
        try:
            expires_at = None if days is None else timezone.now() + timedelta(days=days)
            token, text = make_token(
                by=user, name=options["name"] or _free_name(user), scopes=scopes, expires_at=expires_at
            )
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from None
        except OverflowError:
            raise CommandError("That are too many days.") from None
        self.stdout.write(f"{token.name}, for {user.email}: {', '.join(scopes)}. Keep it, it is shown this once.")
        self.stdout.write(text)


def _free_name(user: User) -> str:
    taken = {name.lower() for name in AccessToken.objects.of(user).values_list("name", flat=True)}
    return next(name for number in count(1) if (name := f"Command line {number}").lower() not in taken)
