"""The buckets of an account: buckets.json, and the photos of its copies."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from uuid import UUID

from django.core.files.storage import default_storage

from apps.accounts.models import User
from apps.moviebucket.actions import WRITABLE
from apps.moviebucket.models import Bucket, GroupShare, Item, ItemPhoto, Loan, Share
from apps.transfers.exporting.pieces import FILM, Chunk, Piece, Told, dumped, film_of, told
from apps.transfers.formats.own import BUCKETS

FACTS = ("name", "description", "visibility", "link_role", "created_at", "updated_at")


def buckets_piece(account: User) -> Piece:
    rows = Item.objects.filter(bucket__owner=account).count()
    return Piece(BUCKETS, rows, lambda: _chunks(account))


def photo_pieces(account: User) -> list[Piece]:
    """A file for each photo that a copy shows: the large one, as it is kept."""
    photos = ItemPhoto.objects.filter(items__bucket__owner=account).distinct().order_by("added_at", "id")
    return [Piece(photo_name(photo.pk), 1, partial(_picture, photo)) for photo in photos]


def photo_name(pk: UUID) -> str:
    return f"photos/{pk.hex}.webp"


def _picture(photo: ItemPhoto) -> Iterator[Chunk]:
    try:
        with default_storage.open(photo.name_of("large")) as file:
            yield 1, file.read()
    except FileNotFoundError:  # taken away while we write
        yield 1, b""


def _chunks(account: User) -> Iterator[Chunk]:
    before = "[\n"
    for row in list(Bucket.objects.of(account).values("pk", *FACTS)):
        head = {name: row[name] for name in FACTS} | _sharing_of(row["pk"]) | {"items": []}
        # All but the brackets of its empty items, which follow in batches.
        yield 0, before + dumped(head).removesuffix("]}")
        yield from _items(row["pk"])
        yield 0, "]}"
        before = ",\n"
    yield 0, "[]\n" if before == "[\n" else "\n]\n"


def _sharing_of(bucket: int) -> Told:
    """To whom it is open. They do not come back with an import."""
    single = Share.objects.filter(bucket=bucket).select_related("user")
    grouped = GroupShare.objects.filter(bucket=bucket).select_related("membership__group")
    return {
        "shared_with": [
            {"name": share.user.shown_name, "role": share.role, "by_link": share.by_link, "since": share.since}
            for share in single
        ],
        "shared_with_groups": [
            {"name": share.membership.group.name, "role": share.role, "since": share.since} for share in grouped
        ],
    }


def _items(bucket: int) -> Iterator[Chunk]:
    before = "\n  "
    for batch in told(
        Item.objects.filter(bucket=bucket).order_by("added_at", "id"),
        "movie_id",
        "photo_id",
        "added_at",
        *WRITABLE,
        *FILM,
    ):
        loans = _loans_of([row["pk"] for row in batch])
        yield len(batch), before + ",\n  ".join(dumped(_item(row, loans.get(row["pk"], []))) for row in batch)
        before = ",\n  "


def _loans_of(items: list[int]) -> dict[int, list[Told]]:
    """Told of by the names of who had them; they do not come back with an import, for who is that elsewhere?"""
    found: defaultdict[int, list[Told]] = defaultdict(list)
    for loan in Loan.objects.filter(item__in=items).select_related("user").order_by("since", "pk"):
        days = {"since": loan.since, "due": loan.due, "returned_on": loan.returned_on}
        found[loan.item_id].append({"to": loan.borrower, **days, "note": loan.note})
    return found


def _item(row: Told, loans: list[Told]) -> Told:
    facts = {name: row[name] for name in WRITABLE}
    film = film_of(row) if row["movie_id"] else None
    photo = photo_name(row["photo_id"]) if row["photo_id"] else None
    return facts | {"film": film, "photo": photo, "added_at": row["added_at"], "loans": loans}
