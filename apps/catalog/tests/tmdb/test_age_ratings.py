"""The list of age ratings, against a TMDB of the test's own."""

import pytest
from django.core.management import CommandError, call_command

from apps.catalog.models import AgeRating, SyncRun
from apps.core.tests.service import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


def answer(**countries):
    return Answer({"certifications": countries})


def row(name, order=1, meaning="Something."):
    return {"certification": name, "order": order, "meaning": meaning}


def ages(country):
    return dict(AgeRating.objects.filter(country=country).values_list("name", "minimum_age"))


def test_what_is_new_comes_in_with_an_age(tmdb):
    tmdb.says(answer(QQ=[row("U"), row("13+", 2), row("FSK 16", 3)]))
    call_command("tmdb_sync", "certifications", verbosity=0)
    assert ages("QQ") == {"U": None, "13+": 13, "FSK 16": 16}
    assert tmdb.asked[0].path == "/3/certification/movie/list"


def test_a_rating_that_is_here_keeps_its_age_and_learns_its_meaning(tmdb):
    AgeRating.objects.filter(country="US").delete()
    AgeRating.objects.create(country="US", name="PG", minimum_age=8)
    tmdb.says(answer(US=[row("PG", 3, "Parents decide.")]))
    call_command("tmdb_sync", "certifications", verbosity=0)
    pg = AgeRating.objects.get(country="US", name="PG")
    assert (pg.minimum_age, pg.order, pg.meaning) == (8, 3, "Parents decide.")


def test_it_can_run_twice(tmdb):
    for _ in range(2):
        tmdb.says(answer(QQ=[row("U"), row("13+", 2)]))
        call_command("tmdb_sync", "certifications", verbosity=0)
    assert AgeRating.objects.filter(country="QQ").count() == 2


ODD = {
    "part of a country": {"CA-QC": [row("13+")]},
    "small letters": {"us": [row("13+")]},
    "no name": {"QQ": [row("")]},
    "no list": {"QQ": "13+"},
    "no object": {"QQ": [None, 3, []]},
    "no order": {"QQ": [{"certification": None}]},
}


@pytest.mark.parametrize("countries", ODD.values(), ids=ODD)
def test_odd_rows_are_left_out(tmdb, countries):
    before = AgeRating.objects.count()
    tmdb.says(answer(**countries))
    call_command("tmdb_sync", "certifications", verbosity=0)
    assert AgeRating.objects.count() == before


@pytest.mark.parametrize("body", [{}, [], {"certifications": None}, {"genres": []}])
def test_another_answer_fails_the_run(tmdb, body):
    tmdb.says(Answer(body))
    with pytest.raises(CommandError, match="certifications"):
        call_command("tmdb_sync", "certifications", verbosity=0)
    assert SyncRun.objects.get().state == "failed"
