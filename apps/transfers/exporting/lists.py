"""The lists of a profile: watchlists.json."""

from collections.abc import Iterator

from apps.accounts.models import Profile
from apps.transfers.exporting.pieces import FILM, Chunk, Piece, Told, dumped, film_of, told
from apps.watchlists.models import Entry, Member, Watchlist

FACTS = ("name", "description", "visibility", "is_main", "created_at", "updated_at")


def lists_piece(profile: Profile, folder: str) -> Piece:
    rows = Entry.objects.filter(watchlist__profile=profile).count()
    return Piece(f"{folder}/watchlists.json", rows, lambda: _chunks(profile))


def _chunks(profile: Profile) -> Iterator[Chunk]:
    before = "[\n"
    household = dict(Profile.objects.filter(account=profile.account_id).values_list("pk", "name"))
    for row in list(Watchlist.objects.of(profile).values("pk", *FACTS)):
        editors = dict(Member.objects.filter(watchlist=row["pk"]).values_list("profile_id", "profile__name"))
        head = {name: row[name] for name in FACTS} | {"members": list(editors.values()), "entries": []}
        # All but the brackets of its empty entries, which follow in batches.
        yield 0, before + dumped(head).removesuffix("]}")
        yield from _entries(row["pk"], household | editors)
        yield 0, "]}"
        before = ",\n"
    yield 0, "[]\n" if before == "[\n" else "\n]\n"


def _entries(watchlist: int, names: dict[int, str]) -> Iterator[Chunk]:
    rows = Entry.objects.filter(watchlist=watchlist).order_by("position", "id")
    before = "\n  "
    for batch in told(rows, "note", "added_at", "added_by_id", *FILM):
        yield len(batch), before + ",\n  ".join(dumped(_entry(row, names)) for row in batch)
        before = ",\n  "


def _entry(row: Told, names: dict[int, str]) -> Told:
    """Who added it is named as long as they are of the household or edit the list."""
    facts = {"note": row["note"], "added_at": row["added_at"], "added_by": names.get(row["added_by_id"], "")}
    return {"film": film_of(row)} | facts
