"""Many items at once, from a file or a program. They are read in pieces, so that memory stays as it is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from apps.accounts.models import User
from apps.moviebucket.actions.history import record
from apps.moviebucket.actions.items import fill, make_room
from apps.moviebucket.models import Bucket, Change, Format, Item

Row = Mapping[str, Any] | ValidationError

BATCH = 500
MOST_FAULTS = 1000  # that are told one by one


class Fault(NamedTuple):
    """What is wrong with one value: `row` counts from 1; `code` is the rule that it breaks."""

    row: int
    field: str
    code: str
    sentence: str


@dataclass
class Report:
    rows: int = 0
    bad_rows: int = 0
    faults: list[Fault] = field(default_factory=list)
    added: list[int] = field(default_factory=list)


class Prepared(NamedTuple):
    items: list[Item]
    report: Report


class Refused(Exception):
    """Rows have faults and nothing was written. `report` names them."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{report.bad_rows} rows have faults")
        self.report = report


def check_many(*, bucket: Bucket, rows: Iterable[Row]) -> Report:
    """What `add_many` would say; nothing is written."""
    report, formats = Report(), Format.objects.names()
    for _ in _checked(bucket, None, rows, formats, report):
        pass
    return report


@transaction.atomic
def add_many(
    *,
    bucket: Bucket,
    by: User,
    rows: Iterable[Row],
    partial: bool = False,
    about: str = "",
    told: Callable[[int], object] = lambda done: None,
) -> Report:
    """Adds an item for each of `rows`, which have any of WRITABLE as text or number, `movie`, a film, and `added_at`.

    A row that could not even be read is given as the ValidationError that says why, with the fields it is about.

    Refused, and nothing is written, when a row breaks a rule; with `partial` the others go in. ValidationError when the
    bucket has no room. `told` hears how many are added.
    """
    report = Report()
    _write(bucket, _checked(bucket, by, rows, Format.objects.names(), report), report, told)
    if report.bad_rows and not partial:
        raise Refused(report)
    _note_import(bucket, by, report, about)
    return report


def prepare_many(*, bucket: Bucket, by: User, rows: Iterable[Row]) -> Prepared:
    """The items that `write_many` adds, checked and in memory: some kB each. Nothing is written, nothing held."""
    report = Report()
    return Prepared(list(_checked(bucket, by, rows, Format.objects.names(), report)), report)


@transaction.atomic
def write_many(
    prepared: Prepared, *, bucket: Bucket, by: User, partial: bool, about: str, told: Callable[[int], object]
) -> Report:
    """Like `add_many`, and holds up other writers only as long as the writing takes: SQLite has one at a time."""
    items, report = prepared
    if report.bad_rows and not partial:
        raise Refused(report)
    _write(bucket, iter(items), report, told)
    _note_import(bucket, by, report, about)
    return report


def _write(bucket: Bucket, items: Iterator[Item], report: Report, told: Callable[[int], object]) -> None:
    while some := list(islice(items, BATCH)):
        make_room(bucket, len(some))
        report.added.extend(item.pk for item in Item.objects.bulk_create(some))
        told(len(report.added))


def _note_import(bucket: Bucket, by: User, report: Report, about: str) -> None:
    if report.added:
        count = len(report.added)
        words = about or f"{count:,} item{'' if count == 1 else 's'}"
        record(bucket=bucket, by=by, kind=Change.Kind.IMPORTED, about=words, after={"items": report.added})


def _checked(
    bucket: Bucket, by: User | None, rows: Iterable[Row], formats: list[str], report: Report
) -> Iterator[Item]:
    for values in rows:
        report.rows += 1
        if isinstance(values, ValidationError):
            _note(report, values)
            continue
        raw = dict(values)
        item = Item(bucket=bucket, added_by=by, movie=raw.pop("movie", None))
        item.added_at = raw.pop("added_at", None) or item.added_at
        try:
            fill(item, raw).check_rules(formats)
        except ValidationError as error:
            _note(report, error)
            continue
        item.derive()
        yield item


def _note(report: Report, error: ValidationError) -> None:
    report.bad_rows += 1
    if len(report.faults) >= MOST_FAULTS:
        return
    for name, errors in error.error_dict.items():
        report.faults.extend(Fault(report.rows, name, one.code or "invalid", one.messages[0]) for one in errors)
