"""The pages under /imports/: who gets at them, what they show, what they do with bad input."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Profile
from apps.catalog.models import AgeRating
from apps.diary.models import Viewing
from apps.transfers.models import Import, ImportRow
from apps.transfers.tests.conftest import worked
from apps.transfers.tests.files import LETTERBOXD, OWN_TABLE, of_two_people, upload, zipped
from apps.watchlists.models import Watchlist

pytestmark = pytest.mark.django_db

VERBS = ("profile", "commit", "undo", "again", "discard")


@pytest.fixture
def imported(received, films):
    return worked(received())


def test_the_way_of_an_import_on_pages(as_user, alice, films):
    browser = as_user(alice)
    page = browser.get("/imports/").content.decode()
    assert "Letterboxd" in page and "Settings, then Data" in page
    sent = browser.post("/imports/", {"file": upload(zipped(LETTERBOXD), "letterboxd.zip"), "kind": ""})
    made = Import.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/imports/{made.pk}/")
    waiting = browser.get(sent["Location"]).content.decode()
    assert "Waiting for its turn" in waiting
    worked(made)
    choose = browser.get(sent["Location"]).content.decode()
    assert "To choose" in choose and "Godzilla" in choose
    row = made.rows.get(state="ambiguous")
    settled = browser.post(f"/imports/{made.pk}/rows/{row.pk}/", {"movie": films["godzilla"].pk, "tab": "ambiguous"})
    assert settled["Location"] == f"/imports/{made.pk}/?tab=ambiguous"
    lists = {f"list_{brought.pk}": "private" for brought in made.lists.all()}
    space = made.lists.get(name="Space")
    browser.post(f"/imports/{made.pk}/commit/", lists | {f"list_{space.pk}": "members"})
    assert "Taking it in" in browser.get(f"/imports/{made.pk}/").content.decode()
    worked(made)
    done = browser.get(f"/imports/{made.pk}/").content.decode()
    assert "12 lines taken in" in done and "Take it all back" in done
    assert Watchlist.objects.get(name="Space").visibility == "members"
    browser.post(f"/imports/{made.pk}/undo/")
    worked(made)
    assert "It is taken back" in browser.get(f"/imports/{made.pk}/").content.decode()
    assert not Viewing.objects.exists()
    assert browser.post(f"/imports/{made.pk}/discard/")["Location"] == "/imports/"
    assert not Import.objects.exists()


def addresses(imported):
    row = imported.rows.get(state="ambiguous")
    below = f"/imports/{imported.pk}/"
    reading = [below, f"{below}progress/", f"{below}columns/", f"{below}rows/{row.pk}/"]
    writing = [*(f"{below}{verb}/" for verb in VERBS)]
    writing += [f"{below}rows/{row.pk}/{verb}" for verb in ("", "leave-out/", "reopen/")]
    return reading, writing


def test_a_visitor_is_asked_to_sign_in(as_user, imported):
    reading, writing = addresses(imported)
    visitor = as_user(None)
    for response in [*map(visitor.get, ["/imports/", *reading]), *map(visitor.post, ["/imports/", *writing])]:
        assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("who", ["bob", "charlie", "curator", "moderator", "administrator"])
def test_anothers_import_is_not_there(as_user, request, imported, who):
    reading, writing = addresses(imported)
    browser = as_user(request.getfixturevalue(who))
    for response in [*map(browser.get, reading), *map(browser.post, writing)]:
        assert response.status_code == 404
    assert Import.objects.get().state == "preview"
    assert imported.file_name not in browser.get("/imports/").content.decode()


def test_another_profile_of_the_household_does_not_get_at_it_either(as_user, alice, imported):
    other = Profile.objects.create(account=alice, place=2, name="Ben")
    browser = as_user(alice)
    session = browser.session
    session["profile"] = other.pk
    session.save()
    reading, writing = addresses(imported)
    assert {r.status_code for r in [*map(browser.get, reading), *map(browser.post, writing)]} == {404}


def test_a_child_is_refused(as_user, alice, imported):
    rating = AgeRating.objects.filter(minimum_age__isnull=False).first()
    rating = rating or AgeRating.objects.create(country="US", name="PG", minimum_age=8)
    child = Profile.objects.create(account=alice, place=2, name="Mia", for_child=True, highest_rating=rating)
    browser = as_user(alice)
    session = browser.session
    session["profile"] = child.pk
    session.save()
    reading, writing = addresses(imported)
    answers = [*map(browser.get, ["/imports/", *reading]), *map(browser.post, ["/imports/", *writing])]
    assert {response.status_code for response in answers} == {403}


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "empty.csv", "This file is empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "photo.png", "nothing in this file that tells of films"),
        (b"PK\x03\x04 no archive", "broken.zip", "damaged"),
        ('{"a": 1}', "some.json", "none of Trakt"),
        ("just some words\n", "words.txt", "nothing in this file that tells of films"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(as_user, alice, content, name, said, settings):
    response = as_user(alice).post("/imports/", {"file": upload(content, name)})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Import.objects.exists()
    kept = settings.MEDIA_ROOT / "imports"
    assert not kept.exists() or not list(kept.iterdir()), "and nothing of it is kept"


def test_no_file_at_all(as_user, alice):
    response = as_user(alice).post("/imports/", {})
    assert response.status_code == 422
    assert "Choose the file" in response.content.decode()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(as_user, alice, settings, monkeypatch):
    settings.IMPORT_MOST_BYTES = 1000
    monkeypatch.setattr("apps.transfers.views.imports.ENVELOPE", 500)
    monkeypatch.setattr("apps.transfers.views.imports._imports", None)  # what would read it
    response = as_user(alice).post("/imports/", {"file": upload("x" * 5000, "films.csv")})
    assert response.status_code == 413
    assert "too large" in response.content.decode()


def test_a_form_without_a_token_is_refused(alice):
    from_elsewhere = Client(enforce_csrf_checks=True)
    from_elsewhere.force_login(alice)
    assert from_elsewhere.post("/imports/", {"file": upload(zipped(LETTERBOXD))}).status_code == 403
    assert not Import.objects.exists()


def test_a_table_that_nobody_knows_asks_for_its_columns(as_user, alice, films):
    browser = as_user(alice)
    sent = browser.post("/imports/", {"file": upload(OWN_TABLE.encode("cp1252"), "meine.csv")})
    made = Import.objects.get()
    assert sent["Location"] == f"/imports/{made.pk}/columns/"
    page = browser.get(sent["Location"]).content.decode()
    assert "Gesehen am" in page and "30.12.2019" in page
    assert re.search(r'<option value="0" selected>Film</option>', page), "the title is guessed"
    wrong = browser.post(sent["Location"], {"kind": "diary", "scale": "10"})
    assert wrong.status_code == 422
    assert "which column holds the title" in wrong.content.decode()
    told = {"kind": "diary", "scale": "10", "column_title": "0", "column_date": "1", "column_rating": "2"}
    assert browser.post(sent["Location"], told | {"column_text": "3"})["Location"] == f"/imports/{made.pk}/"
    worked(made)
    rows = [(row.kind, row.title, str(row.date), row.fields) for row in made.rows.all()]
    assert rows == [
        ("diary", "Alien", "2019-12-30", {"half_stars": 9, "text": "Mit Ada"}),
        ("watched", "Stalker", "None", {}),
    ]


def test_whose_part_of_an_export_is_taken_is_chosen(as_user, alice, received, films):
    made = worked(received(of_two_people()))
    assert [row.title for row in made.rows.all()] == ["Alien", "Alien"]
    browser = as_user(alice)
    page = browser.get(f"/imports/{made.pk}/").content.decode()
    assert "holds several people" in page
    assert '<option value="1" selected>Ann</option>' in page and '<option value="2">Ben</option>' in page
    assert browser.post(f"/imports/{made.pk}/profile/", {"profile": "2"})["Location"] == f"/imports/{made.pk}/"
    made = worked(made)
    assert [row.title for row in made.rows.all()] == ["The Thing"]
    assert not made.lists.exists(), "what the other one brings is forgotten"
    assert '<option value="2" selected>Ben</option>' in browser.get(f"/imports/{made.pk}/").content.decode()
    browser.post(f"/imports/{made.pk}/commit/")
    made = worked(made)
    assert [viewing.movie.title for viewing in Viewing.objects.all()] == ["The Thing"]
    assert "holds several people" not in browser.get(f"/imports/{made.pk}/").content.decode()


def test_somebody_who_has_nothing_in_an_export_leaves_the_choice_of_the_others(as_user, alice, received, films):
    members = {"notflix.json": '{"version": 1, "profiles": [{"number": 3}, {"number": 4, "name": "<b>"}]}'}
    members["profiles/4/viewings.json"] = '[{"film": {"title": "Alien"}}]'
    made = worked(received(zipped(members)))
    assert (made.state, made.rows.count()) == ("preview", 0)
    page = as_user(alice).get(f"/imports/{made.pk}/").content.decode()
    assert "Profile 3" in page and "&lt;b&gt;" in page


@pytest.mark.parametrize("number", ["", "0", "3", "x", "9" * 30])
def test_a_person_who_is_not_in_the_export_cannot_be_chosen(as_user, alice, received, films, number):
    made = worked(received(of_two_people()))
    answer = as_user(alice).post(f"/imports/{made.pk}/profile/", {"profile": number}, follow=True)
    assert "no such person" in answer.content.decode()
    assert made.rows.count() == 2


def test_what_people_wrote_is_shown_as_text(as_user, alice, received, films):
    script = "<script>alert(1)</script>"
    made = worked(received(f"Date,Name,Year,Letterboxd URI\n2020-01-01,{script},1979,x\n", "watched.csv"))
    page = as_user(alice).get(f"/imports/{made.pk}/?tab=unknown").content.decode()
    assert script not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("tab", ["matched", "ambiguous", "unknown", "bad", "skipped"])
def test_more_lines_cost_no_more_queries(as_user, alice, received, films, tab):
    made = worked(received())
    browser = as_user(alice)
    address = f"/imports/{made.pk}/?tab={tab}"

    def lines(first, number):
        ImportRow.objects.bulk_create(
            ImportRow(
                source=made, number=n, line=n, kind="watched", title=f"Film {n}", state=tab,
                movie=films["alien"] if tab == "matched" else None,
                candidates=[films["godzilla"].pk, films["solaris"].pk], brings=made.lists.first(),
            )
            for n in range(first, first + number)
        )  # fmt: skip

    lines(100, 2)
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    lines(200, 40)
    with CaptureQueriesContext(connection) as many:
        page = browser.get(address)
    assert "Film 230" in page.content.decode()
    assert len(many) <= len(few)
    assert len(many) <= 12


@pytest.mark.parametrize("address", ["?tab=none", "?tab=matched&page=1", "?tab=%00"])
def test_odd_addresses_of_a_preview(as_user, alice, imported, address):
    assert as_user(alice).get(f"/imports/{imported.pk}/{address}").status_code == 200


@pytest.mark.parametrize("page", ["0", "x", "99", "-1"])
def test_pages_that_are_none(as_user, alice, imported, page):
    assert as_user(alice).get(f"/imports/{imported.pk}/?page={page}").status_code == 404


@pytest.mark.parametrize("pk", [0, 10**6, 2**63, 10**30])
def test_imports_and_lines_that_are_none(as_user, alice, imported, pk):
    browser = as_user(alice)
    assert browser.get(f"/imports/{pk}/").status_code == 404
    assert browser.get(f"/imports/{imported.pk}/rows/{pk}/").status_code == 404


@pytest.mark.parametrize("movie", ["", "x", "0", "9" * 30, "-1", "²"])
def test_a_film_that_is_none_cannot_be_chosen(as_user, alice, imported, movie):
    row = imported.rows.get(state="ambiguous")
    assert as_user(alice).post(f"/imports/{imported.pk}/rows/{row.pk}/", {"movie": movie}).status_code == 404
    row.refresh_from_db()
    assert row.state == "ambiguous"


def test_a_line_of_another_import_is_not_settled_through_ones_own(as_user, alice, bob, imported, films):
    other = Import.objects.create(profile=bob.profiles.get(place=1), state="preview", format="csv")
    row = ImportRow.objects.create(source=other, number=1, line=1, kind="watched", title="X", state="unknown")
    answer = as_user(alice).post(f"/imports/{imported.pk}/rows/{row.pk}/", {"movie": films["alien"].pk})
    assert answer.status_code == 404


def test_searching_for_a_line(as_user, alice, imported):
    row = imported.rows.get(state="unknown")
    browser = as_user(alice)
    assert "Stalker" in browser.get(f"/imports/{imported.pk}/rows/{row.pk}/?q=stalker").content.decode()
    assert (
        "Nothing here is called" in browser.get(f"/imports/{imported.pk}/rows/{row.pk}/?q=qqxx%00yy").content.decode()
    )


def test_a_line_is_left_out_and_opened_again(as_user, alice, imported):
    row = imported.rows.get(state="unknown")
    browser = as_user(alice)
    browser.post(f"/imports/{imported.pk}/rows/{row.pk}/leave-out/", {"tab": "unknown"})
    row.refresh_from_db()
    assert row.state == "skipped"
    assert "You left it out." in browser.get(f"/imports/{imported.pk}/?tab=skipped").content.decode()
    browser.post(f"/imports/{imported.pk}/rows/{row.pk}/reopen/")
    row.refresh_from_db()
    assert row.state == "unknown"


def test_progress_is_a_fragment_that_ends(as_user, alice, received, films):
    made = received()
    browser = as_user(alice)
    Import.objects.update(done=500, total=2000, is_claimed=True)
    fragment = browser.get(f"/imports/{made.pk}/progress/", headers={"HX-Request": "true"})
    assert "500 of 2000 lines" in fragment.content.decode()
    assert "HX-Refresh" not in fragment
    assert browser.get(f"/imports/{made.pk}/progress/")["Location"] == f"/imports/{made.pk}/"
    Import.objects.update(done=0, total=0, is_claimed=False)
    worked(made)
    assert browser.get(f"/imports/{made.pk}/progress/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_failed_import_says_why_and_what_is_safe(as_user, alice, profile):
    failed = Import.objects.create(profile=profile, state="failed", error="This archive is damaged.")
    page = as_user(alice).get(f"/imports/{failed.pk}/").content.decode()
    assert "This archive is damaged." in page and "Nothing was taken in" in page


@pytest.mark.parametrize("verb", ["commit", "undo", "again"])
def test_what_cannot_be_done_now_is_said_and_not_done(as_user, alice, profile, verb):
    failed = Import.objects.create(profile=profile, state="failed")
    answer = as_user(alice).post(f"/imports/{failed.pk}/{verb}/", follow=True)
    assert answer.status_code == 200
    assert answer.context["messages"]
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_what_was_taken_in_is_not_forgotten(as_user, alice, profile):
    done = Import.objects.create(profile=profile, state="done", format="imdb")
    as_user(alice).post(f"/imports/{done.pk}/discard/")
    assert Import.objects.filter(pk=done.pk).exists()
