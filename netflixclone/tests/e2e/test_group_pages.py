"""Groups in the browser: made, shared with and left by keys alone, without JavaScript, every page by axe."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from netflixclone.tests.e2e.conftest import Watch, watched
from netflixclone.tests.e2e.members import sign_in
from netflixclone.tests.e2e.test_bucket_pages import SMALL, made, typed
from netflixclone.tests.e2e.test_every_page import RULES, SIZES
from netflixclone.tests.e2e.test_journeys import tab_to


def founded(page: Page, name: str) -> str:
    """A new group of that name; where it is."""
    page.goto("/groups/new/")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Make the group").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return page.url


def test_a_bucket_is_shared_with_a_group_and_gone_for_who_is_taken_off(
    page: Page, new_context: Callable[[], BrowserContext], watch: Watch
):
    sign_in(page, "alice")
    group = founded(page, "Film club")
    typed(page, "email", "grace@example.org")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("grace@example.org")
    bucket = made(page, "Of the club")
    page.goto(f"{bucket}people/")
    tab_to(page, "form[action$='/groups/'] button")
    page.keyboard.press("Enter")
    expect(page.locator("#circles-title + ul")).to_contain_text("Film club")

    guest = watched(new_context(), watch)
    sign_in(guest, "grace", to="/groups/")
    tab_to(guest, "form[action$='/accept/'] button")
    guest.keyboard.press("Enter")
    expect(guest.locator("h1")).to_have_text("Film club")
    guest.goto("/buckets/")
    guest.get_by_role("link", name="Of the club").press("Enter")
    expect(guest.locator("h1")).to_have_text("Of the club")

    page.goto(group)
    tab_to(page, "form[action*='/members/'][action$='/remove/'] button")
    page.keyboard.press("Enter")
    expect(page.locator("#members-title + ul")).not_to_contain_text("Grace")
    watch.expected = ("status of 404",)
    guest.get_by_role("link", name="People").press("Enter")
    expect(guest).to_have_title(re.compile("not|nothing|gone", re.IGNORECASE))
    guest.context.close()


def test_groups_work_without_javascript(plain_page: Page):
    page = plain_page
    sign_in(page, "bob")
    founded(page, "Plain people")
    page.get_by_label("E-mail").fill("carla@example.org")
    page.get_by_role("button", name="Invite").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.locator("main")).not_to_contain_text("carla@example.org")
    page.get_by_role("button", name="Leave this group").click()
    expect(page.locator("h1")).to_have_text("Groups")
    expect(page.get_by_role("link", name="Plain people")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_every_page_of_a_group_is_sound(page: Page, scheme: str):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    sign_in(page, "bob")
    group = founded(page, f"Sound and {scheme}")
    page.get_by_label("E-mail").fill("carla@example.org")
    page.get_by_role("button", name="Invite").click()
    bucket = made(page, f"Shared and {scheme}")
    page.goto(f"{bucket}people/")
    page.locator("form[action$='/groups/'] select").select_option(label=f"Sound and {scheme}")
    page.get_by_role("button", name="Share with the group").click()
    expect(page.locator("#circles-title + ul")).to_contain_text(f"Sound and {scheme}")
    for address in ("/groups/", "/groups/new/", group, f"{group}edit/", f"{group}delete/", f"{bucket}people/"):
        page.goto(address)
        found = Axe().run(page, options=RULES)
        assert found.response["violations"] == [], f"{address} {found.generate_report()}"
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} at {width}"
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate(SMALL) == [], address
