"""The five rules and that of tags, at and around each bound: model, form, API, CSV, JSON and administration agree.

The verdict is a field's code and sentence, or what was kept. Pages and administration show sentences alone, so of those
the sentence is compared. What a channel cannot carry (a bool in CSV, half of a character in a form) is left out of it.
"""

import csv
import json
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.tables import Part
from apps.moviebucket import actions, tables
from apps.moviebucket.admin import ItemAdminForm
from apps.moviebucket.forms import ItemForm
from apps.moviebucket.models import CONTRACT, Item

pytestmark = pytest.mark.django_db
RIGHT = {"title": "Alien", "format": "VHS", "length": 117, "release_year": 1979, "rating": 5}
GENERATED = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def around(*bounds):
    """Numbers at and beside each bound, and far from it; as numbers and as people write them."""
    numbers = st.sampled_from(sorted({bound + step for bound in bounds for step in (-1, 0, 1)})) | st.integers()
    texts = numbers.map(str) | numbers.map("{}.0".format) | numbers.map(" {} ".format) | numbers.map("0{}".format)
    odd = st.sampled_from(
        ["", " ", "x", "1e2", "٥", "½", "1:57", "8:20", "8:21", "1:60", "0x5", "+5", "1_0", "-0", "NaN"]
    )
    return numbers | texts | odd | st.floats(allow_nan=False, allow_infinity=False) | st.none() | st.booleans()


CHARACTERS = st.sampled_from(
    ["a", "é", "e\u0301", "न", "नी", FAMILY, "🇫🇷", "\u200b", " ", "\t", "\n", "\0", "\x1b", "=", "'"]
)
VALUES = {
    "title": st.builds(lambda one, times, rest: one * times + rest, CHARACTERS, st.integers(0, 52), CHARACTERS)
    | st.text(max_size=60)
    | st.sampled_from(["", " ", "a" * 50, "a" * 51, "é" * 51, FAMILY * 50, FAMILY * 51, "=1+1", "'=x", None, 5, True]),
    "format": st.sampled_from(["VHS", "DVD", "Streaming", "vhs", " DVD ", "Betamax", "", " ", "DVD\0", None, 5, True])
    | st.text(max_size=8),
    "length": around(0, 500),
    "release_year": around(1800, 2100),
    "rating": around(1, 5),
}
TAG = st.builds(lambda one, times: one * times, CHARACTERS, st.integers(0, 32)) | st.sampled_from(
    ["Christmas", "CHRISTMAS", " to  lend ", "a,b", ",", "", "x" * 31, FAMILY * 30, "ſ", "=1+1", "'=x", "\ud800"]
)
TAGS = (
    st.lists(TAG, max_size=23)
    | st.lists(TAG, max_size=4).map(",".join)
    | st.integers(17, 23).map(lambda number: ", ".join(map(str, range(number))))
    | st.sampled_from([None, "", " ", ",,", 5, True, {}, ["a", 5], ["a", None], [["a"]], "a, ,b"])
)
CASES = st.sampled_from(CONTRACT).flatmap(lambda name: st.tuples(st.just(name), VALUES[name]))


def by_model(values, **_):
    """What is wrong, as {field: {(code, sentence)}}; or what was kept."""
    item = Item(bucket_id=1)
    try:
        actions.items.fill(item, values).check_rules()
    except ValidationError as error:
        return faults_of(error)
    return kept(item)


def faults_of(error):
    return {
        name: {(one.code, text) for one in errors for text in one.messages} for name, errors in error.error_dict.items()
    }


def kept(item):
    return {"title": item.title, "format": item.format_id, "tags": item.tags} | {
        name: getattr(item, name) for name in ("length", "release_year", "rating")
    }


class Undone(Exception):
    """Takes back what a channel wrote."""


def by_action(values, bucket, user, form=None):
    verdict = {}
    try:
        with transaction.atomic():
            verdict = kept(actions.add_item(bucket=bucket, by=user, values=values))
            raise Undone
    except Undone:
        return verdict
    except ValidationError as error:
        return faults_of(error)


def by_form(values, bucket, user):
    """As the page does it; a form has texts alone."""
    data = {name: "" if value is None else str(value) for name, value in values.items()}
    form = ItemForm(data)
    if not form.is_valid():
        return {name: {(None, text) for text in texts} for name, texts in form.errors.items()}
    verdict = by_action(form.values, bucket, user)
    if any(isinstance(said, set) for said in verdict.values()):
        form.refuse(ValidationError({name: [text for _, text in said] for name, said in verdict.items()}))
        return {name: {(None, text) for text in texts} for name, texts in form.errors.items()}
    return verdict


def by_admin(values, bucket, user):
    data = {name: "" if value is None else str(value) for name, value in values.items()}
    form = ItemAdminForm(data, instance=Item(bucket=bucket))
    if not form.is_valid():
        return {name: {(None, text) for text in texts} for name, texts in form.errors.items()}
    return kept(form.instance)


