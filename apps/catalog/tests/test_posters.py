import xml.etree.ElementTree as ElementTree
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.catalog.compositions import COMPOSITIONS, Dice
from apps.catalog.posters import (
    PALETTE_COUNT,
    Design,
    deal,
    design_of,
    draw_portrait,
    draw_poster,
    draw_scene,
    portrait_palette,
)

# Everything a database may hand over: no lone surrogates, and none of the controls that neither HTML nor XML can carry.
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=300)
designs = st.builds(
    Design,
    composition=st.integers(0, len(COMPOSITIONS) - 1),
    palette=st.integers(0, PALETTE_COUNT - 1),
    seed=st.integers(0, 2**192),
)


def words_of(svg):
    return " ".join("".join(node.itertext()) for node in ElementTree.fromstring(svg).iter("text"))


@given(design=designs, title=texts, year=st.none() | st.integers(1870, 2200), director=texts)
@settings(max_examples=300, deadline=None)
def test_any_title_makes_valid_xml_without_style(design, title, year, director):
    root = ElementTree.fromstring(draw_poster(design, title, year, director))

    assert root.get("viewBox") == "0 0 200 300"
    assert root.get("aria-hidden") == "true"
    assert not any("style" in node.attrib for node in root.iter())


@given(
    title=texts, year=st.none() | st.integers(1870, 2200), genre=st.sampled_from(["", "Horror", "Comedy", "Unheard of"])
)
def test_a_film_always_gets_the_same_poster(title, year, genre):
    first = design_of(title, year, genre)
    design_of.cache_clear()

    assert design_of(title, year, genre) == first
    drawn = draw_poster(first, title, year, "")
    draw_poster.cache_clear()
    assert draw_poster(first, title, year, "") == drawn


@given(design=designs, title=texts, director=texts)
@settings(deadline=None)
def test_a_poster_stays_small(design, title, director):
    # Six lines of four-byte characters are the worst a title can do.
    assert len(draw_poster(design, title, 1979, director).encode()) <= 1300


@pytest.mark.parametrize("composition", COMPOSITIONS, ids=lambda composition: composition.name)
@given(seed=st.integers(0, 2**192))
@settings(max_examples=60, deadline=None)
def test_a_composition_is_small_whatever_the_dice(composition, seed):
    assert len(composition.draw(Dice(seed))) <= 560


def test_a_usual_poster_is_within_the_budget():
    titles = ["Alien", "The Good, the Bad and the Ugly", "Singin’ in the Rain", "Playtime", "Сталкер", "七人の侍"]
    sizes = [
        len(draw_poster(Design(place, 3, 10**40 + place), title, 1979, "Somebody Else").encode())
        for title in titles
        for place in range(len(COMPOSITIONS))
    ]

    assert sum(sizes) / len(sizes) <= 480
    assert max(sizes) <= 700


def test_markup_in_a_title_stays_text():
    svg = draw_poster(design_of("<b>&", 1999, ""), "<script>alert(1)</script> & \"so on'", 1999, "<i>Nobody</i>")

    assert "<script" not in svg
    assert "<i>" not in svg
    assert "<script>" in words_of(svg)


films = st.lists(st.tuples(texts, st.integers(1900, 2030), st.sampled_from(["", "Horror", "Drama", "Western", "x"])))


@given(films=films)
@settings(deadline=None)
def test_neighbours_never_look_alike(films):
    dealt = list(deal((SimpleNamespace(title=title, year=year), genre) for title, year, genre in films))

    assert [film.title for film, _ in dealt] == [title for title, _, _ in films]
    for (_, one), (_, other) in zip(dealt, dealt[1:], strict=False):
        assert one.composition != other.composition
        assert one.palette != other.palette


def test_a_film_keeps_its_design_where_nothing_is_like_it():
    film = SimpleNamespace(title="Alien", year=1979)

    assert [design for _, design in deal([(film, "Horror")])] == [design_of("Alien", 1979, "Horror")]


def test_the_same_film_forty_times_is_still_a_wall_of_different_posters():
    film = SimpleNamespace(title="Alien", year=1979)

    drawn = [draw_poster(design, film.title, film.year) for _, design in deal([(film, "Horror")] * 40)]

    assert len(set(drawn)) >= 8
    assert all(one != other for one, other in zip(drawn, drawn[1:], strict=False))


def test_there_are_many_compositions_with_names_of_their_own():
    names = [composition.name for composition in COMPOSITIONS]

    assert len(set(names)) == len(names) >= 6
    assert {"horizon", "diagonal", "tiles", "spotlight", "monogram"} <= set(names)


def test_the_genre_chooses_the_inks():
    horror = {design_of(f"Film {n}", 1980, "Horror").palette for n in range(60)}
    comedy = {design_of(f"Film {n}", 1980, "Comedy").palette for n in range(60)}

    assert horror
    assert not horror & comedy


def test_a_poster_says_title_year_and_first_director():
    svg = draw_poster(Design(0, 0, 7), "Singin’ in the Rain", 1952, "Stanley Donen, Gene Kelly")

    words = words_of(svg).upper()
    assert "1952 · STANLEY DONEN" in words
    assert "GENE KELLY" not in words
    assert "RAIN" in words


def test_without_year_and_director_there_is_no_empty_credit():
    svg = draw_poster(Design(0, 0, 7), "Untitled")

    assert 'class="s' not in svg


def test_a_title_that_runs_from_right_to_left_stands_at_the_right():
    svg = draw_poster(Design(0, 0, 7), "باب الحديد", 1958, "يوسف شاهين")

    assert 'class="r" x="184"' in svg


def test_the_scene_behind_a_hero_carries_no_words():
    for place in range(len(COMPOSITIONS)):
        scene = draw_scene(Design(place, 2, 10**30))
        assert "<text" not in scene
        assert "slice" in ElementTree.fromstring(scene).get("preserveAspectRatio")


@given(name=texts)
@settings(deadline=None)
def test_any_name_makes_a_portrait(name):
    ElementTree.fromstring(draw_portrait(name))


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Agnès Varda", "AV"), ("Cher", "C"), ("Friedrich Wilhelm Murnau", "FM"), ("élodie bouchez", "ÉB"), ("", "")],
)
def test_a_portrait_shows_initials(name, initials):
    assert words_of(draw_portrait(name)).strip() == initials


def test_a_portrait_takes_other_inks_than_its_neighbour_and_its_own_otherwise():
    own = portrait_palette("Agnès Varda")

    assert portrait_palette("Agnès Varda", avoid=own) != own
    assert portrait_palette("Agnès Varda", avoid=(own + 1) % PALETTE_COUNT) == own
    assert f"q{own}" in draw_portrait("Agnès Varda")
