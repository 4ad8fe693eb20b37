"""People and what they did in a film.

The starter catalogue knows people by name alone. Such a person becomes TMDB's person of the same name when both stand
in the credits of one film: a shared name alone would confuse namesakes.
"""

from collections.abc import Iterable

from django.utils import timezone

from apps.catalog.models import Credit, Person
from apps.catalog.tmdb.movie_payload import CreditPayload
from apps.catalog.tmdb.parts import BATCH, Stored, fill, replace_rows, touch
from apps.catalog.tmdb.payloads import Part, PersonPart, unique

PERSON_FIELDS = ["tmdb_id", "name", "slug", "profile_path", "popularity", "known_for_department", "adult"]
CREDIT_FIELDS = ("position", "department", "tmdb_credit_id")


def write_credits(stored: Stored, payloads: Iterable[CreditPayload]) -> set[int]:
    """Replaces the film's credits; the ids of people who are new or have changed."""
    wanted = list(payloads)
    movie_id = stored.movie.pk
    held = [] if stored.is_new else list(Credit.objects.filter(movie_id=movie_id).select_related("person"))
    namesakes = {row.person.name: row.person for row in held if row.person.tmdb_id is None}
    people, changed = write_people((row.person for row in wanted), namesakes)
    replace_rows(
        held,
        unique((_credit(movie_id, people[row.person.tmdb_id].pk, row.part) for row in wanted), credit_key),
        key=credit_key,
        compared=CREDIT_FIELDS,
    )
    _merge_namesakes(namesakes, people)
    return changed


def add_credits(person: Person, parts: Iterable[tuple[int, Part]]) -> None:
    """Adds what a person did (movie id, part); what is there stays, the films' own answers know better."""
    rows = unique((_credit(movie_id, person.pk, part) for movie_id, part in parts), credit_key)
    held = {credit_key(row) for row in Credit.objects.filter(person=person)}
    new = [row for row in rows if credit_key(row) not in held]
    Credit.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)


def credit_key(row: Credit) -> tuple[int, int, str, str, str]:
    return row.movie_id, row.person_id, row.kind, row.job, row.character


def _credit(movie_id: int, person_id: int, part: Part) -> Credit:
    return Credit(
        movie_id=movie_id,
        person_id=person_id,
        kind=Credit.Kind.CAST if part.is_cast else Credit.Kind.CREW,
        character=part.character,
        position=part.position,
        department=part.department,
        job=part.job,
        tmdb_credit_id=part.credit_id,
    )


def write_people(parts: Iterable[PersonPart], namesakes: dict[str, Person]) -> tuple[dict[int, Person], set[int]]:
    """The row of each person by TMDB id, and the ids of those that are new or have changed."""
    wanted = {part.tmdb_id: part for part in parts}
    held = {row.tmdb_id: row for row in Person.objects.filter(tmdb_id__in=wanted) if row.tmdb_id is not None}
    adopted = _adopt([part for part in wanted.values() if part.tmdb_id not in held], namesakes)
    held |= adopted
    changed = [row for tmdb_id, row in held.items() if fill_from_part(row, wanted[tmdb_id]) or tmdb_id in adopted]
    touch(changed, timezone.now())
    Person.objects.bulk_update(changed, [*PERSON_FIELDS, "updated_at"], batch_size=100)
    new = [_fresh(part) for tmdb_id, part in sorted(wanted.items()) if tmdb_id not in held]
    Person.objects.bulk_create(
        new, batch_size=BATCH, update_conflicts=True, unique_fields=["tmdb_id"], update_fields=PERSON_FIELDS[1:]
    )
    rows = held | {row.tmdb_id: row for row in new if row.tmdb_id is not None}
    return rows, {row.pk for row in [*changed, *new]}


def _adopt(parts: Iterable[PersonPart], namesakes: dict[str, Person]) -> dict[int, Person]:
    """The rows, by TMDB id, of people whom only their names told us of until now."""
    adopted = {}
    for part in parts:
        namesake = namesakes.get(part.name)
        if namesake is not None and namesake.tmdb_id is None:
            namesake.tmdb_id = part.tmdb_id
            adopted[part.tmdb_id] = namesake
    return adopted


def fill_from_part(row: Person, part: PersonPart) -> bool:
    facts = {"name": part.name, "adult": part.adult}
    facts |= {"profile_path": part.profile_path} if part.profile_path else {}
    facts |= {"known_for_department": part.known_for_department} if part.known_for_department else {}
    facts |= {"popularity": part.popularity} if part.popularity is not None else {}
    if not fill(row, facts):
        return False
    row.derive()
    return True


def _fresh(part: PersonPart) -> Person:
    row = Person(tmdb_id=part.tmdb_id)
    fill_from_part(row, part)
    return row


def _merge_namesakes(namesakes: dict[str, Person], people: dict[int, Person]) -> None:
    """Those of the film's former credits that TMDB's people of the same name replace give them their other credits."""
    by_name = {row.name: row for row in people.values()}
    pairs = {old.pk: by_name[name] for name, old in namesakes.items() if old.tmdb_id is None and name in by_name}
    if not pairs:
        return
    theirs = list(Credit.objects.filter(person_id__in=pairs))
    taken = {credit_key(row) for row in Credit.objects.filter(person__in=[row.pk for row in pairs.values()])}
    for credit in theirs:
        credit.person = pairs[credit.person_id]
    moved = unique((row for row in theirs if credit_key(row) not in taken), credit_key)
    Credit.objects.bulk_update(moved, ["person"], batch_size=100)
    Person.objects.filter(pk__in=pairs, tmdb_id__isnull=True).delete()
