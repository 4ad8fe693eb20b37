import random
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from apps.accounts.models import Profile
from apps.catalog.tests.factories import MovieFactory
from apps.watchlists.actions import (
    EntryDraft,
    add_entry,
    add_many,
    move_entry,
    note_entry,
    remove_entry,
    restore_entry,
    shift_entry,
)
from apps.watchlists.models import LONGEST_NOTE, Entry, Suggestion, Watchlist
from apps.watchlists.tests.factories import EntryFactory

pytestmark = pytest.mark.django_db


def titles(watchlist):
    return [entry.movie.title for entry in watchlist.entries.sorted_by("order").select_related("movie")]


@pytest.fixture
def abc(watchlist):
    """A list of three films, A, B and C."""
    return [EntryFactory(watchlist=watchlist, movie__title=title) for title in "ABC"]


def test_a_film_comes_on_top(watchlist, abc, ann):
    entry = add_entry(watchlist=watchlist, movie=MovieFactory(title="New"), by=ann, note=" From Ben ")
    assert titles(watchlist) == ["New", "A", "B", "C"]
    assert (entry.note, entry.added_by) == ("From Ben", ann)


def test_adding_again_changes_nothing(watchlist, abc, ann):
    assert add_entry(watchlist=watchlist, movie=abc[1].movie, by=ann, note="Other") == abc[1]
    assert titles(watchlist) == ["A", "B", "C"]
    assert watchlist.entries.get(pk=abc[1].pk).note == ""


def test_adding_settles_what_was_suggested(watchlist, ann, ben):
    movie, other = MovieFactory(), MovieFactory()
    for film in (movie, other):
        Suggestion.objects.create(watchlist=watchlist, movie=film, by=ben)
    add_entry(watchlist=watchlist, movie=movie, by=ann)
    assert [row.movie for row in watchlist.suggestions.all()] == [other]


def test_a_list_has_so_much_room(watchlist, abc, ann, monkeypatch):
    monkeypatch.setattr("apps.watchlists.actions.entries.MOST_ENTRIES", 4)
    add_entry(watchlist=watchlist, movie=MovieFactory(), by=ann)
    with pytest.raises(ValidationError, match="A list has room for"):
        add_entry(watchlist=watchlist, movie=MovieFactory(), by=ann)
    with pytest.raises(ValidationError, match="A list has room for"):
        add_many(watchlist=watchlist, drafts=[EntryDraft(MovieFactory().pk)], by=ann)
    assert watchlist.entries.count() == 4


@pytest.mark.parametrize("note", ["x" * (LONGEST_NOTE + 1), "a\0b"])
def test_a_note_is_text_of_some_length(watchlist, abc, ann, note):
    with pytest.raises(ValidationError, match="A note has at most"):
        note_entry(entry=abc[0], by=ann, note=note)
    with pytest.raises(ValidationError, match="A note has at most"):
        add_entry(watchlist=watchlist, movie=MovieFactory(), by=ann, note=note)
    with pytest.raises(ValidationError, match="A note has at most"):
        add_many(watchlist=watchlist, drafts=[EntryDraft(MovieFactory().pk, note)], by=ann)
    assert titles(watchlist) == ["A", "B", "C"]


def test_many_come_after_those_there_in_their_order_and_once(watchlist, abc, ann):
    films = [MovieFactory(title=title) for title in ("X", "Y", "Z")]
    when = datetime(2015, 5, 5, tzinfo=UTC)
    drafts = [
        EntryDraft(films[2].pk, "first", when),
        EntryDraft(abc[0].movie_id, "not new"),
        EntryDraft(films[0].pk),
        EntryDraft(films[2].pk, "again"),
        EntryDraft(films[1].pk),
    ]
    assert add_many(watchlist=watchlist, drafts=drafts, by=ann) == 3
    assert titles(watchlist) == ["A", "B", "C", "Z", "X", "Y"]
    entry = watchlist.entries.get(movie=films[2])
    assert (entry.note, entry.added_at, entry.added_by) == ("first", when, ann)
    assert watchlist.entries.get(movie=abc[0].movie).note == ""
    assert add_many(watchlist=watchlist, drafts=drafts, by=ann) == 0


def test_many_cost_a_few_queries_for_five_hundred(watchlist, ann, django_assert_max_num_queries):
    drafts = [EntryDraft(MovieFactory().pk) for _ in range(600)]
    with django_assert_max_num_queries(14):
        add_many(watchlist=watchlist, drafts=drafts, by=ann)
    assert watchlist.entries.count() == 600


def test_what_is_taken_off_can_be_put_back_as_it_was(watchlist, abc, ann):
    note_entry(entry=abc[1], by=ann, note="With Ben")
    Entry.objects.filter(pk=abc[1].pk).update(added_at=datetime(2020, 1, 1, tzinfo=UTC), added_by=ann)
    removed = remove_entry(entry=watchlist.entries.get(pk=abc[1].pk), by=ann)
    assert titles(watchlist) == ["A", "C"]
    entry = restore_entry(watchlist=watchlist, removed=removed, by=ann)
    assert titles(watchlist) == ["A", "B", "C"]
    assert (entry.note, entry.added_at.year, entry.added_by_id) == ("With Ben", 2020, ann.pk)
    assert restore_entry(watchlist=watchlist, removed=removed, by=ann) == entry


