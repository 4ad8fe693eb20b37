"""People who write in one bucket: python -m bench.in_django bench.writers_in_django WRITERS. Prints JSON.

With `after` instead of a number: what the bucket holds now.
"""

import json
import sys

from django.core.management import call_command

from apps.accounts.actions import make_token
from apps.accounts.models import User
from apps.moviebucket.actions import add_item, create_bucket
from apps.moviebucket.models import Bucket, Change, Item, Share

SHARED_ITEMS = 3


def begin(writers: int) -> dict[str, object]:
    """`counters` are items whose length all of them count up, from 0."""
    call_command("migrate", verbosity=0)
    owner = User.objects.create_user("owner@example.org")
    bucket = create_bucket(by=owner, name="Club")
    facts = {"title": "Counter", "format": "DVD", "length": 0, "release_year": 2000, "rating": 1}
    counters = [add_item(bucket=bucket, by=owner, values=facts).pk for _ in range(SHARED_ITEMS)]
    people = [User.objects.create_user(f"writer{number}@example.org") for number in range(writers)]
    Share.objects.bulk_create(Share(bucket=bucket, user=person, role="editor") for person in people)
    tokens = [make_token(by=person, name="Bench", scopes=["read", "write"])[1] for person in people]
    return {"bucket": bucket.pk, "counters": counters, "tokens": tokens}


def after() -> dict[str, object]:
    bucket = Bucket.objects.get()
    counters = Item.objects.filter(title="Counter").order_by("pk")
    return {
        "lengths": list(counters.values_list("length", "version")),
        "items": bucket.items.exclude(title="Counter").count(),
        "changes": {kind: Change.objects.filter(kind=kind).count() for kind in ("added", "changed", "removed")},
    }


if __name__ == "__main__":
    print(json.dumps(after() if sys.argv[1] == "after" else begin(int(sys.argv[1]))))
