"""What films share (genres, keywords, studios, franchises), found or made by its TMDB id.

The starter catalogue has such rows by name alone: the first answer that names one gives it its TMDB id, so that there
is one "Drama" and one "Alien Collection".
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import Q

from apps.catalog.genres import forget_genres
from apps.catalog.models import Country, Franchise, Genre, Keyword, Studio, WatchProvider
from apps.catalog.tmdb.movie_payload import OfferPayload
from apps.catalog.tmdb.parts import BATCH
from apps.catalog.tmdb.payloads import FranchisePayload, NamedPayload

Row = TypeVar("Row", Keyword, Studio, Franchise)


def genres(payloads: Iterable[NamedPayload]) -> dict[int, int]:
    """Our ids of the genres by their TMDB ids. Names are unique here and a curator's to change: nothing is renamed."""
    rows = list(Genre.objects.order_by("pk"))
    by_id = {row.tmdb_id: row for row in rows if row.tmdb_id is not None}
    by_name = {row.name: row for row in rows}
    found: dict[int, Genre] = {}
    for payload in payloads:
        name = payload.name[:60]
        row = by_id.get(payload.tmdb_id) or by_name.get(name) or Genre(name=name)
        found[payload.tmdb_id] = by_name[name] = row
        if row.tmdb_id is None:
            row.tmdb_id = payload.tmdb_id
            row.save()
            forget_genres()
    return {tmdb_id: row.pk for tmdb_id, row in found.items()}


def keywords(payloads: Iterable[NamedPayload]) -> dict[int, int]:
    return _ids(Keyword, {payload.tmdb_id: {"name": payload.name} for payload in payloads})


def studios(payloads: Iterable[NamedPayload]) -> dict[int, int]:
    return _ids(
        Studio,
        {
            payload.tmdb_id: {"name": payload.name, "logo_path": payload.logo_path, "country": payload.country}
            for payload in payloads
        },
    )


def franchise(payload: FranchisePayload) -> int:
    facts = {"name": payload.name, "poster_path": payload.poster_path, "backdrop_path": payload.backdrop_path}
    if payload.overview:  # a film's details name the franchise without it
        facts["overview"] = payload.overview
    return _ids(Franchise, {payload.tmdb_id: facts})[payload.tmdb_id]


def countries(codes: Sequence[str]) -> None:
    known = set(Country.objects.filter(code__in=codes).values_list("code", flat=True))
    missing = [Country(code=code) for code in sorted(set(codes) - known)]
    if missing:
        Country.objects.bulk_create(missing, ignore_conflicts=True)


def providers(offers: Iterable[OfferPayload]) -> dict[int, int]:
    """Our ids of the providers by their TMDB ids."""
    wanted = {offer.provider_id: offer for offer in offers}
    held = {row.tmdb_id: row for row in WatchProvider.objects.filter(tmdb_id__in=wanted)}
    differing = [
        WatchProvider(tmdb_id=tmdb_id, name=offer.provider_name, logo_path=offer.logo_path)
        for tmdb_id, offer in sorted(wanted.items())
        if tmdb_id not in held
        or (held[tmdb_id].name, held[tmdb_id].logo_path) != (offer.provider_name, offer.logo_path)
    ]
    if differing:
        WatchProvider.objects.bulk_create(
            differing, update_conflicts=True, unique_fields=["tmdb_id"], update_fields=["name", "logo_path"]
        )
    return {row.tmdb_id: row.pk for row in [*held.values(), *differing]}


def _ids(model: type[Row], wanted: dict[int, dict[str, Any]]) -> dict[int, int]:
    if not wanted:
        return {}
    held = _held(model, wanted)
    changed = [row for tmdb_id, row in held.items() if _take_over(row, tmdb_id, wanted[tmdb_id])]
    fields = ["tmdb_id", *next(iter(wanted.values()))]
    if model is Franchise:
        fields.append("slug")
    if changed:
        model._default_manager.bulk_update(changed, fields, batch_size=100)
    new = [_made(model, tmdb_id, facts) for tmdb_id, facts in sorted(wanted.items()) if tmdb_id not in held]
    if new:
        model._default_manager.bulk_create(
            new, batch_size=BATCH, update_conflicts=True, unique_fields=["tmdb_id"], update_fields=fields[1:]
        )
    return {tmdb_id: row.pk for tmdb_id, row in held.items()} | {row.tmdb_id: row.pk for row in new if row.tmdb_id}


def _held(model: type[Row], wanted: dict[int, dict[str, Any]]) -> dict[int, Row]:
    """The rows that we have, by TMDB id, or by name where they have no such id."""
    names = {facts["name"]: tmdb_id for tmdb_id, facts in wanted.items()}
    rows = model._default_manager.filter(Q(tmdb_id__in=wanted) | Q(name__in=names, tmdb_id__isnull=True)).order_by("pk")
    held = {row.tmdb_id: row for row in rows if row.tmdb_id is not None}
    for row in rows:
        if row.tmdb_id is None:
            held.setdefault(names[row.name], row)
    return held


def _take_over(row: Row, tmdb_id: int, facts: dict[str, Any]) -> bool:
    wanted = {"tmdb_id": tmdb_id} | facts
    differing = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    _derive(row)
    return bool(differing)


def _made(model: type[Row], tmdb_id: int, facts: dict[str, Any]) -> Row:
    row = model(tmdb_id=tmdb_id, **facts)
    _derive(row)
    return row


def _derive(row: Any) -> None:
    if isinstance(row, Franchise):
        row.derive()
