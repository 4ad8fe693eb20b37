"""What an export holds, an import gives back: made-up accounts go into the zip and out of it into empty ones."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.diary.actions import ViewingDraft, log_many
from apps.transfers.actions import deciding
from apps.transfers.forms import PrivacyForm
from apps.transfers.models import ImportRow, KeptReview
from apps.transfers.tests.conftest import worked
from apps.transfers.tests.exports.conftest import FILMS
from apps.transfers.tests.exports.taking_in import account, received, take_in, taken_back, zip_of
from apps.watchlists.actions import EntryDraft, add_many, change_watchlist, create_watchlist
from apps.watchlists.models import Watchlist

pytestmark = pytest.mark.django_db

MADE_UP = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
UNNAMED = ("Watchlist", "")  # the main list as it comes
EMPTY: dict[str, Any] = {"viewings": [], "about_main": None, "main": [], "lists": {}, "reviews": []}
EACH_STATE = dict.fromkeys(ImportRow.State.values, 0)

# What PostgreSQL and JSON can both keep; a database has no lone surrogates either.
letters = st.characters(exclude_categories=("Cs",), exclude_characters="\0")
words = st.one_of(
    st.just(""), st.text(letters, max_size=30).map(str.strip), st.sampled_from(["=1+1", "'", "- a", 'ä, "b"\n\nc'])
)
named = st.text(letters, min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)
days = st.one_of(st.none(), st.dates(date(1888, 1, 1), date(2026, 11, 1)), st.just(date(2020, 2, 29)))
half_stars = st.one_of(st.none(), st.integers(1, 10))
film = st.integers(0, FILMS - 1)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2026, 11, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001

viewings = st.tuples(film, days, half_stars, st.booleans(), words, words, words)
entries = st.lists(st.tuples(film, words, moments), max_size=FILMS, unique_by=lambda entry: entry[0])
lists = st.tuples(words, st.sampled_from(["private", "link", "members"]), entries)
reviews = st.tuples(film, days, half_stars, words.filter(bool), st.booleans())
profiles = st.fixed_dictionaries(
    {
        "viewings": st.lists(viewings, max_size=12),
        "about_main": st.one_of(st.none(), st.tuples(named, words).filter(lambda about: about != UNNAMED)),
        "main": entries,
        "lists": st.dictionaries(named, lists, max_size=3),
        "reviews": st.lists(reviews, max_size=3, unique_by=lambda review: (review[0], review[3])),
    }
)


def fill(profile: Profile, made_up: dict[str, Any], held: list[Movie]) -> None:
    log_many(
        profile=profile,
        drafts=[
            ViewingDraft(held[which].pk, day, stars, again, note, place, companion)
            for which, day, stars, again, note, place, companion in made_up["viewings"]
        ],
    )
    main = Watchlist.objects.main_of(profile)
    if made_up["about_main"]:
        name, description = made_up["about_main"]
        change_watchlist(watchlist=main, by=profile, name=name, description=description)
    _put(main, made_up["main"], held)
    for name, (description, visibility, some) in made_up["lists"].items():
        _put(create_watchlist(profile=profile, name=name, description=description, visibility=visibility), some, held)
    for which, day, stars, text, spoiler in made_up["reviews"]:
        KeptReview.objects.create(
            profile=profile, movie=held[which], date=day, half_stars=stars, text=text, spoiler=spoiler
        )


def _put(watchlist: Watchlist, some: list[tuple[int, str, datetime]], held: list[Movie]) -> None:
    drafts = [EntryDraft(held[which].pk, note, moment) for which, note, moment in some]
    add_many(watchlist=watchlist, drafts=drafts, by=watchlist.profile)


def everything(profile: Profile) -> dict[str, Any]:
    facts = ("movie_id", "watched_on", "showing", "half_stars", "rewatch", "note", "place", "companion")
    return {
        "viewings": set(profile.viewings.values_list(*facts)),
        "lists": {
            (watchlist.name, watchlist.is_main): (watchlist.description, list(_entries(watchlist)))
            for watchlist in profile.watchlists.all()
        },
        "reviews": set(profile.kept_reviews.values_list("movie_id", "date", "half_stars", "text", "spoiler")),
    }


def _entries(watchlist: Watchlist) -> Iterator[tuple[int, str, datetime]]:
    for entry in watchlist.entries.order_by("position", "id"):
        yield entry.movie_id, entry.note, entry.added_at


@MADE_UP
@given(made_up=st.lists(profiles, min_size=1, max_size=3))
def test_an_empty_account_gets_everything_back(held, made_up):
    old, new = account(len(made_up)), account(len(made_up))
    for profile, facts in zip(old.profiles.order_by("place"), made_up, strict=True):
        fill(profile, facts, held)
    archive = zip_of(old)
    for before, after, facts in zip(old.profiles.all(), new.profiles.all(), made_up, strict=True):
        Watchlist.objects.main_of(after)
        empty = everything(after)
        imported = take_in(archive, after) if any(facts.values()) else None
        assert everything(after) == everything(before)
        if imported:
            assert taken_back(imported).notice == ""
            assert everything(after) == empty


def both(held, made_up: dict[str, Any]) -> tuple[Profile, Profile]:
    """A profile and the one that its export was taken into."""
    before, after = account(1).profiles.get(), account(1).profiles.get()
    fill(before, EMPTY | made_up, held)
    Watchlist.objects.main_of(after)
    take_in(zip_of(before.account), after)
    return before, after


NOON = datetime(2021, 5, 4, 12, tzinfo=UTC)


def test_the_same_file_again_makes_nothing_new(held):
    made_up = {"viewings": [(0, date(2020, 1, 1), 9, False, "", "", "")] * 2, "main": [(1, "n", NOON)]}
    before, after = both(held, made_up | {"lists": {"Club": ("", "private", [(2, "", NOON)])}})
    take_in(zip_of(before.account), after)
    assert everything(after) == everything(before)


def test_lists_are_private_until_somebody_chooses(held):
    _, after = both(held, {"lists": {"Club": ("", "members", [(2, "", NOON)])}})
    assert after.watchlists.get(name="Club").visibility == "private"


def test_a_chosen_visibility_holds_and_the_one_before_is_told(held):
    before, after = account(1).profiles.get(), account(1).profiles.get()
    fill(before, EMPTY | {"lists": {"Club": ("", "link", [(2, "", NOON)])}}, held)
    imported = received(zip_of(before.account), after)
    brought = imported.lists.get()
    assert (brought.visibility, brought.was) == ("private", "link")
    field = PrivacyForm(imported=imported).fields[f"list_{brought.pk}"]
    assert (field.initial, field.help_text) == ("private", "It was for: Anybody with the link.")
    deciding.begin_commit(imported=imported, by=after, visibilities={brought.pk: "members"})
    worked(imported)
    assert after.watchlists.get(name="Club").visibility == "members"


@pytest.mark.parametrize("stars", [None, 7])
def test_a_film_seen_on_a_day_and_also_nobody_knows_when(held, stars):
    dated, undated = (0, date(2020, 1, 1), None, False, "", "", ""), (0, None, stars, False, "As a child", "", "")
    before, after = both(held, {"viewings": [dated, undated]})
    assert everything(after)["viewings"] == everything(before)["viewings"]
    assert after.viewings.count() == 2
    take_in(zip_of(before.account), after)
    assert after.viewings.count() == 2


def test_when_a_film_was_put_on_a_list_comes_back_to_the_microsecond(held):
    moment = datetime(2021, 5, 4, 23, 7, 33, 123_456, tzinfo=UTC)
    _, after = both(held, {"main": [(0, "", moment)]})
    assert after.watchlists.get().entries.get().added_at == moment


@pytest.mark.parametrize("main", [[(0, "", NOON)], []], ids=["beside films", "alone"])
def test_a_list_without_films_comes_back(held, main):
    before, after = both(held, {"main": main, "lists": {"Empty": ("Soon", "private", [])}})
    assert everything(after) == everything(before)


ABOUT = ("To see", "Before we move")


@pytest.mark.parametrize("about", [ABOUT, ("To see", ""), ("Watchlist", "Before we move")])
@pytest.mark.parametrize("main", [[(0, "", NOON)], []], ids=["with films", "without"])
def test_what_the_main_list_is_called_comes_back(held, about, main):
    before, after = both(held, {"about_main": about, "main": main})
    assert everything(after) == everything(before)
    named = after.watchlists.get()
    assert (named.name, named.description, named.is_main) == (*about, True)


def test_a_main_list_as_it_comes_is_no_line_of_its_own(held):
    before, after = account(1).profiles.get(), account(1).profiles.get()
    fill(before, EMPTY | {"main": [(0, "", NOON)]}, held)
    assert received(zip_of(before.account), after).counts() == EACH_STATE | {"matched": 1}


@pytest.mark.parametrize("mine", [{"name": "Mine"}, {"description": "Mine"}])
def test_a_main_list_of_ones_own_keeps_what_it_is_called(held, mine):
    before, after = account(1).profiles.get(), account(1).profiles.get()
    fill(before, EMPTY | {"about_main": ABOUT}, held)
    change_watchlist(watchlist=Watchlist.objects.main_of(after), by=after, **mine)
    there = everything(after)
    imported = take_in(zip_of(before.account), after)
    assert everything(after) == there
    assert taken_back(imported).notice == ""
    assert everything(after) == there


def test_a_main_list_that_was_named_since_stays_so_when_all_is_taken_back(held):
    before, after = account(1).profiles.get(), account(1).profiles.get()
    fill(before, EMPTY | {"about_main": ABOUT}, held)
    imported = take_in(zip_of(before.account), after)
    change_watchlist(watchlist=after.watchlists.get(), by=after, description="Mine")
    assert taken_back(imported).notice.startswith("1 thing that you changed")
    assert (after.watchlists.get().name, after.watchlists.get().description) == ("To see", "Mine")


def test_nobody_is_asked_who_may_see_the_main_list(held):
    before, after = account(1).profiles.get(), account(1).profiles.get()
    fill(before, EMPTY | {"about_main": ABOUT}, held)
    change_watchlist(watchlist=before.watchlists.get(), by=before, visibility="members")
    imported = received(zip_of(before.account), after)
    brought = imported.lists.get()
    assert (brought.is_main, brought.was, PrivacyForm(imported=imported).fields) == (True, "members", {})
    deciding.begin_commit(imported=imported, by=after, visibilities={brought.pk: "members"})
    worked(imported)
    assert (after.watchlists.get().name, after.watchlists.get().visibility) == ("To see", "private")


def test_a_line_of_a_list_without_films_is_no_film_to_be(held):
    before, after = account(1).profiles.get(), account(1).profiles.get()
    fill(before, EMPTY | {"lists": {"Empty": ("", "private", [])}}, held)
    row = received(zip_of(before.account), after).rows.get()
    assert (row.state, row.title, row.brings.name) == ("skipped", "", "Empty")
    with pytest.raises(ValidationError, match="no film"):
        deciding.reopen(row=row, by=after)
    with pytest.raises(ValidationError, match="no film"):
        deciding.choose_film(row=row, movie=held[0], by=after)


def test_two_lists_of_one_name_stay_two_however_often_they_come(held):
    before = account(1).profiles.get()
    after = account(1).profiles.get()
    for some in ([0], [], [1, 2]):
        _put(create_watchlist(profile=before, name="Cult"), [(which, "", NOON) for which in some], held)
    for _ in range(2):
        take_in(zip_of(before.account), after)
        cult = after.watchlists.filter(name="Cult").order_by("pk")
        films = [list(one.entries.order_by("position").values_list("movie_id", flat=True)) for one in cult]
        assert films == [[held[0].pk], [], [held[1].pk, held[2].pk]]
