"""Writes pieces into a zip."""

import zipfile
from collections.abc import Callable, Sequence
from typing import BinaryIO

from django.utils import timezone

from apps.transfers.exporting.pieces import Piece


def write_archive(file: BinaryIO, pieces: Sequence[Piece], tell: Callable[[int, int], None]) -> None:
    """`tell(done, total)` is called after each batch, with rows of the whole."""
    done, total = 0, sum(piece.rows for piece in pieces)
    tell(done, total)
    now = timezone.localtime().timetuple()[:6]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for piece in pieces:
            info = zipfile.ZipInfo(piece.name, date_time=now)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            with archive.open(info, "w", force_zip64=True) as member:
                for rows, text in piece.chunks():
                    member.write(text.encode() if isinstance(text, str) else text)
                    done += rows
                    tell(min(done, total), total)
