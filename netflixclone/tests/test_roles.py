"""Every route, by every method, as every role, compared with the table beside this file (roles.tsv).

A cell says what a role gets: `+` an answer (or a complaint about the input), `L` is asked to log in, `F` may not (403),
`N` finds nothing there (404), `.` cannot be asked so (405), `X` breaks (500). A route that the table has not fails, and
so does one that is gone. Change a cell only after having thought about who that role is.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from netflixclone.tests import test_who_may_ask as who
from netflixclone.tests.test_who_may_ask import LOGIN_PAGES, ROUTES, example_of

TABLE = Path(__file__).with_name("roles.tsv")
ROLES = ("visitor", "owner", "stranger", "child", "collaborator", "curator", "moderator", "administrator")
PERSONAS = {"owner": "alice", "stranger": "charlie", "collaborator": "bob"}
EXAMPLES = who.PUBLIC | who.STEPS | who.AGAIN | who.MEMBERS | who.CHOSEN
rows = who.rows  # the fixture with something for every address
OF_API, OF_PAGES, OF_ADMIN = ("GET", "POST", "PUT", "PATCH", "DELETE"), ("GET", "POST"), ("GET",)
MODELS = {(model._meta.app_label, model._meta.model_name): model for model in apps.get_models()}
LETTERS = {401: "L", 403: "F", 404: "N", 405: "."}


def is_of_api(route: str) -> bool:
    return route.startswith(("api/", "_allauth/"))


def methods_of(route: str) -> tuple[str, ...]:
    return OF_API if is_of_api(route) else OF_ADMIN if route.startswith("admin/") else OF_PAGES


ASKED = [(method, route) for route in ROUTES for method in methods_of(route)]


def table() -> dict[tuple[str, str], str]:
    """Cells by method and route; a method that nobody can use has no line."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {(method, route): cells for cells, method, route in rows}


def client_of(role: str, request: pytest.FixtureRequest) -> Client:
    if role == "child":
        client = request.getfixturevalue("as_profile")(request.getfixturevalue("ann"))
    else:
        user = None if role == "visitor" else request.getfixturevalue(PERSONAS.get(role, role))
        client = request.getfixturevalue("as_user")(user)
    client.raise_request_exception = False
    return client


def ask(client: Client, method: str, route: str, address: str) -> str:
    """The letter of a cell. Nothing that is asked here changes anything for what is asked after it."""
    body = {} if method == "GET" else {"data": {}}
    if method != "GET" and is_of_api(route):
        body["content_type"] = "application/json"
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = getattr(client, method.lower())(address, **body)
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.status_code in (301, 302, 303) and urlsplit(response["Location"]).path in LOGIN_PAGES:
        return "L"
    return LETTERS.get(response.status_code, "+" if response.status_code != 500 else "X")


def address_of(route: str, rows: dict[str, object]) -> str:
    """Of the administration the first row of the model, whatever number a database has given it."""
    if route in EXAMPLES:
        return EXAMPLES[route].format(**rows)
    model = MODELS.get(tuple(route.split("/")[1:3])) if route.startswith("admin/") else None
    if model is None:
        return example_of(route)
    first = model._base_manager.order_by("pk").first()
    return "/" + re.sub(r"<[^>]+>", str(first.pk if first else 1), route)


def row_of(role: str, rows: dict[str, object], request: pytest.FixtureRequest) -> dict[tuple[str, str], str]:
    client = client_of(role, request)
    addresses = {route: address_of(route, rows) for route in ROUTES}
    return {(method, route): ask(client, method, route, addresses[route]) for method, route in ASKED}


@pytest.mark.parametrize("role", ROLES)
def test_every_role_gets_what_the_table_says(role, rows, ann, request, settings):
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": []}
    expected, column = table(), ROLES.index(role)
    wrong = [
        f"{method} {route}: {got}, and not {expected.get((method, route), '........')[column]}"
        for (method, route), got in row_of(role, rows, request).items()
        if got != expected.get((method, route), "........")[column]
    ]
    assert wrong == []


def test_every_route_is_in_the_table_and_no_other():
    asked = set(ASKED)
    assert [pair for pair in table() if pair not in asked] == []
    known = {route for _, route in table()}
    assert [route for route in ROUTES if route not in known] == []
