"""The log of a bucket: what an item was before a change and after it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from apps.accounts.models import User
from apps.moviebucket.models import CONTRACT, Bucket, Change, Item

# What one may write in an item, beside the film that it is a copy of.
EXTRAS = (
    "edition", "region", "audio", "subtitles", "barcode", "condition", "room", "shelf", "bought_on", "bought_at",
    "price", "currency", "service", "link", "notes", "tags",
)  # fmt: skip
WRITABLE = (*CONTRACT, *EXTRAS)


def facts_of(item: Item) -> dict[str, Any]:
    """All that one may write of an item, as JSON has it; `movie` and `photo` are ids."""
    facts = {name: _plain(getattr(item, name)) for name in WRITABLE if name != "format"}
    photo = str(item.photo_id) if item.photo_id else None
    return facts | {"format": item.format_id, "movie": item.movie_id, "photo": photo}


def still_has(item: Item, facts: dict[str, Any]) -> bool:
    """Whether it says what was written down; facts that the log did not know then may be any."""
    now = facts_of(item)
    return all(now[name] == value for name, value in facts.items() if name in now)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, (date, Decimal)) else value


def record(
    *,
    bucket: Bucket,
    by: User,
    kind: str,
    about: str,
    item_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Change:
    """Writes down what was done, and that the bucket changed."""
    now = timezone.now()
    Bucket.objects.filter(pk=bucket.pk).update(updated_at=now)
    return Change.objects.create(
        bucket=bucket, by=by, kind=kind, about=about, item_id=item_id, before=before or {}, after=after or {}, at=now
    )
