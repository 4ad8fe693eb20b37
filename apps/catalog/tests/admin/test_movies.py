"""Films in the admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from apps.catalog import search
from apps.catalog.models import Movie, Trailer
from apps.catalog.tests.factories import CastFactory, GenreFactory, MovieFactory, PersonFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/catalog/movie/"


@pytest.fixture
def curators(as_user, curator):
    return as_user(curator)


@pytest.fixture
def alien():
    movie = MovieFactory(title="Alien", source="tmdb", tmdb_id=348, imdb_id="tt0078748", poster_path="/alien.jpg")
    search.index_movies([movie.pk])
    return movie


def form_of(client, address):
    """What a browser would send of the page's form, unchanged."""
    page = client.get(address)
    assert page.status_code == 200
    data = {}
    admin_form = page.context["adminform"].form
    forms = [admin_form] + [
        form for formset in page.context["inline_admin_formsets"] for form in _forms(formset.formset)
    ]
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                data |= {bound.html_name: "on"} if value else {}
            elif isinstance(value, list):
                data[bound.html_name] = [getattr(entry, "pk", entry) for entry in value]
            elif value is not None:
                data[bound.html_name] = bound.field.prepare_value(value)
    return data


def _forms(formset):
    return [formset.management_form, *formset.initial_forms]


@pytest.mark.parametrize(
    ("persona", "expected"), [(None, 302), ("alice", 302), ("moderator", 403), ("curator", 200), ("administrator", 200)]
)
@pytest.mark.parametrize("address", [LIST, LIST + "add/", LIST + "{pk}/change/", LIST + "{pk}/history/"])
def test_who_may_come_in(persona, expected, address, as_user, alien, request):
    client = as_user(persona and request.getfixturevalue(persona))
    assert client.get(address.format(pk=alien.pk)).status_code == expected


def test_the_list_shows_posters(curators, alien):
    MovieFactory(title="Drawn")
    page = curators.get(LIST).content.decode()
    assert "/w92/alien.jpg" in page
    assert "<svg" in page
    assert page.index("Alien") > 0


@pytest.mark.parametrize("term", ["alien", "aliem", "tt0078748", "348", " ALIEN "])
def test_search_finds_what_visitors_find_and_ids(curators, alien, term):
    MovieFactory(title="Brazil")
    page = curators.get(LIST, {"q": term})
    assert [movie.title for movie in page.context["cl"].result_list] == ["Alien"]


def test_search_never_reads_the_whole_table(curators, alien):
    with CaptureQueriesContext(connection) as queries:
        curators.get(LIST, {"q": "alien"})
    assert not [query["sql"] for query in queries if "LIKE" in query["sql"] and "catalog_movie" in query["sql"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("by=hand", ["Manual"]),
        ("state=list", ["Listed"]),
        ("state=stale", ["Stale"]),
        ("state=gone", ["Gone"]),
        ("locked=yes", ["Locked"]),
        ("decade=1950", ["Locked"]),
        ("genre=western", ["Manual"]),
    ],
)
def test_filters(curators, query, found):
    tmdb = {"source": "tmdb"}
    fresh = "2999-01-01T00:00Z"
    MovieFactory(title="Manual", genres=[GenreFactory(name="Western")])
    MovieFactory(title="Listed", tmdb_id=1, **tmdb)
    MovieFactory(title="Stale", tmdb_id=2, fetched_at="2020-01-01T00:00Z", **tmdb)
    MovieFactory(title="Gone", tmdb_id=3, fetched_at=fresh, tmdb_gone_at="2026-01-01T00:00Z", **tmdb)
    MovieFactory(title="Locked", tmdb_id=4, fetched_at=fresh, year=1955, curated_fields=["title"], **tmdb)
    page = curators.get(f"{LIST}?{query}")
    assert [movie.title for movie in page.context["cl"].result_list] == found


@pytest.mark.parametrize(
    "query",
    [
        "p=0",
        "p=1000000000",
        "p=abc",
        "q=%00",
        "q=" + "a" * 5000,
        "state=x",
        "decade=x",
        "genre=%00",
        "o=99",
        "q=%F0%9F%91%BD",
    ],
)
def test_bad_queries_of_the_list(curators, alien, query):
    assert curators.get(f"{LIST}?{query}").status_code in (200, 302, 404)


def test_a_longer_list_needs_no_more_queries(curators, alien):
    curators.get(LIST)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            curators.get(LIST)
        counts.append(len(queries))
        for _ in range(10):
            MovieFactory(genres=[GenreFactory()], curated_fields=["title"])
    assert counts[0] == counts[1]


