"""What somebody owns goes into the zip and out of it into an empty account."""

import io
import json
import zipfile
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from apps.accounts.models import User
from apps.groups.actions import create_group
from apps.moviebucket.actions import (
    add_many,
    change_bucket,
    change_item,
    create_bucket,
    end_group_share,
    facts_of,
    lend,
    put_photo,
    share_with_group,
    take_part,
)
from apps.moviebucket.models import Bucket, Format, Item, Share
from apps.moviebucket.tests.pictures import picture
from apps.transfers.actions import bringing_items, deciding
from apps.transfers.tests.exports.conftest import FILMS, document
from apps.transfers.tests.exports.taking_in import account, received, take_in, taken_back, zip_of

pytestmark = pytest.mark.django_db

ALIEN: dict[str, Any] = {"title": "Alien", "format": "VHS", "length": 117, "release_year": 1979, "rating": 5}
MOMENT = datetime(2020, 5, 4, 23, 7, 33, 123_456, tzinfo=UTC)
letters = st.characters(exclude_categories=("Cs", "Cc"))
items = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Alien", "=1+1", "映画", "e\u0301" * 50, "A" * 50]),
        "format": st.sampled_from(["VHS", "DVD", "Streaming"]),
        "length": st.integers(0, 500),
        "release_year": st.integers(1800, 2100),
        "rating": st.integers(1, 5),
        "currency": st.just("EUR"),
        "film": st.one_of(st.none(), st.integers(0, FILMS - 1)),
    },
    optional={
        "edition": st.text(letters, max_size=20).map(str.strip),
        "notes": st.sampled_from(["", "line\nline", "'quoted'"]),
        "bought_on": st.sampled_from(["", "1998-05-16"]),
        "price": st.sampled_from(["", "9.5"]),
        "condition": st.sampled_from(["", "good"]),
        "tags": st.lists(st.sampled_from(["Christmas", "=sum", "न" * 30, "to lend", "TO LEND"]), max_size=4),
    },
)
buckets = st.dictionaries(st.sampled_from(["Attic", "Cellar", "=Shelf"]), st.lists(items, max_size=6), max_size=3)


def fill(owner: User, made_up: dict[str, list[dict[str, Any]]], held) -> None:
    for name, some in made_up.items():
        bucket = create_bucket(by=owner, name=name, description=f"About {name}")
        rows = [{name: value for name, value in item.items() if name != "film"} for item in some]
        for row, item in zip(rows, some, strict=True):
            row["movie"] = None if item.get("film") is None else held[item["film"]]
            row["added_at"] = MOMENT
        add_many(bucket=bucket, by=owner, rows=rows)


def everything(owner: User) -> dict[str, Any]:
    return {
        bucket.name: (bucket.description, Counter(str((facts_of(item), item.added_at)) for item in bucket.items.all()))
        for bucket in owner.buckets.all()
    }


def both(held, made_up) -> tuple[User, User, Any]:
    before, after = account(1), account(1)
    fill(before, made_up, held)
    return before, after, take_in(zip_of(before), after.profiles.get())


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(made_up=buckets)
def test_an_empty_account_gets_its_shelves_back(held, made_up):
    if not made_up:
        return
    before, after, imported = both(held, made_up)
    assert everything(after) == everything(before)
    take_in(zip_of(before), after.profiles.get())
    assert everything(after) == everything(before)  # again makes nothing new
    assert taken_back(imported).notice == ""
    assert everything(after) == {}


def test_two_of_a_kind_stay_two_and_one_more_is_added(held):
    before, after, _ = both(held, {"Attic": [ALIEN, ALIEN]})
    add_many(bucket=before.buckets.get(), by=before, rows=[ALIEN])
    take_in(zip_of(before), after.profiles.get())
    assert after.buckets.get().items.count() == 3


def test_an_item_whose_film_is_not_here_comes_without_it(held):
    before, after = account(1), account(1)
    fill(before, {"Attic": [ALIEN | {"film": 0}]}, held)
    archive = zip_of(before)
    held[0].delete()
    take_in(archive, after.profiles.get())
    item = after.buckets.get().items.get()
    assert (item.title, item.movie) == ("Alien", None)


def test_what_was_shared_is_private_where_it_comes_to(held, alice):
    before, after = account(1), account(1)
    fill(before, {"Attic": [ALIEN]}, held)
    change_bucket(bucket=before.buckets.get(), by=before, visibility="link")
    Share.objects.create(bucket=before.buckets.get(), user=alice)
    take_in(zip_of(before), after.profiles.get())
    assert (after.buckets.get().visibility, after.buckets.get().shares.count()) == ("private", 0)


def test_a_format_that_is_not_here_is_a_bad_line_that_says_so(held):
    before, after = account(1), account(1)
    Format.objects.create(name="Betamax")
    fill(before, {"Attic": [ALIEN | {"format": "Betamax"}, ALIEN]}, held)
    archive = zip_of(before)
    Item.objects.all().delete()
    Format.objects.filter(name="Betamax").delete()
    imported = received(archive, after.profiles.get())
    bad = imported.rows.get(state="bad")
    assert bad.reason == "The format is VHS, DVD or Streaming."
    assert imported.counts()["matched"] == 1


def test_what_was_changed_since_stays_when_all_is_taken_back(held):
    _, after, imported = both(held, {"Attic": [ALIEN, ALIEN | {"rating": 1}]})
    changed = change_item(item=after.buckets.get().items.get(rating=1), by=after, values={"rating": 2})
    assert taken_back(imported).notice.startswith("2 things that you changed")
    assert after.buckets.get().items.get() == changed


