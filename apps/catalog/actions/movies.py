"""What curators do with one film: add it, edit it, lock and unlock its fields, delete it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.db import models, transaction

from apps.accounts.models import User
from apps.catalog import search
from apps.catalog.actions.credits import CreditFacts, comparable, credits_of, write_credits
from apps.catalog.actions.derive import refresh_derived
from apps.catalog.models import Country, Franchise, Genre, Keyword, Movie, Studio


class MovieFacts(TypedDict, total=False):
    """What a curator may say of a film. A fact that is left out stays as it is."""

    title: str
    original_title: str
    alternative_titles: list[str]
    release_date: date | None
    year: int | None
    runtime: int | None
    overview: str
    tagline: str
    original_language: str
    status: str
    homepage: str
    adult: bool
    freely_licensed: bool
    budget: int | None
    revenue: int | None
    imdb_id: str | None
    poster_path: str
    backdrop_path: str
    franchise: Franchise | None
    genres: Sequence[Genre]
    keywords: Sequence[Keyword]
    countries: Sequence[Country]
    studios: Sequence[Studio]
    credits: Sequence[CreditFacts]


LINKS = ("genres", "keywords", "countries", "studios")
# Rows that belong to a film and are edited in the admin, where each kind can be locked as a whole.
PARTS = ("credits", "certifications", "translations", "trailers")
# What a curator can edit, and so what can be locked.
LOCKABLE = tuple(dict.fromkeys([*MovieFacts.__annotations__, *PARTS]))


class NotDeletable(ValidationError):
    """The film would come back with the next synchronisation."""


def create_movie(*, by: User, facts: MovieFacts) -> Movie:
    """A new film, added by hand. ValidationError names the fields that break a rule."""
    with transaction.atomic():
        movie = Movie(source=Movie.Source.MANUAL)
        _write(movie, facts, by=by)
        movies_changed([movie.pk])
        movie.refresh_from_db()
    return movie


def update_movie(*, by: User, movie: Movie, facts: MovieFacts) -> Movie:
    """Writes `facts` and locks what changed, so that no refresh undoes it; a film added by hand needs no locks."""
    with transaction.atomic():
        movie = Movie.objects.select_for_update().get(pk=movie.pk)
        changed = _changed_fields(movie, facts)
        if movie.source != Movie.Source.MANUAL:
            movie.curated_fields = sorted({*movie.curated_fields, *_with_companions(changed)})
        _write(movie, facts, by=by)
        movies_changed([movie.pk])
        movie.refresh_from_db()
    return movie


def set_locks(*, by: User, movie: Movie, fields: Iterable[str]) -> Movie:
    """From now on a refresh leaves exactly these `fields` as they are."""
    wanted = sorted(set(fields))
    if unknown := [name for name in wanted if name not in LOCKABLE]:
        raise ValidationError({"curated_fields": f"These cannot be locked: {', '.join(unknown)}."})
    with transaction.atomic():
        movie = Movie.objects.select_for_update().get(pk=movie.pk)
        movie.curated_fields = wanted
        _save(movie, by=by, reason="Locks changed")
    return movie


def parts_edited(*, by: User, movie: Movie, parts: Iterable[str]) -> None:
    """To call after rows of `parts` (some of PARTS) were changed: no refresh undoes it, what is derived follows."""
    with transaction.atomic():
        edited = set(parts) - set(movie.curated_fields)
        if edited and movie.source != Movie.Source.MANUAL:
            set_locks(by=by, movie=movie, fields={*movie.curated_fields, *edited})
        movies_changed([movie.pk])


def unlock_field(*, by: User, movie: Movie, field: str) -> Movie:
    """The next refresh may write `field` again."""
    return set_locks(by=by, movie=movie, fields=[name for name in movie.curated_fields if name != field])


def delete_movie(*, by: User, movie: Movie) -> None:
    """Deletes a film that was added by hand or that TMDB no longer has; NotDeletable for any other."""
    if movie.source != Movie.Source.MANUAL and movie.tmdb_gone_at is None:
        raise NotDeletable("Only films added by hand can be deleted: this one would come back with the next refresh.")
    with transaction.atomic():
        pk = movie.pk
        movie._history_user = by  # type: ignore[attr-defined]
        movie.delete()
        search.index_movies([pk])


def movies_changed(ids: Collection[int]) -> None:
    """Brings everything that is derived from these films up to date, in the caller's transaction."""
    refresh_derived(ids)
    search.index_movies(ids)


def _changed_fields(movie: Movie, facts: MovieFacts) -> set[str]:
    return {name for name, value in facts.items() if _value_of(movie, name) != _comparable(name, value)}


def _value_of(movie: Movie, name: str) -> Any:
    if name in LINKS:
        return {row.pk for row in getattr(movie, name).all()}
    if name == "credits":
        return credits_of(movie)
    return _comparable(name, getattr(movie, name))


def _comparable(name: str, value: Any) -> Any:
    if name in LINKS:
        return {row.pk for row in value}
    if name == "credits":
        return comparable(value)
    return value or None if name == "imdb_id" else value


def _with_companions(changed: set[str]) -> set[str]:
    """The year follows the date, so neither may be refreshed when one of them was edited."""
    return changed | {"release_date", "year"} if changed & {"release_date", "year"} else changed


def _write(movie: Movie, facts: MovieFacts, *, by: User) -> None:
    for name, value in facts.items():
        if name not in LINKS and name != "credits":
            setattr(movie, name, _comparable(name, value))
    _check_year(movie, facts)
    movie.derive()
    movie.full_clean()
    _save(movie, by=by)
    # Countries are what ISO says they are: a code that no film had yet gets its row.
    Country.objects.bulk_create(facts.get("countries", ()), ignore_conflicts=True)
    for name in LINKS:
        if name in facts:
            _link(movie, name, facts[name])  # type: ignore[literal-required]
    if "credits" in facts:
        write_credits(movie, facts["credits"])


def _check_year(movie: Movie, facts: MovieFacts) -> None:
    year = facts.get("year")
    if year is not None and movie.release_date and year != movie.release_date.year:
        raise ValidationError({"year": contradiction(movie.release_date)})


def contradiction(release_date: date) -> str:
    return f"The release date is in {release_date.year}: change that, or leave out the year."


def _save(movie: Movie, *, by: User, reason: str = "") -> None:
    movie._history_user = by  # type: ignore[attr-defined]
    movie._change_reason = reason or None  # type: ignore[attr-defined]
    movie.save()


def _link(movie: Movie, name: str, rows: Sequence[models.Model]) -> None:
    """Links exactly `rows`, in their order: the first genre is the one that a card names. New rows are saved."""
    for row in rows:
        if row.pk is None:
            row.full_clean()
            row.save()
    manager = getattr(movie, name)
    wanted = list(dict.fromkeys(row.pk for row in rows))
    through, column = manager.through, manager.target_field.attname
    links = through._default_manager.filter(movie=movie)
    if list(links.order_by("pk").values_list(column, flat=True)) != wanted:
        links.delete()
        through._default_manager.bulk_create(through(movie=movie, **{column: pk}) for pk in wanted)
