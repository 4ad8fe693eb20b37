"""Who made a film, as a curator says it."""

from collections.abc import Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from apps.catalog import search
from apps.catalog.models import Credit, Movie, Person

REFUSED = "Crew have a job and no character, cast have no job, and nobody has the same part twice."


class CreditFacts(NamedTuple):
    """A part in a film. `person` may be a new one, not saved yet; cast have a character or none, crew have a job."""

    person: Person
    kind: str
    character: str = ""
    department: str = ""
    job: str = ""


def credits_of(movie: Movie) -> list[tuple[int | None, str, str, str, str]]:
    """What `comparable` gives for the same credits."""
    rows = movie.credits.order_by("kind", "position", "pk") if movie.pk else ()
    return [(row.person_id, row.kind, row.character, row.department, row.job) for row in rows]


def comparable(credits_: Sequence[CreditFacts]) -> list[tuple[int | None, str, str, str, str]]:
    return [(row.person.pk, *row[1:]) for row in sorted(credits_, key=lambda row: row.kind)]


def write_credits(movie: Movie, credits_: Sequence[CreditFacts]) -> None:
    """Makes the film's credits these, in their order; people who are new are saved and can be searched for.

    ValidationError for what the constraints of Credit refuse.
    """
    if credits_of(movie) == comparable(credits_):
        return
    new = {id(row.person): row.person for row in credits_ if row.person.pk is None}
    for person in new.values():
        person.full_clean()
        person.save()
    movie.credits.all().delete()
    rows = [
        Credit(
            movie=movie, person=row.person, kind=row.kind, position=position, character=row.character,
            department=row.department, job=row.job,
        )
        for position, row in enumerate(credits_)
    ]  # fmt: skip
    try:
        with transaction.atomic():
            Credit.objects.bulk_create(rows)
    except IntegrityError:
        raise ValidationError({"credits": REFUSED}) from None
    search.index_people([person.pk for person in new.values()])
