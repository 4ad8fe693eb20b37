"""Buckets, items, formats and the history in the administration."""

import pytest
from django.urls import reverse

from apps.moviebucket import actions
from apps.moviebucket.actions import WRITABLE
from apps.moviebucket.models import Bucket, Change, Format, Item, Loan
from apps.moviebucket.models.item import LENGTH, RATING, TITLE
from apps.moviebucket.tests.factories import BucketFactory, ItemFactory

pytestmark = pytest.mark.django_db
MODELS = ("bucket", "item", "format", "change", "loan")


def page_of(model, verb="changelist", *args):
    return reverse(f"admin:moviebucket_{model}_{verb}", args=args)


@pytest.fixture
def client_of_admin(as_user, administrator):
    return as_user(administrator)


@pytest.fixture
def item(bucket, alice, values):
    return actions.add_item(bucket=bucket, by=alice, values=values)


def form_of(item, **changes):
    facts = {name: getattr(item, name) for name in WRITABLE if name != "format"}
    facts |= {"format": item.format_id, "movie": item.movie_id, "seen_version": item.version} | changes
    return {name: "" if value is None else value for name, value in facts.items()}


@pytest.mark.parametrize("model", MODELS)
def test_it_is_for_administrators(as_user, curator, moderator, alice, administrator, item, model):
    loan = Loan.objects.create(item=item, name="Dora")
    for who, status in ((None, 302), (alice, 302), (curator, 403), (moderator, 403), (administrator, 200)):
        assert as_user(who).get(page_of(model)).status_code == status
        if who:
            first = {
                "item": item.pk,
                "bucket": item.bucket_id,
                "format": "VHS",
                "change": Change.objects.first().pk,
                "loan": loan.pk,
            }
            assert as_user(who).get(page_of(model, "change", first[model])).status_code == status


# --- buckets ---------------------------------------------------------------------------------------


def test_a_bucket_is_looked_at_and_deleted_and_not_written_in(client_of_admin, viewed, item, alice):
    page = client_of_admin.get(page_of("bucket"), {"q": "alice"}).content.decode()
    assert "Living room" in page
    change = page_of("bucket", "change", viewed.pk)
    assert client_of_admin.post(change, {"name": "Mine now"}).status_code == 403
    assert client_of_admin.get(page_of("bucket", "add")).status_code == 403
    client_of_admin.post(page_of("bucket", "delete", viewed.pk), {"post": "yes"})
    assert not Bucket.objects.exists()


def test_the_list_says_how_large_they_are(client_of_admin, viewed, alice):
    for _ in range(3):
        ItemFactory(bucket=viewed)
    BucketFactory(owner=alice, name="Empty")
    rows = client_of_admin.get(page_of("bucket")).context["cl"].result_list
    assert {(row.name, row.items_in_it, row.shares_in_it) for row in rows} == {
        ("Living room", 3, 1),
        ("Empty", 0, 0),
    }


@pytest.mark.parametrize("model", ["bucket", "item", "change"])
def test_a_list_costs_the_same_however_long_it_is(
    client_of_admin, alice, bob, charlie, values, model, django_assert_max_num_queries
):
    for number in range(1, 13):
        bucket = BucketFactory(owner=(alice, bob, charlie)[number % 3])
        actions.add_item(bucket=bucket, by=alice, values=values)
        if number in (3, 12):
            with django_assert_max_num_queries(12):
                client_of_admin.get(page_of(model))


# --- items -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [({"q": "LIEN"}, 1), ({"q": "birds"}, 0), ({"q": "alice@example.org"}, 1), ({"q": "bob@x.org"}, 0),
     ({"format__name__exact": "VHS"}, 1), ({"format__name__exact": "DVD"}, 0)],
)  # fmt: skip
def test_items_are_found(client_of_admin, item, query, found):
    response = client_of_admin.get(page_of("item"), query)
    assert len(response.context["cl"].result_list) == found


def test_an_item_is_changed_as_everywhere(client_of_admin, administrator, item):
    address = page_of("item", "change", item.pk)
    assert client_of_admin.get(address).status_code == 200
    response = client_of_admin.post(address, form_of(item, length="2:00", format="DVD", price="9.5", currency="eur"))
    assert response.status_code == 302
    item.refresh_from_db()
    assert (item.length, item.format_id, str(item.price), item.currency, item.version) == (120, "DVD", "9.50", "EUR", 2)
    change = Change.objects.first()
    assert (change.kind, change.by, change.before["length"]) == ("changed", administrator, 117)


