"""The page of a film."""

import json
import re

import pytest
from django.utils import timezone

from apps.catalog.models import (
    Certification,
    Country,
    Credit,
    Franchise,
    Keyword,
    MergedMovie,
    Studio,
    Trailer,
    WatchOffer,
    WatchProvider,
)
from apps.catalog.tests.factories import CastFactory, GenreFactory, MovieFactory, PersonFactory

pytestmark = pytest.mark.django_db
EVIL = "</script><script>alert(1)</script>"


def linked_data(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])


def directed(movie, person):
    return Credit.objects.create(movie=movie, person=person, kind="crew", job="Director", department="Directing")


@pytest.fixture
def alien():
    movie = MovieFactory(
        title="Alien", overview="A crew answers a call.", genres=[GenreFactory(name="Horror")], imdb_id="tt0078748",
        vote_average=8.2, vote_count=9000, budget=11_000_000,
    )  # fmt: skip
    movie.countries.add(Country.objects.create(code="GB"))
    movie.keywords.add(Keyword.objects.create(name="spaceship"))
    movie.studios.add(Studio.objects.create(name="Brandywine"))
    Certification.objects.create(movie=movie, country="US", value="R")
    CastFactory(movie=movie, person__name="Sigourney Weaver", character="Ripley")
    directed(movie, PersonFactory(name="Ridley Scott"))
    return movie


@pytest.mark.parametrize("persona", [None, "alice", "charlie", "curator", "moderator", "administrator"])
def test_everybody_may_read_and_curators_may_edit(persona, as_user, request, alien):
    user = request.getfixturevalue(persona) if persona else None
    response = as_user(user).get(alien.get_absolute_url())
    assert response.status_code == 200
    assert ("Edit this film" in response.content.decode()) == (persona in ("curator", "administrator"))


def test_what_the_page_tells(client, alien):
    page = client.get(alien.get_absolute_url()).content.decode()
    for words in ("Alien", "1979", "1 h 57", "Horror", "Sigourney Weaver", "Ripley", "Ridley Scott", "United Kingdom",
                  "spaceship", "Brandywine", "$11,000,000", "8.2", "not endorsed or certified by TMDB"):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize("slug", ["", "aliens", "ALIEN", "x" * 500])
def test_a_wrong_slug_leads_to_the_right_one(client, alien, slug):
    response = client.get(f"/movies/{alien.pk}/{slug}/" if slug else f"/movies/{alien.pk}/")
    assert (response.status_code, response["Location"]) == (301, alien.get_absolute_url())


