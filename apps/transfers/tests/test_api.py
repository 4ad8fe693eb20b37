"""/api/imports: the same as the pages, for programs."""

import pytest
from django.test import Client

from apps.accounts.models import Profile
from apps.catalog.models import AgeRating
from apps.diary.models import Viewing
from apps.transfers.models import Import
from apps.transfers.tests.conftest import worked
from apps.transfers.tests.files import LETTERBOXD, OWN_TABLE, of_two_people, upload, zipped
from apps.watchlists.models import Watchlist

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def imported(received, films):
    return worked(received())


def test_the_whole_way(as_user, alice, films):
    api = as_user(alice)
    sent = api.post("/api/imports", {"file": upload(zipped(LETTERBOXD), "letterboxd.zip")})
    assert sent.status_code == 201, sent.content
    address = sent["Location"].replace("http://testserver", "")
    assert sent.json()["state"] == "reading"
    assert sent.json()["left_out"] == ["profile.csv", "deleted/diary.csv", "orphaned/diary.csv"]
    made = worked(Import.objects.get())
    told = api.get(address).json()
    assert told["counts"] == {"matched": 11, "ambiguous": 1, "unknown": 1, "bad": 1, "skipped": 0}
    open_rows = api.get(f"{address}/rows?state=ambiguous").json()["results"]
    assert [row["title"] for row in open_rows] == ["Godzilla"]
    assert len(open_rows[0]["candidates"]) == 2
    row = f"{address}/rows/{open_rows[0]['id']}"
    settled = api.patch(row, {"movie": films["godzilla"].pk}, content_type=JSON)
    assert (settled.status_code, settled.json()["state"]) == (200, "matched")
    space = next(brought for brought in told["lists"] if brought["name"] == "Space")
    body = {"lists": [{"id": space["id"], "visibility": "members"}]}
    assert api.post(f"{address}/commit", body, content_type=JSON).json()["state"] == "committing"
    worked(made)
    assert Watchlist.objects.get(name="Space").visibility == "members"
    assert Viewing.objects.count() == 3
    assert api.delete(address).status_code == 409
    assert api.post(f"{address}/undo").json()["state"] == "undoing"
    worked(made)
    assert not Viewing.objects.exists()
    assert api.delete(address).status_code == 204
    assert api.get(address).status_code == 404


def addresses(imported):
    row = imported.rows.first()
    below = f"/api/imports/{imported.pk}"
    return [
        ("get", below), ("delete", below), ("put", f"{below}/columns"), ("put", f"{below}/profile"),
        ("post", f"{below}/commit"),
        ("post", f"{below}/undo"), ("post", f"{below}/again"), ("get", f"{below}/rows"),
        ("patch", f"{below}/rows/{row.pk}"),
    ]  # fmt: skip


def test_a_visitor_is_told_to_sign_in(as_user, imported):
    for method, address in [("get", "/api/imports"), ("post", "/api/imports"), *addresses(imported)]:
        assert getattr(as_user(None), method)(address).status_code == 401, f"{method} {address}"


@pytest.mark.parametrize("who", ["bob", "curator", "administrator"])
def test_anothers_import_is_not_there(as_user, request, imported, who):
    api = as_user(request.getfixturevalue(who))
    for method, address in addresses(imported):
        assert getattr(api, method)(address, {}, content_type=JSON).status_code == 404, f"{method} {address}"
    assert api.get("/api/imports").json()["count"] == 0
    imported.refresh_from_db()
    assert imported.state == "preview"


def test_a_child_is_refused(as_user, alice, imported):
    rating = AgeRating.objects.filter(minimum_age__isnull=False).first()
    rating = rating or AgeRating.objects.create(country="US", name="PG", minimum_age=8)
    child = Profile.objects.create(account=alice, place=2, name="Mia", for_child=True, highest_rating=rating)
    api = as_user(alice)
    session = api.session
    session["profile"] = child.pk
    session.save()
    for method, address in [("get", "/api/imports"), ("post", "/api/imports"), *addresses(imported)]:
        assert getattr(api, method)(address).status_code == 403, f"{method} {address}"


def test_a_browser_needs_its_token(alice):
    api = Client(enforce_csrf_checks=True)
    api.force_login(alice)
    assert api.post("/api/imports", {"file": upload(zipped(LETTERBOXD))}).status_code == 403


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (b"\x89PNG" + b"\0" * 99, "nothing in this file"), (b"PK\x03\x04x", "damaged")],
)
def test_a_file_that_is_none(as_user, alice, content, said):
    answer = as_user(alice).post("/api/imports", {"file": upload(content, "x.csv")})
    assert answer.status_code == 400
    assert said in answer.json()["errors"][0]["detail"]


