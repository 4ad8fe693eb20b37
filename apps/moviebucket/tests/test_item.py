"""The rules of an Item: what the model says, and what the database refuses when somebody goes past the model."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from apps.moviebucket.actions import EXTRAS
from apps.moviebucket.criteria import CRITERIA
from apps.moviebucket.models import Format, Item, ItemQuerySet
from apps.moviebucket.models.item import LENGTH, RATING, RELEASE_YEAR, TITLE
from apps.moviebucket.tests.factories import ItemFactory

pytestmark = pytest.mark.django_db

FORMAT = "The format is VHS, DVD or Streaming."
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def item_of(bucket, values):
    format_ = values["format"]
    return Item(bucket=bucket, format_id=format_, **{name: value for name, value in values.items() if name != "format"})


def said(item):
    try:
        item.check_rules()
    except ValidationError as error:
        return {name: [(one.code, one.messages[0]) for one in errors] for name, errors in error.error_dict.items()}
    return {}


RIGHT = {
    "title": ["A", "A" * 50, "é" * 50, FAMILY * 50, "नमस्ते", " 2001: A Space Odyssey ", "🎬", "Ӿ"],
    "format": ["VHS", "DVD", "Streaming"],
    "length": [0, 1, 499, 500, "0", "500", "8:20", "0:00", 117.0],
    "release_year": [1800, 1801, 2099, 2100, "1800", "2100"],
    "rating": [1, 2, 4, 5, "1", "5"],
}
WRONG = {
    "title": [
        (None, "required"), ("", "required"), ("   ", "required"), ("\t\n\u3000", "required"),
        ("\u200b", "required"),
        ("A" * 51, "max_length"), ("é" * 51, "max_length"), (FAMILY * 51, "max_length"),
        ("a" + "\u0301" * 500, "max_length"),
        ("A\0", "invalid"), ("A\x1b[1m", "invalid"), ("\ud800", "invalid"), (5, "invalid"), (True, "invalid"),
    ],
    "format": [
        (None, "required"), ("", "required"), ("vhs", "invalid_choice"), ("Betamax", "invalid_choice"),
        ("DVD\0", "invalid_choice"),
    ],
    "length": [
        (None, "required"), ("", "required"), (-1, "min_value"), ("-1", "min_value"), (501, "max_value"),
        ("501", "max_value"), ("8:21", "max_value"), (10**30, "max_value"), ("1:60", "invalid"), ("1:5", "invalid"),
        (1.5, "invalid"), ("1.5", "invalid"), ("x", "invalid"), (True, "invalid"), ("1e2", "invalid"), ("٥", "invalid"),
        ([], "invalid"), (float("nan"), "invalid"),
    ],
    "release_year": [
        (None, "required"), ("", "required"), (1799, "min_value"), (2101, "max_value"), ("1799", "min_value"),
        (1979.5, "invalid"), ("MCMLXXIX", "invalid"), (True, "invalid"), ("1:57", "invalid"), ("9" * 40, "invalid"),
    ],
    "rating": [
        (None, "required"), ("", "required"), (0, "min_value"), (6, "max_value"), (-5, "min_value"), (4.5, "invalid"),
        ("five", "invalid"), (True, "invalid"), ("4½", "invalid"),
    ],
}  # fmt: skip
SENTENCES = {"title": TITLE, "format": FORMAT, "length": LENGTH, "release_year": RELEASE_YEAR, "rating": RATING}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, some in RIGHT.items() for value in some])
def test_right_values_are_kept(bucket, values, field, value):
    item = item_of(bucket, values | {field: value})
    assert said(item) == {}
    item.save()
    item.refresh_from_db()
    assert item.version == 1


@pytest.mark.parametrize(
    ("field", "value", "code"), [(field, value, code) for field, some in WRONG.items() for value, code in some]
)
def test_wrong_values_are_named_by_field_code_and_sentence(bucket, values, field, value, code):
    assert said(item_of(bucket, values | {field: value})) == {field: [(code, SENTENCES[field])]}


def test_all_that_is_wrong_is_said_at_once(bucket, values):
    wrong = {"title": "", "format": "8-track", "length": 501, "release_year": 1, "rating": 9}
    assert set(said(item_of(bucket, values | wrong))) == set(wrong)


def test_a_title_is_kept_composed_and_without_blanks_around(bucket, values):
    item = item_of(bucket, values | {"title": "  Ame\u0301lie \n Poulain "})
    assert said(item) == {}
    assert item.title == "Am\u00e9lie Poulain"


# --- past the model --------------------------------------------------------------------------------


def refused(item):
    """Whether the database refuses a row that nobody checked. A foreign key may wait until the transaction ends."""
    item.sort_title = "x"
    try:
        with transaction.atomic():
            Item.objects.bulk_create([item])
            connection.check_constraints()
    except IntegrityError:
        return True
    return False


def past(bucket, values, size=None, **wrong):
    item = item_of(bucket, values | wrong)
    item.title_size = len(item.title) if size is None else size
    return item


def test_the_database_takes_what_is_right(bucket, values):
    assert not refused(past(bucket, values))
    assert not refused(past(bucket, values, title=FAMILY * 50, size=50))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"title": " "}, {"title": " Alien"}, {"title": "A" * 51}, {"title": "é" * 51},
        {"format": "Betamax"}, {"format": "vhs"}, {"format": ""},
        {"length": -1}, {"length": 501}, {"release_year": 1799}, {"release_year": 2101}, {"rating": 0}, {"rating": 6},
    ],
)  # fmt: skip
def test_the_database_refuses_a_row_that_went_past_the_model(bucket, values, wrong):
    assert refused(past(bucket, values, **wrong))


@pytest.mark.parametrize(
    ("title", "size"), [("A" * 51, 50), ("A" * 51, 1), ("Alien", 4), ("Alien", 6), ("é" * 50, 51), ("é", 2), ("é", 0)]
)
def test_the_database_does_not_believe_a_count_that_cannot_be(bucket, values, title, size):
    assert refused(past(bucket, values, title=title, size=size))


@pytest.mark.parametrize(
    "wrong", [{"length": -1}, {"length": 501}, {"rating": 6}, {"release_year": 1}, {"title": "A" * 51}]
)
def test_the_database_refuses_an_update_too(bucket, wrong):
    item = ItemFactory(bucket=bucket)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**wrong)


def test_half_a_star_gets_past_nobody(bucket):
    """SQLite would keep 3.5 in a column of integers; PostgreSQL rounds it to one."""
    item = ItemFactory(bucket=bucket)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE moviebucket_item SET rating = 3.5 WHERE id = %s", [item.pk])
    except IntegrityError:
        pass
    item.refresh_from_db()
    assert item.rating in (3, 4)


@pytest.mark.parametrize("name", ["title", "format_id", "length", "release_year", "rating"])
def test_none_of_the_five_can_be_missing(bucket, name):
    item = ItemFactory(bucket=bucket)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**{name: None})


# --- formats ---------------------------------------------------------------------------------------


def test_an_administrator_adds_formats(bucket, values):
    Format.objects.create(name="Blu-ray")
    assert said(item_of(bucket, values | {"format": "Blu-ray"})) == {}
    _, sentence = said(item_of(bucket, values | {"format": "Betamax"}))["format"][0]
    assert sentence == "The format is VHS, DVD, Streaming or Blu-ray."


def test_a_deployment_may_keep_to_the_first_three(bucket, values, settings):
    Format.objects.create(name="Blu-ray")
    settings.STRICT_FORMATS = True
    assert said(item_of(bucket, values | {"format": "Blu-ray"})) == {"format": [("invalid_choice", FORMAT)]}
    with pytest.raises(ValidationError, match="first three"):
        Format(name="LaserDisc").full_clean()


@pytest.mark.parametrize("name", ["", "dvd", " DVD "])
def test_a_format_has_a_name_of_its_own(name):
    with pytest.raises(ValidationError):
        Format(name=name).full_clean()


def test_a_format_that_items_have_stays(bucket):
    ItemFactory(bucket=bucket)
    with pytest.raises(IntegrityError), transaction.atomic():
        Format.objects.filter(name="DVD").delete()


# --- the rest --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"barcode": "5051892007770"}, "barcode"), ({"price": "-1", "currency": "EUR"}, "price"),
        ({"price": "9.99"}, "currency"), ({"price": "9.999", "currency": "EUR"}, "price"),
        ({"currency": "E1"}, "currency"),
        ({"link": "javascript:alert(1)"}, "link"), ({"bought_on": "2026-02-30"}, "bought_on"),
        ({"condition": "eaten"}, "condition"), ({"notes": "a\0"}, "notes"), ({"room": "x" * 61}, "room"),
        ({"notes": "\ud800"}, "notes"), ({"notes": []}, "notes"), ({"region": 2}, "region"), ({"link": {}}, "link"),
        ({"bought_on": 5}, "bought_on"), ({"bought_on": [2026]}, "bought_on"),
        ({"price": True, "currency": "EUR"}, "price"), ({"price": [0, [1], 0], "currency": "EUR"}, "price"),
        ({"price": float("nan"), "currency": "EUR"}, "price"), ({"price": float("inf"), "currency": "EUR"}, "price"),
        ({"price": 10**40, "currency": "EUR"}, "price"), ({"price": "1e999999", "currency": "EUR"}, "price"),
    ],
)  # fmt: skip
def test_what_may_be_said_besides_has_rules_too(bucket, values, extra, field):
    assert list(said(item_of(bucket, values | extra))) == [field]


@pytest.mark.parametrize("nothing", [None, ""])
def test_what_may_be_said_besides_may_be_nothing(bucket, values, nothing):
    item = item_of(bucket, values | dict.fromkeys(EXTRAS, nothing))
    assert said(item) == {}
    item.save()
    item.refresh_from_db()
    assert (item.price, item.bought_on, item.edition, item.currency) == (None, None, "", "")


@pytest.mark.parametrize("price", [9.99, 1194.88, 0.1, 9999999.99, 5, 5.0, "9.99"])
def test_a_price_may_be_a_number(bucket, values, price):
    item = item_of(bucket, values | {"price": price, "currency": "EUR"})
    assert said(item) == {}
    assert item.price == Decimal(str(price))


def test_what_may_be_said_besides_is_tidied(bucket, values):
    item = item_of(bucket, values | {"barcode": "5-051892 007771", "price": "9.5", "currency": "eur"})
    assert said(item) == {}
    assert (item.barcode, str(item.price), item.currency) == ("5051892007771", "9.50", "EUR")


# --- indexes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [f"{sign}{name}" for name in ItemQuerySet.SORTS for sign in ("", "-")])
def test_each_sort_reads_an_index(bucket, name):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL sorts what has no more than a few rows by itself")
    ids = Item.objects.of(bucket).sorted_by(name).values("pk")[:50]
    plan = ids.explain()
    assert "USING" in plan and "INDEX moviebucket_item_by_" in plan
    assert "TEMP B-TREE" not in plan


def test_what_no_index_finds_is_looked_for_as_it_lies(bucket):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a bitmap in the order of the table by itself")
    plan = Item.objects.of(bucket).filter(notes__icontains="rare").order_by().values("pk").explain()
    assert "INDEX moviebucket_item_of_bucket" in plan


def test_the_copies_of_a_tag_are_found_by_its_index(bucket):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads tables of a few rows whole")
    plan = CRITERIA["tag"].narrow(Item.objects.of(bucket), "noir").order_by().values("pk").explain()
    assert "LIST SUBQUERY" in plan and "USING COVERING INDEX moviebucket_tag_of_bucket (bucket_id=? AND key=?)" in plan
