"""The rows that the browser meets beside the starter catalogue: one trailer, members. Runs in Django, says where."""

import json
import sys

from django.db.models import Count

from apps.accounts.actions import trust_address
from apps.accounts.models import User
from apps.catalog.models import Credit, Movie, Trailer

PASSWORD = "a password for the browser"


def prepare() -> dict[str, object]:
    for name in ("Alice", "Bob", "Charlie", "Dora", "Erin", "Frank", "Grace"):
        trust_address(User.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name))
    film = (
        Movie.objects.annotate(cast=Count("credits"))
        .filter(title__regex=r"^[A-Z][a-z]{7,14}$", cast__gte=3)
        .order_by("-popularity", "-id")[0]
    )
    Trailer.objects.create(movie=film, site="YouTube", key="abcdefghijk", name="Official trailer", official=True)
    actor = Credit.objects.filter(movie=film, kind=Credit.Kind.CAST).order_by("position", "id")[0].person
    return {
        "film": {"title": film.title, "path": film.get_absolute_url()},
        "actor": {"name": actor.name, "path": actor.get_absolute_url()},
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(prepare()))
