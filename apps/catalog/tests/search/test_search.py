"""What is found, and in which order."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.catalog import search
from apps.catalog.models import Movie, Person, Translation
from apps.catalog.tests.factories import MovieFactory, PersonFactory

pytestmark = pytest.mark.django_db

FILMS = [
    ("Alien", 1979, 60), ("Aliens", 1986, 55), ("Alien Resurrection", 1997, 20), ("The Godfather", 1972, 90),
    ("The Godfather Part II", 1974, 70), ("Goodfellas", 1990, 80), ("Spider-Man", 2002, 50), ("WALL·E", 2008, 45),
    ("Se7en", 1995, 65), ("8½", 1963, 12), ("2001: A Space Odyssey", 1968, 40), ("Blade Runner 2049", 2017, 48),
    ("Amélie", 2001, 44), ("千と千尋の神隠し", 2001, 77), ("Сталкер", 1979, 33), ("The Thing", 1982, 41),
    ("The Thing", 2011, 14), ("Thing", 1999, 1), ("The Man", 1972, 0.1), ("Man on Fire", 2004, 35),
    ("Ocean's Eleven", 2001, 39),
    ("Fast & Furious", 2009, 30), ("M", 1931, 22), ("The Lord of the Rings: The Return of the King", 2003, 85),
    ("باب الحديد", 1958, 4),
]  # fmt: skip


@pytest.fixture
def films():
    for title, year, popularity in FILMS:
        MovieFactory(title=title, year=year, popularity=popularity)
    spirited = Movie.objects.get(title__startswith="千")
    Translation.objects.create(movie=spirited, language="en", title="Spirited Away")
    Movie.objects.filter(title="Amélie").update(original_title="Le Fabuleux Destin d'Amélie Poulain")
    Movie.objects.filter(title="Se7en").update(alternative_titles=["Seven"])
    search.index_movies(list(Movie.objects.values_list("pk", flat=True)))
    for name, others in (("Sigourney Weaver", []), ("Andrei Tarkovsky", ["Андрей Тарковский"]), ("Penélope Cruz", [])):
        PersonFactory(name=name, also_known_as=others)
    search.index_people(list(Person.objects.values_list("pk", flat=True)))


def found(text, **kwargs):
    return [str(movie) for movie in search.search(text, viewer=None, **kwargs).movies]


def suggested(text):
    return [movie.title for movie in search.suggest(text, viewer=None).movies]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("alien", "Alien (1979)"),
        ("ALIEN", "Alien (1979)"),
        ("godfather", "The Godfather (1972)"),
        ("part godfather the", "The Godfather Part II (1974)"),
        ("return king rings", "The Lord of the Rings: The Return of the King (2003)"),
        ("amelie", "Amélie (2001)"),
        ("fabuleux destin", "Amélie (2001)"),
        ("spirited away", "千と千尋の神隠し (2001)"),
        ("千尋", "千と千尋の神隠し (2001)"),
        ("神隠し", "千と千尋の神隠し (2001)"),
        ("stalker", "Сталкер (1979)"),
        ("сталкер", "Сталкер (1979)"),
        ("الحديد", "باب الحديد (1958)"),
        ("spiderman", "Spider-Man (2002)"),
        ("spider man", "Spider-Man (2002)"),
        ("walle", "WALL·E (2008)"),
        ("wall-e", "WALL·E (2008)"),
        ("se7en", "Se7en (1995)"),
        ("seven", "Se7en (1995)"),
        ("8 1/2", "8½ (1963)"),
        ("2001", "2001: A Space Odyssey (1968)"),
        ("blade runner 2049", "Blade Runner 2049 (2017)"),
        ("blade runner 2017", "Blade Runner 2049 (2017)"),
        ("alien 1997", "Alien Resurrection (1997)"),
        ("goodfella", "Goodfellas (1990)"),
        ("the thing 2011", "The Thing (2011)"),
        ("the thing", "The Thing (1982)"),
        ("the man", "The Man (1972)"),
        ("oceans eleven", "Ocean's Eleven (2001)"),
        ("ocean’s eleven", "Ocean's Eleven (2001)"),
        ("fast and furious", "Fast & Furious (2009)"),
        ("m", "M (1931)"),
    ],
)
def test_the_film_that_is_meant_comes_first(films, text, first):
    assert found(text)[0] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("godfahter", "The Godfather (1972)"),
        ("goodfelas", "Goodfellas (1990)"),
        ("goodfelllas", "Goodfellas (1990)"),
        ("alein", "Alien (1979)"),
        ("amelia", "Amélie (2001)"),
        ("the gidfather", "The Godfather (1972)"),
        ("blade runer 2049", "Blade Runner 2049 (2017)"),
        ("spacw odyssey", "2001: A Space Odyssey (1968)"),
        ("lord of the rongs", "The Lord of the Rings: The Return of the King (2003)"),
        ("man on fite", "Man on Fire (2004)"),
    ],
)
def test_one_typing_error_is_forgiven(films, text, first):
    assert found(text)[0] == first


def test_one_word_too_many_is_forgiven_where_nothing_has_them_all(films):
    assert found("amelie 2") == ["Amélie (2001)"]
    assert found("godfather part seventeen")[0] == "The Godfather Part II (1974)"
    assert found("qqqq wwww") == []


def test_a_correction_is_told_and_only_then(films):
    assert search.search("godfahter", viewer=None).corrected == "godfather"
    assert search.search("godfather", viewer=None).corrected == ""
    assert search.search("qqqqqqq", viewer=None).corrected == ""


@pytest.mark.parametrize(
    ("text", "title"),
    [("g", "The Godfather"), ("god", "The Godfather"), ("the god", "The Godfather"), ("alien re", "Alien Resurrection"),
     ("am", "Amélie"), ("xylo", ""), ("сталк", "Сталкер"), ("blade ru", "Blade Runner 2049")],
)  # fmt: skip
def test_suggestions_take_the_last_word_as_a_beginning(films, text, title):
    titles = suggested(text)
    assert (title in titles) if title else titles == []


@pytest.mark.parametrize(
    ("text", "title"), [("godfaht", "The Godfather"), ("goodfle", "Goodfellas"), ("resurec", "Alien Resurrection")]
)
def test_suggestions_forgive_too(films, text, title):
    assert title in suggested(text)


def test_people_in_any_spelling(films):
    def people(text):
        return [person.name for person in search.search(text, viewer=None).people]

    assert people("weaver") == ["Sigourney Weaver"]
    assert people("sigourny weaver") == ["Sigourney Weaver"]
    assert people("тарковский") == ["Andrei Tarkovsky"]
    assert people("penelope cruz") == ["Penélope Cruz"]


def test_of_equal_matches_the_popular_one(films):
    assert found("the thing")[:2] == ["The Thing (1982)", "The Thing (2011)"]


def test_limit_and_offset_page_through_the_same_order(films):
    every = found("alien", limit=3)
    assert [found("alien", limit=1, offset=place)[0] for place in range(3)] == every


@pytest.mark.parametrize("text", ["", " ", "\0", "!!!", "🎬🍿", "“”", "\u202e", "-"])
def test_nothing_in_it_finds_nothing(films, text):
    assert search.search(text, viewer=None) == search.Results()
    assert search.suggest(text, viewer=None) == search.Results()
    assert search.find_by_title(text, viewer=None) is None


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
@example('"alien" OR NEAR(the, thing) * ^ -god :')
@example("zq0alien")
@example("alien' | !'x':*")
@example("a" * 10_000)
@example("x " * 5_000)
@example("\ud800")
def test_no_text_is_an_error(films, text):
    search.search(text, viewer=None)
    search.suggest(text, viewer=None)
    search.find_by_title(text, viewer=None)


def test_nobody_finds_a_film_by_the_words_of_the_index(films):
    assert found("zq0alien") == []
    assert found("zqy1979") == []


def test_adult_films_and_people_are_not_found(films, curator):
    MovieFactory(title="Alien Uncovered", adult=True)
    PersonFactory(name="Weaver Adult", adult=True)
    search.rebuild()
    for viewer in (None, curator.profiles.get()):
        results = search.search("alien uncovered", viewer=viewer)
        assert "Alien Uncovered" not in [movie.title for movie in results.movies]
        assert "Weaver Adult" not in [person.name for person in search.search("weaver", viewer=viewer).people]


def test_find_by_title_takes_the_whole_title_only(films):
    assert str(search.find_by_title("THE THING", viewer=None)) == "The Thing (1982)"
    assert search.find_by_title("seven", viewer=None).title == "Se7en"
    assert search.find_by_title("godfather", viewer=None) is None


def test_queries_do_not_grow_with_the_films(films, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        found("thing")
    for n in range(60):
        MovieFactory(title=f"Thing {n}", popularity=n)
    search.index_movies(list(Movie.objects.values_list("pk", flat=True)))
    with django_assert_max_num_queries(12):
        assert len(found("thing", limit=40)) == 40
