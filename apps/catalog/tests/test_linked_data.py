"""JSON-LD: what is left out, and that no text leaves the script element."""

import json

from hypothesis import given
from hypothesis import strategies as st

from apps.catalog.linked_data import as_script_text, movie_linked_data, person_linked_data, picture_of
from apps.catalog.models import Credit, Movie, Person, Trailer

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def film(**fields):
    movie = Movie(**{"pk": 348, "title": "Alien"} | fields)
    movie.derive()
    return movie


def someone(name, **fields):
    person = Person(pk=578, name=name, **fields)
    person.derive()
    return person


def data_of(rf, movie, *, genres=(), cast=(), crew=None, trailer=None):
    text = movie_linked_data(rf.get("/"), movie, genres=genres, cast=cast, crew=crew or {}, trailer=trailer)
    return json.loads(text)


@given(ANY_TEXT)
def test_any_text_stays_in_its_script_element(text):
    written = as_script_text({"name": text, "@type": "Movie"})
    assert not set("<>&") & set(written)
    assert json.loads(written).get("name", "") == text


def test_what_is_not_known_is_left_out(rf):
    assert set(data_of(rf, film())) == {"@context", "@type", "name", "url"}


def test_a_film_without_votes_has_no_rating(rf):
    assert "aggregateRating" not in data_of(rf, film(vote_average=0, vote_count=0))
    rating = data_of(rf, film(vote_average=8.16, vote_count=9))["aggregateRating"]
    assert (rating["ratingValue"], rating["ratingCount"], rating["bestRating"]) == (8.2, 9, 10)


def test_a_title_is_not_given_twice(rf):
    assert "alternateName" not in data_of(rf, film(original_title="Alien"))
    assert data_of(rf, film(original_title="異形"))["alternateName"] == "異形"


def test_a_year_alone_is_a_date_too(rf):
    assert data_of(rf, film(year=1979))["datePublished"] == "1979"


def test_people_and_trailer(rf):
    director = Credit(person=someone("Ridley Scott"), job="Director")
    actors = [Credit(person=someone(f"Actor {n}"), kind="cast") for n in range(12)]
    trailer = Trailer(site="YouTube", key="abc")
    data = data_of(rf, film(), cast=actors, crew={"Directed by": [director]}, trailer=trailer)
    assert data["director"][0]["url"] == "http://testserver/people/578/ridley-scott/"
    assert [person["name"] for person in data["actor"]] == [f"Actor {n}" for n in range(10)]
    assert data["trailer"]["name"] == "Trailer of Alien"
    assert data["trailer"]["embedUrl"] == trailer.embed_url


def test_a_person(rf):
    text = person_linked_data(rf.get("/"), someone("Agnès Varda", place_of_birth="Ixelles", biography="x" * 900))
    data = json.loads(text)
    assert (data["@type"], data["name"], data["birthPlace"]) == ("Person", "Agnès Varda", "Ixelles")
    assert len(data["description"]) == 500 and "image" not in data and "deathDate" not in data


def test_a_path_that_is_none_is_no_picture(rf):
    request = rf.get("/")
    assert picture_of(request, "", "w500") == ""
    assert picture_of(request, 'javascript:alert("x")', "w500") == ""
    assert picture_of(request, "/abc.jpg", "w500").startswith("http")
