import json

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from apps.core.answers import refused, said, toast, way_back
from apps.core.ids import LARGEST_ID, id_in


def posted(htmx=False, **fields):
    request = RequestFactory().post("/", fields)
    request.htmx = htmx
    request._messages = CookieStorage(request)
    return request


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_nobody_is_sent_to_another_site(elsewhere):
    assert way_back(posted(next=elsewhere), "/here/") == "/here/"
    assert said(posted(next=elsewhere), "Done.", "/here/").url == "/here/"


def test_a_form_brings_one_back_to_where_it_stood():
    request = posted(next="/movies/?page=2")
    answer = said(request, "Done.", "/here/", undo="/undo/")

    assert (answer.status_code, answer.url) == (302, "/movies/?page=2")
    assert [(told.message, told.tags) for told in get_messages(request)] == [("Done.", "undo=/undo/ success")]


def test_htmx_stays_and_is_told():
    answer = said(posted(htmx=True), "Done.", "/here/", undo="/undo/")

    assert answer.status_code == 204
    undo = {"url": "/undo/", "name": "undo", "value": "1"}
    assert json.loads(answer["HX-Trigger"]) == {"toast": {"text": "Done.", "undo": undo}}


def test_what_is_refused_says_why():
    error = ValidationError(["Too long.", "Too late."])
    request = posted()

    assert refused(request, error, "/here/").url == "/here/"
    assert [told.message for told in get_messages(request)] == ["Too long. Too late."]
    answer = refused(posted(htmx=True), error, "/here/")
    assert (answer.status_code, json.loads(answer["HX-Trigger"])) == (409, {"toast": {"text": "Too long. Too late."}})


def test_what_comes_from_outside_stays_within_the_header():
    header = toast("Ä\r\nSet-Cookie: x=1").headers["HX-Trigger"]

    assert header.isascii() and "\n" not in header


@pytest.mark.parametrize(
    ("given", "pk"),
    [("7", 7), ("0", 0), ("", 0), ("-1", 0), ("1.0", 0), ("٣", 0), ("x", 0), ("9" * 19, LARGEST_ID), ("9" * 20, 0)],
)
def test_an_id_is_a_number_that_a_database_keeps(given, pk):
    assert id_in(given) == pk