def test_a_slug_in_any_script_is_found(client):
    movie = MovieFactory(title="千と千尋の神隠し")
    assert client.get(movie.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999", "abc", "-1"])
def test_no_such_film(client, pk):
    assert client.get(f"/movies/{pk}/alien/").status_code == 404


def test_adult_films_are_not_there(client, curator, as_user):
    movie = MovieFactory(adult=True)
    assert client.get(movie.get_absolute_url()).status_code == 404
    assert as_user(curator).get(movie.get_absolute_url()).status_code == 404


def test_a_merged_film_leads_to_the_kept_one(client, alien):
    MergedMovie.objects.create(old_id=alien.pk + 100, movie=alien)
    response = client.get(f"/movies/{alien.pk + 100}/alien-2/")
    assert (response.status_code, response["Location"]) == (301, alien.get_absolute_url())


def test_linked_data_is_a_film(client, alien):
    data = linked_data(client.get(alien.get_absolute_url()).content.decode())
    assert (data["@type"], data["name"], data["duration"]) == ("Movie", "Alien", "PT117M")
    assert data["actor"][0]["name"] == "Sigourney Weaver"
    assert data["aggregateRating"]["ratingCount"] == 9000


def test_everything_from_outside_is_escaped(client):
    movie = MovieFactory(title=EVIL, overview=EVIL, tagline=EVIL, original_title=EVIL + "x")
    CastFactory(movie=movie, person__name=EVIL, character=EVIL)
    movie.keywords.add(Keyword.objects.create(name=EVIL))
    Trailer.objects.create(movie=movie, site="YouTube", key="abc", name=EVIL, kind="Trailer")
    page = client.get(movie.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert linked_data(page)["name"] == EVIL


def test_the_best_trailer_waits_for_the_click(client, alien):
    facts = {"movie": alien, "site": "YouTube", "language": "en"}
    Trailer.objects.create(key="clip", kind="Clip", official=True, **facts)
    Trailer.objects.create(key="german", kind="Trailer", official=True, **facts | {"language": "de"})
    Trailer.objects.create(key="fans", kind="Trailer", official=False, **facts)
    Trailer.objects.create(key="best", kind="Trailer", official=True, name="Official trailer", **facts)
    page = client.get(alien.get_absolute_url()).content.decode()
    assert 'data-embed="https://www.youtube-nocookie.com/embed/best' in page
    assert "<iframe" not in page and "german" not in page


def test_where_to_watch_is_of_the_home_country_and_credits_justwatch(client, alien):
    here, there = (WatchProvider.objects.create(tmdb_id=n, name=name) for n, name in ((1, "Kinoplex"), (2, "Farflix")))
    WatchOffer.objects.create(movie=alien, provider=here, country="US", kind="flatrate")
    WatchOffer.objects.create(movie=alien, provider=there, country="DE", kind="rent")
    page = client.get(alien.get_absolute_url()).content.decode()
    assert "Kinoplex" in page and "JustWatch" in page and "Farflix" not in page


def test_similar_films_keep_their_order_and_the_franchise_has_its_own_row(client, alien):
    series = Franchise.objects.create(name="Alien Collection")
    aliens = MovieFactory(title="Aliens", franchise=series)
    first, second = MovieFactory(title="The Thing"), MovieFactory(title="Moon")
    alien.franchise, alien.similar_ids = series, [second.pk, aliens.pk, first.pk]
    alien.save()
    context = client.get(alien.get_absolute_url()).context
    assert context["similar_row"]["movies"] == [second, first]
    assert context["franchise_row"]["movies"] == [aliens]


def test_one_person_with_two_jobs_of_a_kind_stands_once(client, alien):
    writer = PersonFactory(name="Dan O'Bannon")
    for job in ("Writer", "Screenplay"):
        Credit.objects.create(movie=alien, person=writer, kind="crew", job=job)
    crew = client.get(alien.get_absolute_url()).context["crew"]
    assert [credit.person for credit in crew["Written by"]] == [writer]


def test_a_film_of_which_little_is_known_is_still_a_page(client):
    movie = MovieFactory(title="?", year=None, runtime=None, original_language="")
    page = client.get(movie.get_absolute_url()).content.decode()
    assert "Nobody has told us" in page and "None" not in page


def test_a_film_with_list_data_says_that_details_are_coming(client, settings):
    settings.TMDB_ENABLED = True
    movie = MovieFactory(source="tmdb", tmdb_id=348)
    assert "Details are on their way" in client.get(movie.get_absolute_url()).content.decode()
    movie.fetched_at = timezone.now()
    movie.save()
    assert "Details are on their way" not in client.get(movie.get_absolute_url()).content.decode()


def test_a_page_of_little_is_not_kept_and_asks_until_the_details_are_here(client, settings):
    settings.TMDB_ENABLED = True
    movie = MovieFactory(source="tmdb", tmdb_id=348)
    url, asking = movie.get_absolute_url(), {"HX-Request": "true"}
    page = client.get(url)
    assert "no-store" in page["Cache-Control"] and f'hx-get="{url}?waiting=0"' in page.content.decode()
    fragment = client.get(f"{url}?waiting=0", headers=asking).content.decode()
    assert f'hx-get="{url}?waiting=1"' in fragment and "<html" not in fragment
    for often in ("14", "99999", "x", ""):
        assert "hx-get" not in client.get(f"{url}?waiting={often}", headers=asking).content.decode()
    movie.fetched_at = timezone.now()
    movie.save()
    assert client.get(f"{url}?waiting=1", headers=asking)["HX-Refresh"] == "true"
    assert "Details are on their way" not in client.get(url).content.decode()


def test_without_a_key_nobody_promises_details(client, settings):
    settings.TMDB_ENABLED = False
    movie = MovieFactory(source="tmdb", tmdb_id=348)
    assert "Details are on their way" not in client.get(movie.get_absolute_url()).content.decode()


def test_queries_stay_the_same_as_the_film_grows(
    client, alien, django_assert_max_num_queries, django_assert_num_queries
):
    alien.similar_ids = [MovieFactory(genres=alien.genres.all()).pk]
    alien.save()
    client.get(alien.get_absolute_url())
    with django_assert_max_num_queries(6) as small:
        client.get(alien.get_absolute_url() + "?1")
    for n in range(30):
        CastFactory(movie=alien)
        directed(alien, PersonFactory())
        alien.keywords.add(Keyword.objects.create(name=f"keyword {n}"))
        provider = WatchProvider.objects.create(tmdb_id=n, name=f"Provider {n}")
        WatchOffer.objects.create(movie=alien, provider=provider, country="US", kind="rent")
    alien.similar_ids = [MovieFactory().pk for _ in range(18)]
    alien.save()
    with django_assert_num_queries(len(small)):
        page = client.get(alien.get_absolute_url() + "?2")
    assert len(page.content) <= 60_000


def test_a_profile_reads_in_its_language_where_that_is_known(as_user, alice, alien):
    own = alice.profiles.get()
    own.language = "de"
    own.save()
    alien.translations.create(language="de", country="", title="", overview="")
    alien.translations.create(language="de", country="DE", title="Das unheimliche Wesen", overview="Im All.")
    alien.translations.create(language="fr", country="FR", title="Le huitième passager", overview="Dans l'espace.")
    page = as_user(alice).get(alien.get_absolute_url()).content.decode()
    assert "Das unheimliche Wesen" in page
    assert "Im All." in page
    assert "Le huitième passager" not in page
    alien.refresh_from_db()
    assert alien.title == "Alien"


def test_a_profile_reads_the_sites_texts_where_nothing_is_known_in_its_language(as_user, alice, alien):
    own = alice.profiles.get()
    own.language = "ja"
    own.save()
    assert "<h1" in as_user(alice).get(alien.get_absolute_url()).content.decode()
