"""videos.json: what is known of the videos of an account. They themselves are too large to be sent along."""

from apps.accounts.models import User
from apps.streaming.models import Video
from apps.transfers.exporting.pieces import FILM, Piece, Told, array_chunks, film_of

FACTS = ("title", "visibility", "state", "duration", "width", "height", "bytes", "created_at", "ready_at")


def videos_piece(account: User) -> Piece:
    return Piece("videos.json", Video.objects.of(account).count(), lambda: array_chunks([_told(account)]))


def _told(account: User) -> list[Told]:
    """All at once: what a member may keep is room for some hundred."""
    rows = Video.objects.of(account).values(*FACTS, "movie", *FILM)
    return [{name: row[name] for name in FACTS} | {"film": film_of(row) if row["movie"] else None} for row in rows]