def by_table(part, bucket, user, read):
    verdict = {}
    try:
        with transaction.atomic():
            [pk] = actions.add_many(bucket=bucket, by=user, rows=read(part)).added
            verdict = kept(Item.objects.get(pk=pk))
            raise Undone
    except Undone:
        return verdict
    except actions.Refused as refused:
        faults = {}
        for fault in refused.report.faults:
            faults.setdefault(fault.field, set()).add((fault.code, fault.sentence))
        return faults


def by_csv(values, bucket, user):
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(values)
    writer.writerow([tables.formulas.written("" if value is None else str(value)) for value in values.values()])
    body = text.getvalue().encode()
    return by_table(Part("t.csv", lambda: BytesIO(body)), bucket, user, tables.read_csv)


def by_json(values, bucket, user):
    body = json.dumps([values]).encode()
    return by_table(Part("t.json", lambda: BytesIO(body)), bucket, user, tables.read_json)


def by_api(values, client, bucket):
    address = reverse("api:bucket-item-list", args=[bucket.pk])
    with transaction.atomic():
        response = client.post(address, json.dumps(values), content_type="application/json")
        transaction.set_rollback(True)
    return verdict_of(response)


def by_bulk(values, client, bucket):
    address = reverse("api:bucket-item-bulk", args=[bucket.pk])
    with transaction.atomic():
        response = client.post(address, json.dumps([values]), content_type="application/json")
        shown = {"added": []} if response.status_code == 400 else response.json()
        found = [kept(Item.objects.get(pk=pk)) for pk in shown["added"]]
        transaction.set_rollback(True)
    return found[0] if found else verdict_of(response, depth=2)


def verdict_of(response, depth=1):
    answer = response.json()
    if response.status_code == 201:
        return {name: answer[name] for name in (*CONTRACT, "tags")}
    faults = {}
    for error in answer["errors"]:
        faults.setdefault(error["pointer"].split("/")[depth], set()).add((error["code"], error["detail"]))
    return faults


def without_codes(verdict):
    return {name: {text for _, text in said} if isinstance(said, set) else said for name, said in verdict.items()}


def as_text(values):
    """What is left of values when each is written down."""
    return {name: "" if value is None else str(value) for name, value in values.items()}


@pytest.fixture
def client(as_user, alice, settings):
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}
    return as_user(alice)


@GENERATED
@given(case=CASES)
def test_model_action_and_api_say_the_same_of_any_value(case, bucket, alice, client):
    name, value = case
    values = RIGHT | {name: value}
    said = by_model(values)
    assert by_action(values, bucket, alice) == said
    assert by_api(values, client, bucket) == said
    assert by_bulk(values, client, bucket) == said
    assert by_json(values, bucket, alice) == said


@GENERATED
@given(tags=TAGS)
def test_model_action_and_api_say_the_same_of_any_tags(tags, bucket, alice, client):
    values = RIGHT | {"tags": tags}
    said = by_model(values)
    assert by_action(values, bucket, alice) == said
    assert by_api(values, client, bucket) == said
    assert by_bulk(values, client, bucket) == said
    assert by_json(values, bucket, alice) == said


@GENERATED
@given(tags=TAGS.filter(lambda tags: isinstance(tags, str)))
def test_forms_csv_and_administration_say_the_same_of_tags_as_they_are_written(tags, bucket, alice):
    values = as_text(RIGHT) | {"tags": tags}
    said = by_model(values)
    if not {"\0", "\ud800"} & set(tags):
        assert by_csv(values, bucket, alice) == said
        assert without_codes(by_form(values, bucket, alice)) == without_codes(said)
        assert without_codes(by_admin(values, bucket, alice)) == without_codes(said)


@GENERATED
@given(case=CASES)
def test_forms_csv_and_administration_say_the_same_of_what_was_written(case, bucket, alice):
    name, value = case
    values = as_text(RIGHT | {name: value})
    said = by_model(values)
    if "\r" not in values[name] and "\0" not in values[name]:  # a table's lines end there; a row with NUL is none
        assert by_csv(values, bucket, alice) == said
    if "\0" not in values[name]:  # a form says of it that no text has it
        assert without_codes(by_form(values, bucket, alice)) == without_codes(said)
        assert without_codes(by_admin(values, bucket, alice)) == without_codes(said)


@pytest.mark.parametrize("name", CONTRACT)
def test_what_is_missing_is_missing_everywhere(bucket, alice, client, name):
    values = {known: value for known, value in RIGHT.items() if known != name}
    said = by_model(values)
    assert [code for code, _ in said[name]] == ["required"]
    for channel in (by_action, by_json):
        assert channel(values, bucket, alice) == said
    assert by_api(values, client, bucket) == by_bulk(values, client, bucket) == said
    assert by_csv(values | {name: ""}, bucket, alice) == said
    assert without_codes(by_form(values, bucket, alice)) == without_codes(said)
    assert without_codes(by_admin(values, bucket, alice)) == without_codes(said)
