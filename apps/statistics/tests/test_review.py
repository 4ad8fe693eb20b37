"""A year in review: for its owner, and for whoever has its link."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog.genres import genre_choices
from apps.catalog.tests.factories import CastFactory, MovieFactory
from apps.diary.tests.factories import ViewingFactory
from apps.statistics.models import SharedReview

pytestmark = pytest.mark.django_db
REVIEW = "/statistics/2025/review/"
SECRETS = ("Odeon on the corner", "with Bernard", "cried at the end")


@pytest.fixture
def year(own_alice):
    place, companion, note = SECRETS
    for number in range(15):
        movie = MovieFactory(title=f"Film number {number}", minimum_age=18 if number == 14 else 6)
        CastFactory(movie=movie)
        ViewingFactory(
            profile=own_alice,
            movie=movie,
            watched_on=date(2025, 1 + number // 4, 1 + number),
            half_stars=3 + number % 8,
            place=place,
            companion=companion,
            note=note,
        )
    ViewingFactory(
        profile=own_alice, movie=MovieFactory(title="Of another year"), watched_on=date(2024, 5, 1), half_stars=10
    )
    ViewingFactory(profile=own_alice, movie=MovieFactory(title="Of no year"), watched_on=None, half_stars=10)


def shared_by(client):
    client.post(f"{REVIEW}share/")
    return client.get(REVIEW).context["shared_url"].removeprefix("http://testserver")


def test_a_visitor_signs_in_first(client):
    for path in (REVIEW, f"{REVIEW}share/", f"{REVIEW}share/remove/"):
        assert client.post(path).status_code == 302
        assert client.post(path)["Location"].startswith("/accounts/login/")


def test_what_it_shows(as_user, alice, year):
    response = as_user(alice).get(REVIEW)
    page = response.content.decode()
    best = [row.half_stars for row in response.context["milestones"].best]
    assert best == sorted(best, reverse=True)
    assert min(best) >= 6
    for words in ("15 films", "Busiest month", "January", "Rated highest", "Film number 0", "Make a link"):
        assert words in page, words
    assert "Of another year" not in page
    assert "Of no year" not in page
    assert "noindex" in page


def test_a_film_that_was_rated_twice_stands_once(as_user, alice, own_alice):
    movie = MovieFactory()
    for day in (1, 2, 3):
        ViewingFactory(profile=own_alice, movie=movie, watched_on=date(2025, 1, day), half_stars=9, rewatch=day > 1)
    assert len(as_user(alice).get(REVIEW).context["milestones"].best) == 1


def test_nobody_else_s_year(as_user, bob, year):
    page = as_user(bob).get(REVIEW).content.decode()
    assert "Nothing was logged that year" in page


@pytest.mark.parametrize("path", ["/statistics/2999/review/", "/statistics/1800/review/"])
def test_no_such_year(as_user, alice, path):
    client = as_user(alice)
    assert client.get(path).status_code == 404
    assert client.post(f"{path}share/").status_code == 404
    assert SharedReview.objects.count() == 0


def test_nothing_is_shared_by_looking(as_user, alice, year):
    client = as_user(alice)
    assert client.get(f"{REVIEW}share/").status_code == 405
    assert client.get(f"{REVIEW}share/remove/").status_code == 405
    client.get(REVIEW)
    assert SharedReview.objects.count() == 0


@pytest.mark.parametrize("persona", [None, "bob", "alice", "curator"])
def test_whoever_has_the_link_sees_the_year_and_no_more(persona, as_user, request, alice, year):
    path = shared_by(as_user(alice))
    response = as_user(persona and request.getfixturevalue(persona)).get(path)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Film number 7" in page
    assert "Alice" in page
    assert alice.email not in page
    for words in (*SECRETS, "Of another year", "Of no year", "Show it to others", "/statistics/"):
        assert words not in page, words


def test_what_goes_with_a_shared_page(as_user, alice, year):
    response = as_user(None).get(shared_by(as_user(alice)))
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert "private" in response["Cache-Control"]
    assert "no-store" in response["Cache-Control"]


def test_two_requests_to_share_make_one_link(as_user, alice, year):
    client = as_user(alice)
    assert shared_by(client) == shared_by(client)


def test_a_link_that_was_taken_back_leads_nowhere_and_the_next_is_another(as_user, alice, year):
    client = as_user(alice)
    first = shared_by(client)
    client.post(f"{REVIEW}share/remove/")
    assert as_user(None).get(first).status_code == 404
    second = shared_by(client)
    assert second != first
    assert as_user(None).get(second).status_code == 200
    assert as_user(None).get(first).status_code == 404


def test_only_the_owner_takes_it_back(as_user, alice, bob, year):
    path = shared_by(as_user(alice))
    as_user(bob).post(f"{REVIEW}share/remove/")
    assert as_user(None).get(path).status_code == 200


def test_a_link_needs_its_signature_and_opens_one_thing(as_user, alice, own_alice, year):
    path = shared_by(as_user(alice))
    secret = path.removeprefix("/review/").removesuffix("/")
    seed = SharedReview.objects.get().seed
    assert len(secret) > len(seed) > 20
    for wrong in (seed, f"{seed}.", f"{seed}.x", secret[:-1], secret.swapcase(), "x", "a" * 5000, "é", "%00", ".", ":"):
        assert as_user(None).get(f"/review/{wrong}/").status_code == 404
    # Signed for one purpose it is no key to another.
    assert as_user(None).get(f"/calendar/feed/{secret}.ics").status_code == 404


def test_a_child_shares_nothing(as_kid, kid):
    ViewingFactory(profile=kid, movie=MovieFactory(minimum_age=0), watched_on=date(2025, 5, 5))
    page = as_kid.get(REVIEW).content.decode()
    assert "Make a link" not in page
    assert as_kid.post(f"{REVIEW}share/").status_code == 403
    assert SharedReview.objects.count() == 0


def test_whoever_becomes_a_child_or_leaves_is_shown_no_more(as_user, alice, own_alice, kid, year):
    path = shared_by(as_user(alice))
    SharedReview.objects.update(profile=kid)
    assert as_user(None).get(path).status_code == 404
    SharedReview.objects.update(profile=own_alice)
    assert as_user(None).get(path).status_code == 200
    alice.is_active = False
    alice.save()
    assert as_user(None).get(path).status_code == 404


def test_a_child_that_opens_a_link_sees_no_film_above_its_limit(as_user, alice, bob, year):
    path = shared_by(as_user(alice))
    assert "Film number 14" in as_user(bob).get(path).content.decode()


def test_a_child_of_the_house_sees_the_link_without_them(as_kid, as_user, alice, year):
    page = as_kid.get(shared_by(as_user(alice))).content.decode()
    assert "Film number 14" not in page
    assert "Film number 5" in page


def test_a_year_that_was_emptied_says_so(as_user, alice, own_alice, year):
    path = shared_by(as_user(alice))
    own_alice.viewings.all().delete()
    assert "Nothing in this year" in as_user(None).get(path).content.decode()


def test_more_films_ask_no_more(as_user, alice, own_alice, year):
    client = as_user(alice)
    path = shared_by(client)
    counts = []
    genre_choices()  # read once a minute, whoever asks
    for _ in range(2):
        for address in (REVIEW, path):
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        for number in range(20):
            ViewingFactory(profile=own_alice, watched_on=date(2025, 7, 1 + number), half_stars=10)
        ViewingFactory(profile=own_alice, watched_on=date(2025, 8, 1))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 8
