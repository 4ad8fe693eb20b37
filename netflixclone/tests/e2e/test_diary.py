"""A film goes into the diary: by keyboard alone, in a dialog, without JavaScript."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from netflixclone.tests.e2e.conftest import Site
from netflixclone.tests.e2e.members import sign_in
from netflixclone.tests.e2e.test_every_page import RULES

SIZES = ((360, 740), (1280, 800), (1920, 1080))


@pytest.fixture
def member(page: Page) -> Iterator[Page]:
    """Frank, whose diary is empty again afterwards."""
    page.emulate_media(reduced_motion="reduce")
    sign_in(page, "frank")
    yield page
    empty_diary(page)


def empty_diary(page: Page) -> None:
    for query in ("", "?year=none"):
        page.goto(f"/diary/{query}")
        while (change := page.get_by_role("link", name=re.compile("^Change "))).count():
            page.goto(change.first.get_attribute("href") or "")
            page.get_by_role("button", name="Take it out of the diary").click()
            page.wait_for_url(lambda url: "/viewings/" not in url)
            page.goto(f"/diary/{query}")


def stars(page: Page, words: str):
    return page.get_by_role("radio", name=words, exact=True)


def test_a_film_is_logged_by_keyboard_in_a_dialog(member: Page, site: Site):
    page = member
    page.goto(site.film["path"])
    opener = page.get_by_role("link", name="Log this film")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=f"Log {site.film['title']}")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()

    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Watched on")).to_have_value(datetime.now(tz=UTC).date().isoformat())
    stars(page, "No rating").focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    expect(stars(page, "3 and a half stars")).to_be_checked()
    for _ in range(7):
        page.keyboard.press("ArrowLeft")
    expect(stars(page, "No rating")).to_be_checked()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    dialog.get_by_label("With whom").focus()
    page.keyboard.type("Bob")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="is in your diary")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Seen on"))).to_be_visible()
    expect(page.get_by_role("img", name="Rated 4 of 5")).to_be_visible()


def test_what_is_wrong_is_said_in_the_dialog(member: Page, site: Site, watch):
    watch.expected = ("status of 422", "Response Status Error Code 422")
    page = member
    page.goto(site.film["path"])
    page.get_by_role("link", name="Log this film").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Watched on").fill("")
    dialog.get_by_role("button", name="Log it").click()
    expect(dialog.get_by_text("Give the day, or say that you do not know it.")).to_be_visible()
    expect(dialog.get_by_label("Watched on")).to_be_focused()
    dialog.get_by_label("I do not know when").check()
    dialog.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("is in your diary, without a date")).to_be_visible()


def test_stars_are_chosen_with_a_finger_or_a_mouse(member: Page, site: Site):
    page = member
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site.film["path"])
    page.get_by_role("link", name="Log this film").click()
    for words in ("Half a star", "3 and a half stars", "5 stars", "No rating", "2 stars"):
        box = page.locator("label").filter(has=stars(page, words)).bounding_box()
        assert box["width"] >= 24, f"{words} is {box['width']} wide"
        assert box["height"] >= 44, f"{words} is {box['height']} high"
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(stars(page, words)).to_be_checked()


def test_a_listed_film_is_asked_about_and_a_removal_undone(member: Page, site: Site):
    page = member
    page.goto(site.film["path"])
    with page.expect_response("**/watchlists/entries/"):
        page.locator(".hero button.listing").click()
    expect(page.locator(".hero button.listing")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Log this film").click()
    page.get_by_role("button", name="Log it").click()
    page.get_by_role("button", name="Take it off Watchlist").click()
    expect(page.locator(".hero button.listing")).to_have_attribute("aria-pressed", "false")

    page.goto("/diary/")
    page.get_by_role("link", name=re.compile("^Change ")).click()
    page.get_by_role("dialog").get_by_role("button", name="Take it out of the diary").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("is back in your diary")).to_be_visible()
    expect(page.locator(".diary-lines li")).to_have_count(1)


def test_the_same_without_javascript(plain_page: Page, site: Site):
    page = plain_page
    sign_in(page, "frank")
    page.goto(site.film["path"])
    page.get_by_role("link", name="Log this film").click()
    page.wait_for_url("**/diary/log/**")
    stars(page, "3 stars").focus()  # they are drawn over their inputs: a click on one of these hits another
    page.keyboard.press("Space")
    expect(stars(page, "3 stars")).to_be_checked()
    page.get_by_label("Note").fill("Seen on paper.")
    page.get_by_role("button", name="Log it").click()
    page.wait_for_url(f"**{site.film['path']}")
    page.get_by_role("link", name="Diary", exact=True).click()
    expect(page.get_by_text("Seen on paper.")).to_be_visible()
    page.get_by_role("link", name="Calendar").click()
    expect(page.get_by_role("table").get_by_role("link", name=re.compile(site.film["title"]))).to_be_visible()
    empty_diary(page)


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(member: Page, site: Site, scheme: str):
    page = member
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    today = datetime.now(tz=UTC).date()
    number = re.search(r"/movies/(\d+)/", site.film["path"])[1]

    def sound(name: str) -> None:
        found = Axe().run(page, options=RULES)
        assert found.response["violations"] == [], f"{name}: {found.generate_report()}"
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            shown, wide = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollWidth]")
            assert wide <= shown, f"{name} at {width}"

    page.goto("/diary/")
    sound("the empty diary")
    page.goto(f"/diary/log/{number}/")
    sound("the form")
    stars(page, "4 stars").focus()  # they are drawn over their inputs: a click on one of these hits another
    page.keyboard.press("Space")
    expect(stars(page, "4 stars")).to_be_checked()
    page.get_by_role("button", name="Log it").click()
    page.wait_for_url(f"**{site.film['path']}")
    sound("the film")
    page.get_by_role("link", name=re.compile("^Seen on")).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    sound("the dialog")
    for path in ("/diary/", f"/diary/{today.year}/{today.month}/", "/diary/?year=none"):
        page.goto(path)
        sound(path)