def test_a_shelf_that_is_shared_with_a_group_stays_when_all_is_taken_back(held):
    _, after, imported = both(held, {"Attic": [ALIEN]})
    club = create_group(by=after, name="Film club")
    share_with_group(bucket=after.buckets.get(), by=after, group=club, role="viewer")
    taken_back(imported)
    assert after.buckets.get().items.count() == 0


def test_a_line_left_out_comes_back_without_asking_for_a_film(held):
    before, after = account(1), account(1)
    fill(before, {"Attic": [ALIEN]}, held)
    row = received(zip_of(before), after.profiles.get()).rows.get()
    for state in (deciding.leave_out, deciding.reopen):
        state(row=row, by=after.profiles.get())
        row.refresh_from_db()
    assert row.state == "matched"


def test_no_room_is_said_before_anything_is_taken_in(held, monkeypatch):
    before, after = account(1), account(1)
    fill(before, {"Attic": [ALIEN, ALIEN]}, held)
    imported = received(zip_of(before), after.profiles.get())
    monkeypatch.setattr(bringing_items, "MOST_ITEMS", 1)
    with pytest.raises(ValidationError, match="would have 2 items"):
        deciding.begin_commit(imported=imported, by=after.profiles.get())
    monkeypatch.setattr(bringing_items, "MOST_BUCKETS", 0)
    with pytest.raises(ValidationError, match="this import brings 1 more"):
        deciding.begin_commit(imported=imported, by=after.profiles.get())
    assert not Bucket.objects.filter(owner=after).exists()


def test_only_the_first_person_of_an_export_brings_what_the_account_owns(held):
    before, after = account(2), account(2)
    fill(before, {"Attic": [ALIEN]}, held)
    second = after.profiles.get(place=2)
    assert received(zip_of(before), second).counts()["matched"] == 0


def test_what_the_export_says_of_a_shelf(household, exported, bob):
    bucket = create_bucket(by=household, name="Attic")
    Share.objects.create(bucket=bucket, user=bob, role="editor")
    add_many(bucket=bucket, by=household, rows=[ALIEN | {"added_at": MOMENT}])
    create_bucket(by=bob, name="Not hers")
    told = document(exported(household), "buckets.json")
    assert [(one["name"], one["shared_with"][0]["name"], one["shared_with"][0]["role"]) for one in told] == [
        ("Attic", "Bob", "editor")
    ]
    assert told[0]["items"][0].items() >= (ALIEN | {"film": None, "added_at": "2020-05-04T23:07:33.123456Z"}).items()


def test_the_export_says_with_which_groups_a_shelf_is_shared_and_which_one_is_in(household, exported, bob):
    bucket = create_bucket(by=household, name="Attic", visibility="link", link_role="editor")
    take_part(secret=bucket.secret, by=bob)
    club = create_group(by=household, name="Film club")
    club.memberships.create(user=bob)
    share = share_with_group(bucket=bucket, by=household, group=club, role="viewer")
    theirs = create_group(by=bob, name="Bob's club")
    [told], account = (document(exported(household), name) for name in ("buckets.json", "account.json"))
    assert [(one["name"], one["role"], bool(one["since"])) for one in told["shared_with_groups"]] == [
        ("Film club", "viewer", True)
    ]
    assert (told["link_role"], told["shared_with"][0]["by_link"]) == ("editor", True)
    assert [(one["name"], one["role"]) for one in account["groups"]] == [("Film club", "manager")]
    assert "bob" not in str(account["groups"]).lower()
    end_group_share(share=share, by=household)
    theirs.memberships.create(user=household)
    [told], account = (document(exported(household), name) for name in ("buckets.json", "account.json"))
    assert told["shared_with_groups"] == []
    assert [one["name"] for one in account["groups"]] == ["Film club", "Bob's club"]


def test_the_export_says_to_whom_a_copy_was_lent(household, exported):
    bucket = create_bucket(by=household, name="Attic")
    item = Item.objects.get(pk=add_many(bucket=bucket, by=household, rows=[ALIEN]).added[0])
    loan = lend(item=item, by=household, name="Dora", note="For the weekend")
    told = document(exported(household), "buckets.json")[0]["items"][0]["loans"]
    since = loan.since.isoformat()
    assert told == [{"to": "Dora", "since": since, "due": None, "returned_on": None, "note": "For the weekend"}]


def test_a_copy_that_was_lent_comes_back_without_its_loans(held):
    before, after = account(1), account(1)
    fill(before, {"Attic": [ALIEN]}, held)
    lend(item=before.buckets.get().items.get(), by=before, name="Dora")
    imported = take_in(zip_of(before), after.profiles.get())
    assert "loans" not in imported.rows.get().fields["item"]
    assert after.buckets.get().items.get().loans.count() == 0


def test_photos_lie_beside_and_do_not_come_back(held):
    before, after = account(1), account(1)
    fill(before, {"Attic": [ALIEN]}, held)
    shown = put_photo(item=before.buckets.get().items.get(), by=before, file=picture(size=(90, 60)))
    archive = zip_of(before)
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        told = json.loads(found.read("buckets.json"))[0]["items"][0]["photo"]
        assert told == f"photos/{shown.photo.pk.hex}.webp"
        with Image.open(io.BytesIO(found.read(told))) as opened:
            assert opened.size == (90, 60)
    take_in(archive, after.profiles.get())
    assert after.buckets.get().items.get().photo is None


def test_a_photo_that_the_disk_lost_stops_no_export(held):
    before = account(1)
    fill(before, {"Attic": [ALIEN]}, held)
    put_photo(item=before.buckets.get().items.get(), by=before, file=picture()).photo.drop_files()
    assert zip_of(before)