def test_what_somebody_added_who_is_gone_comes_back_too(watchlist, abc, ann, alice):
    gone = Profile.objects.create(account=alice, place=5, name="Gone")
    Entry.objects.filter(pk=abc[1].pk).update(added_by=gone)
    removed = remove_entry(entry=watchlist.entries.get(pk=abc[1].pk), by=ann)
    gone.delete()
    assert restore_entry(watchlist=watchlist, removed=removed, by=ann).added_by is None


@pytest.mark.parametrize(
    ("which", "where", "beside", "order"),
    [
        (2, "before", 0, "CAB"),
        (2, "before", 1, "ACB"),
        (0, "after", 2, "BCA"),
        (0, "after", 1, "BAC"),
        (1, "before", 2, "ABC"),
        (1, "after", 0, "ABC"),
    ],
)
def test_a_film_moves_beside_another(watchlist, abc, ann, which, where, beside, order):
    move_entry(entry=abc[which], by=ann, **{where: abc[beside].pk})
    assert titles(watchlist) == list(order)


def test_moving_writes_one_row_of_the_list(watchlist, abc, ann):
    before = dict(watchlist.entries.values_list("pk", "position"))
    move_entry(entry=abc[2], by=ann, before=abc[1].pk)
    after = dict(watchlist.entries.values_list("pk", "position"))
    assert {pk for pk in before if before[pk] != after[pk]} == {abc[2].pk}


def test_a_gap_that_is_used_up_opens_again(watchlist, abc, ann):
    """Two films take turns in second place: the gap there halves each time."""
    for turn in range(80):
        move_entry(entry=abc[1 + turn % 2], by=ann, after=abc[0].pk)
    assert titles(watchlist) == ["A", "C", "B"]
    positions = list(watchlist.entries.values_list("position", flat=True))
    assert len({*positions}) == 3


def test_films_in_the_same_place_can_be_moved(watchlist, abc, ann):
    Entry.objects.update(position=7)
    move_entry(entry=abc[2], by=ann, before=abc[1].pk)
    assert titles(watchlist) == ["A", "C", "B"]


def test_any_number_of_moves_leaves_the_order_that_was_asked_for(watchlist, ann):
    entries = [EntryFactory(watchlist=watchlist) for _ in range(8)]
    expected, dice = list(entries), random.Random(3)
    for _ in range(150):
        entry, other = dice.sample(entries, 2)
        where = dice.choice(["before", "after"])
        move_entry(entry=entry, by=ann, **{where: other.pk})
        expected.remove(entry)
        expected.insert(expected.index(other) + (where == "after"), entry)
    assert list(watchlist.entries.sorted_by("order")) == expected


@pytest.mark.parametrize("beside", [{}, {"before": 1, "after": 1}])
def test_a_move_says_where(abc, ann, beside):
    with pytest.raises(ValidationError, match="Say before which"):
        move_entry(entry=abc[0], by=ann, **beside)


def test_a_film_does_not_move_beside_one_of_another_list(abc, ann):
    other = EntryFactory(watchlist=Watchlist.objects.main_of(ann))
    for pk in (other.pk, abc[0].pk, 2**70):
        with pytest.raises((ValidationError, OverflowError)):
            move_entry(entry=abc[0], by=ann, before=pk)


@pytest.mark.parametrize(
    ("which", "places", "order"), [(1, -1, "BAC"), (1, 1, "ACB"), (0, -1, "ABC"), (2, 1, "ABC"), (2, -2, "CAB")]
)
def test_a_film_moves_up_and_down_and_stays_at_the_ends(watchlist, abc, ann, which, places, order):
    shift_entry(entry=abc[which], by=ann, places=places)
    assert titles(watchlist) == list(order)


def test_a_film_moves_past_those_that_its_mover_does_not_see(watchlist, abc, ann):
    abc[1].movie.adult = True
    abc[1].movie.save()
    shift_entry(entry=abc[2], by=ann, places=-1)
    assert titles(watchlist) == ["C", "A", "B"]


def test_every_change_is_a_change_of_the_list(watchlist, abc, ann):
    stamps = [watchlist.updated_at]
    for change in (
        lambda: note_entry(entry=abc[0], by=ann, note="x"),
        lambda: shift_entry(entry=abc[0], by=ann, places=1),
        lambda: move_entry(entry=abc[0], by=ann, before=abc[1].pk),
        lambda: remove_entry(entry=abc[0], by=ann),
        lambda: add_entry(watchlist=watchlist, movie=MovieFactory(), by=ann),
        lambda: add_many(watchlist=watchlist, drafts=[EntryDraft(MovieFactory().pk)], by=ann),
    ):
        change()
        stamps.append(Watchlist.objects.get(pk=watchlist.pk).updated_at)
    assert stamps == sorted({*stamps})
