"""TMDB's list of the age ratings of every country: what they mean and how they follow one another."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from apps.catalog.age_ratings import age_of
from apps.catalog.models import AgeRating, SyncRun
from apps.catalog.tmdb.client import client
from apps.catalog.tmdb.errors import TmdbError
from apps.catalog.tmdb.fields import Fields
from apps.catalog.tmdb.runs import Step, recorded, silent

MOST = 30_000


@dataclass(frozen=True, slots=True)
class AgeRatingPayload:
    country: str
    name: str
    order: int
    meaning: str


def ratings_of(answer: object) -> list[AgeRatingPayload]:
    """The ratings of every country that has a code; what has no name is left out. TmdbError for another answer."""
    fields = Fields(answer)
    if "certifications" not in fields:
        raise TmdbError("TMDB's answer is not a list of certifications")
    by_country = fields.inner("certifications")
    found = []
    for country in by_country.names():
        if not (len(country) == 2 and country.isascii() and country.isupper()):
            continue  # parts of countries, such as CA-QC
        for row in by_country.objects(country):
            name = row.text("certification", 30)
            if name:
                found.append(AgeRatingPayload(country, name, row.whole("order", MOST) or 0, row.text("meaning", 2000)))
    return found


def sync_age_ratings(*, step: Step = silent) -> SyncRun:
    """Stores TMDB's ratings beside those that we know. May raise AlreadyRunning and the TmdbError family."""
    with recorded("certifications") as run:
        ratings = ratings_of(client().certifications())
        store_age_ratings(ratings)
        run.advance(len(ratings))
        step(len(ratings), len(ratings))
    return run.row


@transaction.atomic
def store_age_ratings(ratings: Iterable[AgeRatingPayload]) -> None:
    """Adds what is new. A rating that is here keeps its age, which decides what children see; no rating goes."""
    AgeRating.objects.bulk_create(
        (
            AgeRating(
                country=rating.country,
                name=rating.name,
                order=rating.order,
                meaning=rating.meaning,
                minimum_age=age_of(rating.country, rating.name),
            )
            for rating in ratings
        ),
        update_conflicts=True,
        unique_fields=["country", "name"],
        update_fields=["order", "meaning"],
    )