def test_a_body_that_holds_no_file(as_user, alice):
    api = as_user(alice)
    assert api.post("/api/imports", {"kind": "diary"}).status_code == 400
    assert api.post("/api/imports", {"file": "x"}, content_type=JSON).status_code == 415
    assert api.post("/api/imports", b"--x", content_type="multipart/form-data").status_code == 400


def test_more_than_is_allowed_is_refused_unread(as_user, alice, settings, monkeypatch):
    settings.IMPORT_MOST_BYTES = 1000
    monkeypatch.setattr("apps.transfers.api.imports.ENVELOPE", 500)
    assert as_user(alice).post("/api/imports", {"file": upload("x" * 5000, "films.csv")}).status_code == 413


def test_columns_of_a_table(as_user, alice, films):
    api = as_user(alice)
    sent = api.post("/api/imports", {"file": upload(OWN_TABLE, "table.csv")}).json()
    assert sent["state"] == "columns"
    address = f"/api/imports/{sent['id']}/columns"
    told = {"columns": {"title": 0, "date": 1, "rating": 2}, "kind": "diary", "scale": 10}
    assert api.put(address, told | {"columns": {"year": 1}}, content_type=JSON).status_code == 409
    assert api.put(address, told | {"kind": "dream"}, content_type=JSON).status_code == 400
    assert api.put(address, told, content_type=JSON).json()["state"] == "reading"
    worked(Import.objects.get())
    assert api.get(f"/api/imports/{sent['id']}").json()["counts"]["matched"] == 2


def test_whose_part_of_an_export_is_read(as_user, alice, received, films):
    made = worked(received(of_two_people()))
    api = as_user(alice)
    address = f"/api/imports/{made.pk}"
    told = api.get(address).json()
    assert told["profiles"] == [{"number": 1, "name": "Ann"}, {"number": 2, "name": "Ben"}]
    assert (told["profile"], told["counts"]["matched"]) == (1, 2)
    for body, status in (({}, 400), ({"profile": "x"}, 400), ({"profile": 0}, 400), ({"profile": 3}, 409)):
        assert api.put(f"{address}/profile", body, content_type=JSON).status_code == status
    chosen = api.put(f"{address}/profile", {"profile": 2}, content_type=JSON).json()
    assert (chosen["state"], chosen["profile"]) == ("reading", 2)
    assert api.put(f"{address}/profile", {"profile": 1}, content_type=JSON).status_code == 409, "it is being read"
    worked(made)
    assert [row["title"] for row in api.get(f"{address}/rows").json()["results"]] == ["The Thing"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"movie": 1, "left_out": True}, 400),
        ({"movie": 0}, 400),
        ({"movie": 10**9}, 409),
        ({"movie": "x"}, 400),
    ],
)
def test_bad_changes_of_a_line(as_user, alice, imported, body, status):
    row = imported.rows.get(state="ambiguous")
    answer = as_user(alice).patch(f"/api/imports/{imported.pk}/rows/{row.pk}", body, content_type=JSON)
    assert answer.status_code == status


def test_a_line_is_left_out_and_opened_again(as_user, alice, imported):
    row = imported.rows.get(state="unknown")
    address = f"/api/imports/{imported.pk}/rows/{row.pk}"
    api = as_user(alice)
    assert api.patch(address, {"left_out": True}, content_type=JSON).json()["state"] == "skipped"
    assert api.patch(address, {"left_out": False}, content_type=JSON).json()["state"] == "unknown"


def test_a_fourth_import_waits_for_the_others(as_user, alice, profile, films):
    Import.objects.bulk_create(Import(profile=profile, state="reading") for _ in range(3))
    assert as_user(alice).post("/api/imports", {"file": upload(zipped(LETTERBOXD))}).status_code == 409
    assert "being worked on" in as_user(alice).post("/imports/", {"file": upload(zipped(LETTERBOXD))}).content.decode()


@pytest.mark.parametrize("query", ["state=none", "kind=none", "page=0", "page_size=1000"])
def test_filters_that_are_none(as_user, alice, imported, query):
    assert as_user(alice).get(f"/api/imports/{imported.pk}/rows?{query}").status_code in (400, 404)


def test_lines_by_kind(as_user, alice, imported):
    rows = as_user(alice).get(f"/api/imports/{imported.pk}/rows?kind=diary").json()["results"]
    assert [row["line"] for row in rows] == [2, 3, 4]
    assert rows[0]["facts"] == {"half_stars": 9, "text": "Tags: space, cat"}