def test_adding_a_film_with_credits(curators, curator):
    person, drama = PersonFactory(name="Agnès Varda"), GenreFactory(name="Drama")
    data = form_of(curators, LIST + "add/") | {
        "title": "Le Bonheur", "year": 1965, "genres": [drama.pk], "alternative_titles": "Happiness\n\nOnnellisyys\n",
        "credits-TOTAL_FORMS": 1, "credits-0-person": person.pk, "credits-0-kind": "crew", "credits-0-job": "Director",
        "credits-0-department": "Directing", "credits-0-position": 0, "imdb_id": "",
    }  # fmt: skip
    assert curators.post(LIST + "add/", data).status_code == 302
    movie = Movie.objects.get()
    assert (movie.source, movie.imdb_id, movie.alternative_titles) == ("manual", None, ["Happiness", "Onnellisyys"])
    assert (movie.director_names, movie.lead_genre) == ("Agnès Varda", drama)
    assert movie.history.first().history_user == curator
    assert search.search("onnellisyys", viewer=None).movies == [movie]


def test_an_unchanged_form_locks_nothing(curators, alien):
    address = f"{LIST}{alien.pk}/change/"
    assert curators.post(address, form_of(curators, address)).status_code == 302
    alien.refresh_from_db()
    assert (alien.curated_fields, alien.tmdb_id, alien.source) == ([], 348, "tmdb")


def test_the_year_follows_a_changed_date(curators, alien):
    Movie.objects.filter(pk=alien.pk).update(release_date="1979-05-25", year=1979)
    address = f"{LIST}{alien.pk}/change/"
    curators.post(address, form_of(curators, address) | {"release_date": "1980-01-01"})
    alien.refresh_from_db()
    assert (alien.year, alien.curated_fields) == (1980, ["release_date", "year"])


def test_what_is_edited_is_locked_and_unticking_unlocks(curators, alien):
    address = f"{LIST}{alien.pk}/change/"
    curators.post(address, form_of(curators, address) | {"overview": "Seven people.", "curated_fields": ["title"]})
    alien.refresh_from_db()
    assert alien.curated_fields == ["overview", "title"]
    curators.post(address, form_of(curators, address) | {"curated_fields": ["overview"], "tagline": "In space ..."})
    alien.refresh_from_db()
    assert alien.curated_fields == ["overview", "tagline"]


def test_rows_that_are_edited_are_locked_as_a_whole(curators, alien):
    CastFactory(movie=alien, character="Ripley")
    Trailer.objects.create(movie=alien, site="YouTube", key="abc", kind="Trailer")
    address = f"{LIST}{alien.pk}/change/"
    curators.post(address, form_of(curators, address) | {"credits-0-character": "Ellen Ripley"})
    alien.refresh_from_db()
    assert alien.curated_fields == ["credits"]
    curators.post(address, form_of(curators, address) | {"curated_fields": []})
    alien.refresh_from_db()
    assert alien.curated_fields == []


def test_an_edit_is_found_at_once_and_in_the_history(curators, alien, curator):
    address = f"{LIST}{alien.pk}/change/"
    curators.post(address, form_of(curators, address) | {"title": "Nostromo"})
    assert search.search("nostromo", viewer=None).movies == [alien]
    assert "Curator" in curators.get(f"{LIST}{alien.pk}/history/").content.decode()


def test_an_edit_shows_to_visitors_at_once(client, curators, alien, django_capture_on_commit_callbacks):
    alien.refresh_from_db()
    assert "Nostromo" not in client.get(alien.get_absolute_url()).content.decode()
    address = f"{LIST}{alien.pk}/change/"
    with django_capture_on_commit_callbacks(execute=True):
        curators.post(address, form_of(curators, address) | {"overview": "Aboard the Nostromo."})
    assert "Nostromo" in client.get(alien.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""), ("title", "x" * 301), ("title", "nul\x00"), ("year", 1066), ("year", "9" * 40),
        ("release_date", "soon"), ("runtime", 0), ("runtime", -3), ("homepage", "javascript:alert(1)"),
        ("imdb_id", "0078748"), ("budget", "9" * 30), ("overview", "nul\x00"), ("genres", ["999999"]),
        ("genres", ["x"]), ("curated_fields", ["popularity"]), ("status", "Lost"), ("franchise", "abc"),
        ("keywords", ["x", "\x00"]),
        ("alternative_titles", "x" * 15_001), ("credits-0-person", "999999"), ("year", 1950),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_words(curators, alien, field, value):
    address = f"{LIST}{alien.pk}/change/"
    Movie.objects.filter(pk=alien.pk).update(release_date="1979-05-25")
    CastFactory(movie=alien)
    response = curators.post(address, form_of(curators, address) | {field: value})
    assert response.status_code == 200, field
    assert response.context["errors"], field


