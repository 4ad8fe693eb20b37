"""A file, or the members of an archive, behind one interface, with a limit on all that is read.

Members are only ever read, never extracted: no path of theirs reaches the disk.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from typing import Any, BinaryIO

from apps.core.tables import NotImportable, Part
from apps.transfers.formats.rows import Damaged

MB = 1_000_000
ZIP_START = b"PK"
JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db")
# What zipfile and its decompressors raise for damaged or made-up archives.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, IndexError)


@dataclass(frozen=True, slots=True)
class Limits:
    upload: int = 25 * MB
    unpacked: int = 200 * MB
    members: int = 2_000
    ratio: int = 200  # unpacked bytes for each packed one; text compresses to a tenth or so
    rows: int = 200_000


class _Counted(RawIOBase):
    """Reads on as long as no more than `limit` bytes come: what a header says of the size may be a lie."""

    def __init__(self, raw: Any, limit: int, file: BinaryIO) -> None:
        self._raw, self._left, self._file = raw, limit, file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with broken_is_not_importable():
            data = self._raw.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise Damaged("Unpacked this file is larger than it says. It was not made by a film site.")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._raw.close()
        self._file.close()
        super().close()


@contextmanager
def broken_is_not_importable() -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        raise Damaged("This archive is damaged. Download it again from where it came.") from error


def parts_of(opened: Callable[[], BinaryIO], name: str, limits: Limits) -> list[Part]:
    """The file itself, or what is in it when it is a zip archive."""
    with opened() as file:
        is_zip = file.read(2) == ZIP_START
    return _members(opened, limits) if is_zip else [Part(name, opened)]


def _members(opened: Callable[[], BinaryIO], limits: Limits) -> list[Part]:
    with broken_is_not_importable(), opened() as file, zipfile.ZipFile(file) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
    _check(infos, limits)
    names = _without_wrapping([_plain_name(info.filename) for info in infos])
    parts = {
        name: Part(name, _opener(opened, info, limits))
        for name, info in zip(names, infos, strict=True)
        if name and not any(junk in name for junk in JUNK)
    }
    if not parts:
        raise NotImportable("There is nothing in this archive.")
    return list(parts.values())


def _check(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(infos) > limits.members:
        raise NotImportable(f"This archive holds {len(infos):,} files; an export has {limits.members:,} at most.")
    total = sum(info.file_size for info in infos)
    if total > limits.unpacked:
        raise NotImportable(f"Unpacked this archive is larger than {limits.unpacked // MB} MB.")
    for info in infos:
        if info.file_size > MB and info.file_size > limits.ratio * max(info.compress_size, 1):
            raise NotImportable("This archive unpacks to far more than any text does. It was not made by a film site.")
        if info.flag_bits & 0x1:
            raise NotImportable("This archive is locked with a password. Unpack it and send the files in it.")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImportable("This archive is packed in an unusual way. Unpack it and pack it again as a plain zip.")


def _plain_name(name: str) -> str:
    """A name to show and to compare, without anything that leads out of a folder."""
    steps = name.replace("\\", "/").replace("\0", "").split("/")
    return "/".join(step.strip() for step in steps if step.strip() not in ("", ".", ".."))[:200]


def _without_wrapping(names: list[str]) -> list[str]:
    """Without the one folder around everything that some programs add."""
    kept = [name for name in names if name and not any(junk in name for junk in JUNK)]
    first = {name.split("/")[0] for name in kept}
    if len(first) == 1 and all("/" in name for name in kept):
        return [name.partition("/")[2] if name in kept else name for name in names]
    return names


def _opener(opened: Callable[[], BinaryIO], info: zipfile.ZipInfo, limits: Limits) -> Callable[[], BinaryIO]:
    def opener() -> BinaryIO:
        file = opened()
        try:
            with broken_is_not_importable():
                member = zipfile.ZipFile(file).open(info)  # noqa: SIM115 - closed by _Counted
        except NotImportable:
            file.close()
            raise
        counted = _Counted(member, min(info.file_size, limits.unpacked), file)
        return BufferedReader(counted)  # type: ignore[return-value]

    return opener
