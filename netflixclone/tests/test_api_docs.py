"""/api/schema and /api/docs."""

import json
import re

import pytest
from django.core.management import call_command

from apps.catalog.tests.factories import MovieFactory

pytestmark = pytest.mark.django_db


def test_the_schema_is_valid_and_complete(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yaml"))
    assert "openapi: 3.1.0" in (tmp_path / "schema.yaml").read_text()


def test_the_schema_shows_every_resource_once(client):
    schema = json.loads(client.get("/api/schema?format=json").content)
    assert set(schema["paths"]) == {
        "/api/buckets", "/api/buckets/invitations", "/api/buckets/invitations/{id}",
        "/api/buckets/invitations/{id}/accept", "/api/buckets/{id}", "/api/buckets/{bucket_pk}/changes",
        "/api/buckets/{bucket_pk}/asks", "/api/buckets/{bucket_pk}/asks/{id}",
        "/api/buckets/{bucket_pk}/asks/{id}/accept", "/api/buckets/{bucket_pk}/loans",
        "/api/buckets/{bucket_pk}/loans/{id}",
        "/api/buckets/{bucket_pk}/changes/{id}/undo", "/api/buckets/{bucket_pk}/invitations",
        "/api/buckets/{bucket_pk}/invitations/{id}", "/api/buckets/{bucket_pk}/items",
        "/api/buckets/{bucket_pk}/items/bulk", "/api/buckets/{bucket_pk}/items/{id}",
        "/api/buckets/links", "/api/buckets/{id}/secret", "/api/buckets/{bucket_pk}/groups",
        "/api/buckets/{bucket_pk}/groups/{id}",
        "/api/buckets/{bucket_pk}/items/{id}/photo", "/api/buckets/{bucket_pk}/items/edit",
        "/api/buckets/{bucket_pk}/items/move", "/api/buckets/{bucket_pk}/items/place",
        "/api/buckets/{bucket_pk}/items/tag", "/api/buckets/{bucket_pk}/items/untag",
        "/api/buckets/{bucket_pk}/items/take-out",
        "/api/buckets/{bucket_pk}/members", "/api/buckets/{bucket_pk}/members/{id}", "/api/items",
        "/api/calendar", "/api/calendar/feed", "/api/exports", "/api/exports/{id}", "/api/exports/{id}/file",
        "/api/genres", "/api/genres/{id}", "/api/groups", "/api/groups/invitations", "/api/groups/invitations/{id}",
        "/api/groups/invitations/{id}/accept", "/api/groups/{id}", "/api/groups/{group_pk}/invitations",
        "/api/groups/{group_pk}/invitations/{id}", "/api/groups/{group_pk}/members",
        "/api/groups/{group_pk}/members/{id}", "/api/imports", "/api/imports/{id}", "/api/imports/{id}/again",
        "/api/imports/{id}/columns", "/api/imports/{id}/commit", "/api/imports/{id}/profile", "/api/imports/{id}/undo",
        "/api/imports/{import_pk}/rows", "/api/imports/{import_pk}/rows/{id}",
        "/api/invitations", "/api/invitations/{id}", "/api/movies", "/api/movies/{id}",
        "/api/people", "/api/people/{id}", "/api/profiles", "/api/profiles/{id}", "/api/statistics",
        "/api/statistics/{year}/link", "/api/tokens", "/api/tokens/{id}", "/api/users", "/api/users/me",
        "/api/users/me/removal",
        "/api/viewings", "/api/viewings/{id}", "/api/watchlists", "/api/watchlists/invitations",
        "/api/watchlists/invitations/{id}", "/api/watchlists/invitations/{id}/accept", "/api/watchlists/{id}",
        "/api/watchlists/{id}/leave", "/api/watchlists/{id}/secret", "/api/watchlists/{watchlist_pk}/entries",
        "/api/watchlists/{watchlist_pk}/entries/{id}", "/api/watchlists/{watchlist_pk}/invitations",
        "/api/watchlists/{watchlist_pk}/invitations/{id}", "/api/watchlists/{watchlist_pk}/members",
        "/api/watchlists/{watchlist_pk}/members/{id}", "/api/watchlists/{watchlist_pk}/suggestions",
        "/api/watchlists/{watchlist_pk}/suggestions/{id}", "/api/watchlists/{watchlist_pk}/suggestions/{id}/accept",
    }  # fmt: skip


def test_every_operation_knows_its_errors_and_has_a_summary(client):
    schema = json.loads(client.get("/api/schema?format=json").content)
    for path, item in schema["paths"].items():
        for method in {"get", "post", "put", "patch", "delete"} & set(item):
            operation = item[method]
            assert operation["summary"], path
            assert {"406", "429"} <= set(operation["responses"]), path
            assert "application/problem+json" in operation["responses"]["429"]["content"]


def test_the_schema_names_every_way_to_sign_in_and_who_watches(client):
    schema = json.loads(client.get("/api/schema?format=json").content)
    assert set(schema["components"]["securitySchemes"]) == {"cookieAuth", "accessToken", "signedToken"}
    assert schema["components"]["parameters"]["Profile"]["name"] == "X-Profile"
    for item in schema["paths"].values():
        for method in {"get", "post", "put", "patch", "delete"} & set(item):
            assert {"$ref": "#/components/parameters/Profile"} in item[method]["parameters"]


def test_what_an_address_may_be_is_said_of_all_of_it(client):
    """^1|2$ lets 1 and more through: alternatives need brackets."""
    schema = json.loads(client.get("/api/schema?format=json").content)
    parameters = [
        parameter for item in schema["paths"].values() for one in item.values() for parameter in one["parameters"]
    ]
    patterns = {parameter["schema"]["pattern"] for parameter in parameters if "pattern" in parameter.get("schema", {})}
    assert len(patterns) > 1
    for pattern in patterns:
        for text in ("1, and more", "more, and 1", f"more, and {'x' * 32}"):
            assert not re.search(pattern, text), pattern


def test_writing_has_an_example(client):
    schema = json.loads(client.get("/api/schema?format=json").content)
    body = schema["paths"]["/api/movies"]["post"]["requestBody"]["content"]["application/json"]
    [example] = body["examples"].values()
    assert example["value"]["title"] == "The Long Way to the Pier"


def test_the_page_has_nothing_that_the_policy_forbids(client):
    response = client.get("/api/docs")
    html = response.content.decode()
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)", html)
    assert not re.search(r'(?:src|href)="https?://', html)
    script = client.get(re.search(r'src="([^"]*script[^"]*)"', html)[1].replace("&amp;", "&"))
    assert script["Content-Type"].startswith("application/javascript")
    assert b"SwaggerUIBundle" in script.content


def test_the_root_lists_what_there_is(client):
    root = client.get("/api/").json()
    assert root["movies"] == "http://testserver/api/movies"
    assert root["users/me"] == "http://testserver/api/users/me"
    assert all(client.get(address).status_code in (200, 401) for address in root.values())


@pytest.mark.parametrize("path", ["nothing", "movies/1/nothing", "%00", "movies//", "schema.yaml", "movies/%0A1"])
def test_elsewhere_is_a_problem(client, path):
    response = client.get(f"/api/{path}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("address", ["/api/", "/api/movies", "/api/movies/{pk}", "/api/movies/0", "/api/users"])
@pytest.mark.parametrize("persona", [None, "curator"])
def test_in_a_browser_the_api_is_pages_without_inline_styles(address, persona, as_user, request):
    client = as_user(persona and request.getfixturevalue(persona))
    page = client.get(address.format(pk=MovieFactory().pk), headers={"Accept": "text/html"})
    html = page.content.decode()
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert "Notflix API" in html
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)", html)
