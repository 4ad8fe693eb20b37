"""An import from the file to the diary and back again, by actions and tasks."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from apps.diary.models import Viewing
from apps.transfers.actions import deciding
from apps.transfers.matching import match
from apps.transfers.models import Import, KeptReview, Trace
from apps.transfers.tests.conftest import worked
from apps.transfers.tests.files import zipped
from apps.watchlists.models import Entry, Watchlist

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(received, films):
    def reading(*args, **kwargs) -> Import:
        return worked(received(*args, **kwargs))

    return reading


def committed(imported, profile, **options):
    deciding.begin_commit(imported=imported, by=profile, **options)
    return worked(imported)


def everything(profile):
    return {
        "viewings": sorted(
            Viewing.objects.filter(profile=profile).values_list("movie__title", "watched_on", "half_stars", "rewatch"),
            key=str,
        ),
        "entries": sorted(
            Entry.objects.filter(watchlist__profile=profile).values_list("watchlist__name", "movie__title")
        ),
        "lists": sorted(Watchlist.objects.filter(profile=profile).values_list("name", "visibility")),
        "reviews": sorted(KeptReview.objects.filter(profile=profile).values_list("movie__title", "half_stars")),
    }


def test_a_letterboxd_export_is_read_and_each_line_finds_its_film(read):
    imported = read()
    assert (imported.state, imported.format, imported.error) == ("preview", "letterboxd", "")
    assert imported.done == imported.total == 14
    assert imported.counts() == {"matched": 11, "ambiguous": 1, "unknown": 1, "bad": 1, "skipped": 0}
    bad = imported.rows.get(state="bad")
    assert (bad.file, bad.line, bad.reason) == ("diary.csv", 4, "“2020-02-30” is no date.")
    choice = imported.rows.get(state="ambiguous")
    assert (choice.title, len(choice.candidates)) == ("Godzilla", 2)
    assert not Viewing.objects.exists(), "nothing is taken in before somebody says so"


def test_it_is_taken_in_once_and_the_same_file_again_makes_nothing_new(read, profile):
    done = committed(read(), profile)
    assert done.state == "done"
    first = everything(profile)
    assert [(title, day and day.isoformat(), stars, again) for title, day, stars, again in first["viewings"]] == [
        ("Alien", "2019-12-30", 9, False),
        ("Alien", "2020-02-01", None, True),
        ("Stalker", None, 10, False),
    ]
    assert first["entries"] == [
        ("Liked films", "Stalker"), ("Space", "Alien"), ("Space", "Solaris"), ("Watchlist", "Solaris"),
    ]  # fmt: skip
    assert set(first["lists"]) == {("Liked films", "private"), ("Space", "private"), ("Watchlist", "private")}
    assert KeptReview.objects.get().text == '=SUM(A1), said the "Zone".\nTwice.'
    again = committed(read(), profile)
    assert everything(profile) == first
    assert again.traces.count() == 0


def test_tags_and_notes_come_along(read, profile):
    committed(read(), profile)
    assert Viewing.objects.get(watched_on="2019-12-30").note == "Tags: space, cat"
    assert Entry.objects.get(watchlist__name="Space", movie__title="Alien").note == "The first"


def test_privacy_of_a_list_is_chosen(read, profile):
    imported = read()
    space = imported.lists.get(name="Space")
    committed(imported, profile, visibilities={space.pk: "members"})
    assert Watchlist.objects.get(name="Space").visibility == "members"
    assert Watchlist.objects.get(name="Liked films").visibility == "private"


def test_a_visibility_that_is_none_is_refused(read, profile):
    imported = read()
    with pytest.raises(ValidationError):
        deciding.begin_commit(imported=imported, by=profile, visibilities={imported.lists.first().pk: "everybody"})
    imported.refresh_from_db()
    assert imported.state == "preview"


def test_all_of_it_is_taken_back(read, profile, films):
    before = everything(profile)
    imported = committed(read(), profile)
    deciding.begin_undo(imported=imported, by=profile)
    imported = worked(imported)
    assert (imported.state, imported.notice) == ("undone", "")
    # The main watchlist is every profile's own.
    assert everything(profile) == before | {"lists": [("Watchlist", "private")]}
    assert not Trace.objects.exists()


def test_what_was_there_before_and_what_was_changed_since_stays(read, profile, films):
    Viewing.objects.create(profile=profile, movie=films["stalker"], watched_on="2018-01-01")
    main = Watchlist.objects.main_of(profile)
    Entry.objects.create(watchlist=main, movie=films["solaris"], position=1, note="Mine")
    imported = committed(read(), profile)
    assert Viewing.objects.get(movie=films["stalker"]).half_stars == 10, "its rating was filled in"
    Viewing.objects.filter(watched_on="2019-12-30").update(note="With Ada")
    Entry.objects.filter(watchlist__name="Space", movie=films["alien"]).update(note="My own words")
    deciding.begin_undo(imported=imported, by=profile)
    imported = worked(imported)
    assert imported.notice.startswith("3 things that you changed")
    assert Viewing.objects.get(movie=films["stalker"]).half_stars is None
    assert Viewing.objects.get(movie=films["alien"]).note == "With Ada"
    assert Entry.objects.filter(watchlist=main, movie=films["solaris"], note="Mine").exists()
    assert list(Entry.objects.filter(watchlist__name="Space").values_list("note", flat=True)) == ["My own words"]


def test_it_can_be_taken_in_again_after_it_was_taken_back(read, profile):
    imported = committed(read(), profile)
    first = everything(profile)
    deciding.begin_undo(imported=imported, by=profile)
    imported = committed(worked(imported), profile)
    assert imported.state == "done"
    assert everything(profile) == first


def test_a_rating_that_somebody_gave_stays(read, profile, films):
    Viewing.objects.create(profile=profile, movie=films["stalker"], half_stars=2)
    committed(read(), profile)
    assert Viewing.objects.get(movie=films["stalker"]).half_stars == 2


def test_the_file_is_kept_under_a_name_of_ours_and_dropped_when_it_is_done_with(read, profile):
    imported = read(name="../../etc/passwd.zip")
    assert imported.file.name.startswith("imports/")
    assert "passwd" not in imported.file.name
    assert imported.file_name == "passwd.zip"
    kept = imported.file.name
    imported = committed(imported, profile)
    assert not imported.file
    assert not default_storage.exists(kept)


def test_a_killed_reader_is_gone_on_with(received, films, monkeypatch):
    monkeypatch.setattr("apps.transfers.actions.reading.PORTION", 4)
    imported = received()
    calls = []

    def dies(rows, *, viewer):
        calls.append(rows)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return match(rows, viewer=viewer)

    monkeypatch.setattr("apps.transfers.actions.reading.match", dies)
    with pytest.raises(KeyboardInterrupt):
        worked(imported)
    imported.refresh_from_db()
    assert (imported.state, imported.rows.count(), imported.done) == ("reading", 8, 8)
    Import.objects.update(is_claimed=False)
    imported = worked(imported)
    assert imported.state == "preview"
    assert list(imported.rows.values_list("number", flat=True)) == list(range(1, 15))


def test_two_workers_do_not_read_the_same_import(received, films):
    imported = received()
    assert Import.objects.claim(imported.pk, "reading") is not None
    assert Import.objects.claim(imported.pk, "reading") is None


def test_a_file_that_breaks_half_way_leaves_nothing(received, films):
    imported = received()
    with default_storage.open(imported.file.name, "rb") as file:
        content = bytearray(file.read())
    place = content.find(b"reviews.csv") + len("reviews.csv") + 5
    content[place : place + 6] = b"\0" * 6
    default_storage.delete(imported.file.name)
    with default_storage.open(imported.file.name, "wb") as file:
        file.write(content)
    imported = worked(imported)
    assert imported.state == "failed"
    assert "damaged" in imported.error
    assert not imported.rows.exists()


def test_a_list_without_room_is_refused_before_anything_is_taken_in(read, profile, monkeypatch):
    monkeypatch.setattr(deciding, "MOST_ENTRIES", 1)
    imported = read()
    with pytest.raises(ValidationError, match="Space"):
        deciding.begin_commit(imported=imported, by=profile)
    assert not Viewing.objects.exists()


def test_choosing_a_film_settles_the_lines_that_are_alike(read, profile, films):
    twice = zipped({"watched.csv": "Date,Name,Year,Letterboxd URI\n" + "2020-01-01,Godzilla,1998,x\n" * 2})
    imported = read(twice)
    assert imported.counts()["ambiguous"] == 2
    row = imported.rows.first()
    assert deciding.choose_film(row=row, movie=films["godzilla"], by=profile) == 2
    assert imported.counts()["matched"] == 2
    row.refresh_from_db()
    deciding.reopen(row=row, by=profile)
    row.refresh_from_db()
    assert (row.state, row.movie) == ("ambiguous", None)
    deciding.leave_out(row=row, by=profile)
    assert imported.counts() == {"matched": 1, "ambiguous": 0, "unknown": 0, "bad": 0, "skipped": 1}
