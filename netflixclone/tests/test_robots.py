"""robots.txt, as a robot reads it."""

from urllib.robotparser import RobotFileParser

import pytest


@pytest.fixture
def robots(client):
    response = client.get("/robots.txt")
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    parser = RobotFileParser()
    parser.parse(response.content.decode().splitlines())
    return parser


@pytest.mark.parametrize("path", ["/", "/movies/", "/movies/1/alien/", "/people/1/ridley-scott/"])
def test_pages_may_be_read(robots, path):
    assert robots.can_fetch("Anybot", f"http://testserver{path}")


@pytest.mark.parametrize("path", ["/admin/", "/accounts/login/", "/search/?q=alien", "/api/movies/"])
def test_what_is_of_no_use_to_a_robot_is_left_alone(robots, path):
    assert not robots.can_fetch("Anybot", f"http://testserver{path}")


@pytest.mark.django_db
def test_the_sitemap_it_names_is_there(robots, client):
    (address,) = robots.site_maps()
    assert client.get(address.removeprefix("http://testserver")).status_code == 200
