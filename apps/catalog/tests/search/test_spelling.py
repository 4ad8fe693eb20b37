"""Words near a mistyped one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.catalog.models import SearchWord
from apps.catalog.search.folding import compounds, fold
from apps.catalog.search.spelling import DIGITS, LETTERS, SHORTEST, beginnings, edits, entries_of, neighbours

WORDS = st.text(alphabet=LETTERS + DIGITS, min_size=1, max_size=12)


def distance(one, other):
    """Optimal string alignment, written out plainly to check the quick way against."""
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if i == 0 or j == 0:
                rows[i][j] = i or j
                continue
            cost = one[i - 1] != other[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@settings(deadline=None)
@given(WORDS)
def test_edits_are_one_edit_away(word):
    assert all(distance(word, made) == 1 for made in list(edits(word))[:60])


@settings(deadline=None)
@given(WORDS, WORDS)
def test_and_none_is_left_out(word, other):
    new_digit = set(other) & set(DIGITS) and not set(word) & set(DIGITS)
    assert (distance(word, other) == 1 and not new_digit) == (other in edits(word))


@settings(deadline=None)
@given(WORDS, st.integers(0, 12))
def test_edits_before_a_position_leave_what_follows(word, before):
    made = edits(word, before)
    assert made <= edits(word)
    assert {other for other in edits(word) if not other.startswith(word[:before])} <= made


@pytest.fixture
def many_words(db):
    """Words of every length that begin, end or neither like each other."""
    words = {"cat", "cart", "chart", "planet", "planets", "plants", "lanterns", "lantern", "sevens", "se7en", "seven"}
    words |= {"moonlight", "moonlights", "noonlight", "starlighted", "strawberry", "strawbery", "strawberries"}
    SearchWord.objects.bulk_create(SearchWord(word=word, entries=1) for word in words)
    return words


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_neighbours_are_all_that_are_one_edit_away(many_words, data):
    """On PostgreSQL by ranges and look-ups, on SQLite by look-ups alone."""
    meant = data.draw(st.sampled_from(sorted(many_words)))
    typed = data.draw(st.sampled_from(sorted(edits(meant))))
    if len(typed) >= SHORTEST:
        assert set(neighbours([typed])[typed]) == many_words & edits(typed)


@pytest.fixture
def dictionary(db):
    counts = {"godfather": 40, "goodfather": 2, "gather": 90, "alien": 30, "aliens": 10, "goodfellas": 5, "x": 1}
    SearchWord.objects.bulk_create(SearchWord(word=word, entries=count) for word, count in counts.items())


def test_neighbours_come_the_commonest_first(dictionary):
    assert neighbours(["godfahter", "alie", "alien"]) == {
        "godfahter": {"godfather": 40},
        "alie": {"alien": 30},
        "alien": {"aliens": 10},
    }
    assert list(neighbours(["godfather"])["godfather"]) == ["goodfather"]


def test_short_words_have_too_many_neighbours_to_guess(dictionary):
    assert neighbours(["x", "al"]) == {}
    assert neighbours([]) == {}


def test_one_query_for_all_words(dictionary, django_assert_num_queries):
    with django_assert_num_queries(1):
        neighbours(["godfahter", "alein", "goodfelas"])
    with django_assert_num_queries(1):
        assert entries_of(["alien", "nothing"]) == {"alien": 30}


def test_beginnings_are_those_that_some_word_has(dictionary):
    found = beginnings("godfaht")
    assert "godfath" in found
    assert all(start[0] == "g" and distance(start, "godfaht") == 1 for start in found)
    assert beginnings("zzzz") == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Third Man", ("the", "third", "man")),
        ("Amélie", ("amelie",)),
        ("Spider-Man", ("spider", "man")),
        ("Ocean's 11", ("oceans", "11")),
        ("千尋", ("qian", "xun")),
        ("Сталкер", ("stalker",)),
        ("Straße", ("strasse",)),
        ("Tom & Jerry", ("tom", "and", "jerry")),
        ("\0🎬", ()),
    ],
)
def test_fold(text, words):
    assert fold(text) == words


def test_compounds():
    assert compounds("Spider-Man: Far from Home, S.W.A.T.") == ("spiderman", "swat")


@settings(deadline=None)
@given(st.text())
def test_folded_words_are_plain_and_bounded(text):
    words = fold(text)
    assert len(words) <= 60
    assert all(1 <= len(word) <= 40 and set(word) <= set(LETTERS + DIGITS) for word in words)
