"""A household in a real browser: a child's profile is made, entered and left, by keyboard, and axe looks on."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from netflixclone.tests.e2e.conftest import PATIENCE, Site
from netflixclone.tests.e2e.members import sign_in
from netflixclone.tests.e2e.test_every_page import RULES


@pytest.fixture(params=["light", "dark"])
def household(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Dora's browser in the light, Erin's in the dark: each makes a child's profile of their own."""
    context = browser.new_context(base_url=site.url, color_scheme=request.param)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    sign_in(page, {"light": "dora", "dark": "erin"}[request.param])
    yield page
    context.close()


def axe_finds_nothing(page: Page) -> None:
    found = Axe().run(page, options=RULES)
    assert found.response["violations"] == [], found.generate_report()
    for width in (360, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_child_gets_a_profile_and_does_not_leave_it_without_the_pin(household: Page):
    page = household
    page.goto("/profiles/add/")
    expect(page.get_by_label("Films up to")).to_be_hidden()
    page.get_by_label("Name").fill("Ann")
    page.get_by_label("Name").press("Tab")
    page.keyboard.press("ArrowRight")  # from the moon, since the reel is taken
    expect(page.locator('input[name="avatar"][value="mask"]')).to_be_checked()
    page.locator('input[name="for_child"]').focus()
    page.keyboard.press("Space")
    page.get_by_label("Films up to").select_option(label="PG: from 8")
    axe_finds_nothing(page)
    page.get_by_label("PIN to leave this profile").fill("2468")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/profiles/$"))
    axe_finds_nothing(page)

    page.get_by_role("button", name="Ann", exact=True).press("Enter")
    page.wait_for_url(re.compile(r":\d+/$"))
    expect(page.get_by_role("button", name="Ann: your account")).to_be_visible()
    page.goto("/accounts/")
    expect(page.get_by_role("heading", name="Ask somebody taller")).to_be_visible()
    axe_finds_nothing(page)

    page.get_by_role("link", name="Somebody else is watching").click()
    page.locator(".faces a").first.click()
    page.get_by_label("PIN").fill("1111")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That is not the PIN")).to_be_visible()
    axe_finds_nothing(page)
    page.get_by_label("PIN").fill("2468")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/accounts/$"))