def test_what_is_wrong_is_said_in_the_model_s_words(client_of_admin, item):
    wrong = form_of(item, title=" ", length="8:21", rating="", format="Betamax", price="x")
    response = client_of_admin.post(page_of("item", "change", item.pk), wrong)
    assert response.status_code == 200
    errors = response.context["adminform"].errors
    assert errors["title"] == [TITLE]
    assert errors["length"] == [LENGTH]
    assert errors["rating"] == [RATING]
    assert errors["format"] == ["The format is VHS, DVD or Streaming."]
    assert list(errors["price"])
    item.refresh_from_db()
    assert item.version == 1


def test_a_change_of_somebody_else_is_not_lost(client_of_admin, alice, item):
    sent = form_of(item, rating="1")
    actions.change_item(item=item, by=alice, values={"length": 90})
    response = client_of_admin.post(page_of("item", "change", item.pk), sent)
    assert "Somebody changed this item meanwhile" in response.content.decode()
    item.refresh_from_db()
    assert (item.length, item.rating) == (90, 5)


def test_what_is_taken_out_can_be_undone(client_of_admin, administrator, item, bucket):
    ItemFactory(bucket=bucket)
    client_of_admin.post(page_of("item", "delete", item.pk), {"post": "yes"})
    several = {"action": "delete_selected", "_selected_action": list(Item.objects.values_list("pk", flat=True))}
    client_of_admin.post(page_of("item"), several | {"post": "yes"})
    assert not Item.objects.exists()
    actions.undo_change(change=Change.objects.filter(kind="removed", item_id=item.pk).get(), by=administrator)
    assert Item.objects.get().title == "Alien"


def test_no_item_is_added_here(client_of_admin):
    assert client_of_admin.get(page_of("item", "add")).status_code == 403


# --- formats ---------------------------------------------------------------------------------------


def test_a_format_is_added_and_goes_as_long_as_nothing_has_it(client_of_admin, bucket):
    client_of_admin.post(page_of("format", "add"), {"name": "Blu-ray", "place": "4"})
    assert Format.objects.names() == ["VHS", "DVD", "Streaming", "Blu-ray"]
    item = ItemFactory(bucket=bucket, format_id="Blu-ray")
    delete = page_of("format", "delete", "Blu-ray")
    assert client_of_admin.post(delete, {"post": "yes"}).status_code == 403
    item.delete()
    assert client_of_admin.post(delete, {"post": "yes"}).status_code == 302
    assert "Blu-ray" not in Format.objects.names()


@pytest.mark.parametrize("name", ["VHS", "DVD", "Streaming"])
def test_the_first_three_stay_as_they_are(client_of_admin, name):
    change, delete = (page_of("format", verb, name) for verb in ("change", "delete"))
    client_of_admin.post(change, {"name": "Other", "place": "9"})
    assert set(Format.objects.names()) == {"VHS", "DVD", "Streaming"}
    assert client_of_admin.post(delete, {"post": "yes"}).status_code == 403
    several = {"action": "delete_selected", "_selected_action": [name], "post": "yes"}
    client_of_admin.post(page_of("format"), several)
    assert Format.objects.count() == 3


@pytest.mark.parametrize(("name", "said"), [("dvd", "already"), ("", "required"), ("x" * 31, "at most 30")])
def test_what_is_no_format_is_refused(client_of_admin, name, said):
    response = client_of_admin.post(page_of("format", "add"), {"name": name, "place": "4"})
    assert said in str(response.context["adminform"].errors)


def test_a_deployment_may_keep_to_the_first_three(client_of_admin, settings):
    settings.STRICT_FORMATS = True
    response = client_of_admin.post(page_of("format", "add"), {"name": "LaserDisc", "place": "4"})
    assert "STRICT_FORMATS" in response.content.decode()
    assert Format.objects.count() == 3


# --- history ---------------------------------------------------------------------------------------


def test_the_history_is_read_only(client_of_admin, item):
    change = Change.objects.get()
    page = client_of_admin.get(page_of("change", "change", change.pk)).content.decode()
    assert "Alien" in page
    for verb, args in (("add", ()), ("delete", (change.pk,))):
        assert client_of_admin.post(page_of("change", verb, *args), {"post": "yes"}).status_code == 403
    assert client_of_admin.post(page_of("change", "change", change.pk), {"about": "x"}).status_code == 403


# --- loans -----------------------------------------------------------------------------------------


def test_loans_are_only_read(client_of_admin, item, bob):
    loan = Loan.objects.create(item=item, user=bob)
    page = client_of_admin.get(page_of("loan"), {"q": "bob"}).content.decode()
    assert "Bob" in page and "Alien" in page
    for verb in ("change", "delete"):
        assert client_of_admin.post(page_of("loan", verb, loan.pk), {"post": "yes"}).status_code == 403
    assert client_of_admin.get(page_of("loan", "add")).status_code == 403
    assert Loan.objects.out().count() == 1
