"""Statistics, a year in review and the calendar of releases, in a real browser."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bench.server import run_in_django, serving
from netflixclone.tests.e2e.conftest import PATIENCE, Ground
from netflixclone.tests.e2e.test_every_page import RULES

WIDTHS = (360, 1280, 1920)
PAGES = ["/statistics/", "/statistics/2025/", "/statistics/2025/review/", "/calendar/", "/calendar/feed/"]


@pytest.fixture(scope="module")
def diary_site(tmp_path_factory: pytest.TempPathFactory, ground: Ground) -> Iterator[dict[str, str]]:
    """A site of its own: the other tests expect members without films."""
    env = ground.site(tmp_path_factory.mktemp("diary"))
    cookies = json.loads(run_in_django("netflixclone.tests.e2e.statistics_data", env=env))
    with serving(env, "--worker-class=gthread", "--threads=4") as server:
        yield {"url": f"http://127.0.0.1:{server.port}", **cookies}


@pytest.fixture(params=["full", "empty"])
def signed_in(browser: Browser, diary_site: dict[str, str], request: pytest.FixtureRequest) -> Iterator[Page]:
    """Whoever has a diary and a list, and whoever has nothing yet."""
    context = browser.new_context(base_url=diary_site["url"])
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "sessionid", "value": diary_site[request.param], "url": diary_site["url"]}])
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert errors == []


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(signed_in: Page, path: str, tmp_path: Path):
    signed_in.goto(path)
    for details in signed_in.locator(".chart details").all()[:2]:
        details.evaluate("each => { each.open = true }")
    for scheme in ("dark", "light"):
        signed_in.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = Axe().run(signed_in, options=RULES)
        assert found.response["violations"] == [], f"{path} {scheme}: {found.generate_report()}"
    for width in WIDTHS:
        signed_in.set_viewport_size({"width": width, "height": 900})
        wide = signed_in.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} wide on {width}"


@pytest.mark.parametrize("signed_in", ["full"], indirect=True)
def test_a_year_is_shared_with_a_stranger_and_taken_back(signed_in: Page, browser: Browser):
    signed_in.goto("/statistics/2025/review/")
    signed_in.get_by_role("button", name="Make a link").click()
    link = signed_in.get_by_label("Link", exact=True).input_value()
    stranger = browser.new_context().new_page()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="2025", exact=True)).to_be_visible()
    assert Axe().run(stranger, options=RULES).response["violations"] == []
    signed_in.get_by_role("button", name="Take the link back").click()
    expect(signed_in.get_by_role("button", name="Make a link")).to_be_visible()
    assert stranger.goto(link).status == 404
    stranger.context.close()