def test_only_films_by_hand_can_be_deleted(curators, alien):
    own = MovieFactory()
    for _ in range(3):
        CastFactory(movie=own)
    assert "with everything that belongs to it" in curators.get(f"{LIST}{own.pk}/delete/").content.decode()
    assert curators.post(f"{LIST}{alien.pk}/delete/", {"post": "yes"}).status_code == 403
    assert curators.post(f"{LIST}{own.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(Movie.objects.all()) == [alien]


def test_deleting_several_spares_those_of_tmdb(curators, alien):
    own = MovieFactory()
    data = {"action": "delete_selected", "post": "yes"}
    curators.post(LIST, data | {"_selected_action": [alien.pk, own.pk]})
    assert Movie.objects.count() == 2
    curators.post(LIST, data | {"_selected_action": [own.pk]})
    assert list(Movie.objects.all()) == [alien]


# --- refresh ------------------------------------------------------------------------------------------


@pytest.fixture
def with_key(settings):
    settings.TMDB_ENABLED = True


def queued():
    return [row.args_kwargs["args"] for row in DBTaskResult.objects.filter(task_path__endswith="refresh_movie")]


def test_refresh_of_one_film(curators, alien, with_key):
    assert "Refresh from TMDB" in curators.get(f"{LIST}{alien.pk}/change/").content.decode()
    response = curators.post(f"{LIST}{alien.pk}/refresh/", follow=True)
    assert "1 film will be refreshed" in response.content.decode()
    assert queued() == [[alien.pk]]


def test_refresh_is_a_post_for_those_who_may_edit(as_user, moderator, curators, alien, with_key):
    assert curators.get(f"{LIST}{alien.pk}/refresh/").status_code == 405
    assert as_user(moderator).post(f"{LIST}{alien.pk}/refresh/").status_code == 403
    assert curators.post(f"{LIST}999999/refresh/").status_code == 404
    assert queued() == []


def test_refresh_of_several(curators, alien, with_key):
    own = MovieFactory()
    data = {"action": "refresh_from_tmdb", "_selected_action": [alien.pk, own.pk]}
    assert "1 film will be" in curators.post(LIST, data, follow=True).content.decode()
    assert queued() == [[alien.pk]]


def test_refresh_without_a_key_says_so(curators, alien, settings):
    settings.TMDB_ENABLED = False
    assert "no TMDB key" in curators.post(f"{LIST}{alien.pk}/refresh/", follow=True).content.decode()
    assert queued() == []


# --- merge --------------------------------------------------------------------------------------------


def test_merging_shows_both_and_keeps_the_chosen_one(curators, alien):
    double = MovieFactory(title="Alien (copy)")
    trailer = Trailer.objects.create(movie=double, site="YouTube", key="abc", kind="Trailer")
    chosen = {"action": "merge", "_selected_action": [alien.pk, double.pk]}
    page = curators.post(LIST, chosen, follow=True)
    html = page.content.decode()
    assert "Alien (copy)" in html
    assert "tt0078748" in html
    address = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    done = curators.post(address, {"keep": alien.pk}, follow=True)
    assert "one film now" in done.content.decode()
    trailer.refresh_from_db()
    assert trailer.movie == alien
    assert list(Movie.objects.all()) == [alien]


def test_merging_takes_two_films_at_least(curators, alien):
    response = curators.post(LIST, {"action": "merge", "_selected_action": [alien.pk]}, follow=True)
    assert "Choose 2 to 6 films" in response.content.decode()


@pytest.mark.parametrize("ids", ["", "1", "abc,def", "1,1", "9999999999,8888888888", "%00", "1" * 5000])
def test_merging_nonsense_is_not_found(curators, alien, ids):
    assert curators.get(f"{LIST}merge/?ids={ids}").status_code == 404


@pytest.mark.parametrize("keep", ["", "abc", "999999", "\x00"])
def test_merging_into_something_else_changes_nothing(curators, alien, keep):
    double = MovieFactory()
    address = f"{LIST}merge/?ids={alien.pk},{double.pk}"
    assert curators.post(address, {"keep": keep}).status_code == 200
    assert Movie.objects.count() == 2


def test_merging_is_for_those_who_may_delete(as_user, moderator, alien):
    double = MovieFactory()
    assert as_user(moderator).post(f"{LIST}merge/?ids={alien.pk},{double.pk}", {"keep": alien.pk}).status_code == 403
    assert Movie.objects.count() == 2
