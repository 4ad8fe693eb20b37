"""What films' and people's pages show of the diary."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.viewers import SESSION_KEY
from apps.catalog.models import Franchise
from apps.catalog.tests.factories import CastFactory, MovieFactory, PersonFactory
from apps.diary.models import Viewing
from apps.diary.tests.factories import ViewingFactory

pytestmark = pytest.mark.django_db
MARK = 'class="seen"'


@pytest.fixture
def alien():
    franchise = Franchise.objects.create(name="Alien Collection", tmdb_id=8091)
    for title in ("Aliens", "Alien 3"):
        MovieFactory(title=title, franchise=franchise)
    return MovieFactory(title="Alien", franchise=franchise)


def page_of(client, path):
    return client.get(path).content.decode()


def test_a_film_offers_to_be_logged(as_user, alice, alien):
    page = page_of(as_user(alice), alien.get_absolute_url())
    assert f'href="/diary/log/{alien.pk}/"' in page
    assert "Log this film" in page
    assert "In your diary" not in page
    assert "Seen 0 of 3" in page


def test_a_film_says_when_and_how_often_it_was_seen(as_user, alice, profile, alien):
    ViewingFactory(profile=profile, movie=alien, half_stars=9, companion="Bob")
    ViewingFactory(profile=profile, movie=alien, watched_on=None)
    page = page_of(as_user(alice), alien.get_absolute_url())
    for words in ("Seen on 3 Nov 2025", "In your diary", "Seen twice", "Rated 4½ of 5", "with Bob", "Without a date"):
        assert words in page, words
    assert "Seen 1 of 3" in page


def test_who_does_not_know_when_has_seen_it(as_user, alice, profile, alien):
    ViewingFactory(profile=profile, movie=alien, watched_on=None)
    assert ">Seen<" in page_of(as_user(alice), alien.get_absolute_url()).replace("</svg>", ">")


def test_one_who_has_seen_all_of_a_franchise_is_told_so(as_user, alice, profile, alien):
    for movie in alien.franchise.movies.all():
        ViewingFactory(profile=profile, movie=movie)
    assert "Seen all 3" in page_of(as_user(alice), alien.get_absolute_url())


def test_visitors_see_nothing_of_any_diary(client, profile, alien):
    before = page_of(client, alien.get_absolute_url())
    ViewingFactory(profile=profile, movie=alien)
    after = page_of(client, f"{alien.get_absolute_url()}?afresh")
    for page in (before, after):
        assert "diary" not in page
        assert MARK not in page


def test_others_see_nothing_of_it(as_user, charlie, profile, alien):
    ViewingFactory(profile=profile, movie=alien)
    page = page_of(as_user(charlie), alien.get_absolute_url())
    assert "Log this film" in page
    assert MARK not in page


def test_cards_of_films_that_were_seen_say_so(as_user, alice, profile):
    seen, _ = MovieFactory(title="Alien"), MovieFactory(title="Stalker")
    ViewingFactory(profile=profile, movie=seen)
    page = page_of(as_user(alice), "/movies/")
    assert page.count(MARK) == 1
    assert MARK in page.split("<b>Alien</b>")[1].split("</li>")[0]


def test_a_person_says_how_many_of_their_films_were_seen(as_user, alice, client, profile):
    person = PersonFactory(name="Sigourney Weaver")
    films = [CastFactory(person=person, movie__title=title).movie for title in ("Alien", "Aliens", "Copycat")]
    CastFactory(person=person, movie__title="Hidden", movie__adult=True)
    CastFactory(person=person, movie=films[0], character="A second part")
    ViewingFactory(profile=profile, movie=films[0])
    page = page_of(as_user(alice), person.get_absolute_url())
    assert "Seen 1 of 3" in page
    assert page.count(MARK) == 2  # its card and its line
    assert "Seen" not in page_of(client, person.get_absolute_url())


def test_a_child_counts_what_it_may_see(as_user, alice, make_child):
    person = PersonFactory()
    mild = CastFactory(person=person, movie__title="Mild", movie__minimum_age=0).movie
    strong = CastFactory(person=person, movie__title="Strong", movie__minimum_age=18).movie
    child = make_child(alice)
    for movie in (mild, strong):
        ViewingFactory(profile=child, movie=movie)
    user = as_user(alice)
    session = user.session
    session[SESSION_KEY] = child.pk
    session.save()
    assert "Seen 1 of 1" in page_of(user, person.get_absolute_url())
    diary = page_of(user, "/diary/")
    assert "Mild" in diary
    assert "Strong" not in diary
    assert user.get(f"/diary/log/{strong.pk}/").status_code == 404
    assert list(Viewing.objects.visible_to(child).values_list("movie__title", flat=True)) == ["Mild"]


def test_marks_take_one_query_of_a_page(as_user, alice, profile):
    user = as_user(alice)
    user.get("/movies/")
    with CaptureQueriesContext(connection) as few:
        user.get("/movies/")
    for movie in MovieFactory.create_batch(30):
        ViewingFactory(profile=profile, movie=movie)
    with CaptureQueriesContext(connection) as many:
        assert user.get("/movies/").content.decode().count(MARK) == 30
    asked = [query for query in many if "diary_viewing" in query["sql"]]
    assert len(asked) == 1
    assert len(many) <= max(len(few) + 2, 8)
