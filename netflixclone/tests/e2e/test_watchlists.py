"""Lists in the browser: one click and undo, ordering by pointer and by keys, all of it without JavaScript too."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from netflixclone.tests.e2e.conftest import Site
from netflixclone.tests.e2e.members import sign_in
from netflixclone.tests.e2e.site_data import PASSWORD
from netflixclone.tests.e2e.test_every_page import RULES
from netflixclone.tests.e2e.test_journeys import focus_is_shown, tab_to

ADD = ".grid .card > .listing"
PHONE = {"width": 390, "height": 844}


def titles(page: Page) -> list[str]:
    return page.locator("[data-list] > li:visible .entry-title").all_inner_texts()


def empty_main_list(page: Page) -> None:
    page.goto("/watchlists/")
    page.locator(".choices a").first.click()
    page.wait_for_url("**/watchlists/*/")
    while page.locator(".entry").count():
        page.locator(".entry button[aria-label*='off the list']").first.click()
        page.wait_for_timeout(150)
        page.reload()


def fill(page: Page, count: int) -> list[str]:
    """Puts so many films on the main list by their cards and opens it: their titles as they stand there."""
    page.goto("/movies/")
    for place in range(count):
        button = page.locator(ADD).nth(place)
        button.scroll_into_view_if_needed()
        with page.expect_response("**/watchlists/entries/"):
            button.click()
    page.goto("/watchlists/")
    page.locator(".choices a").first.click()
    page.wait_for_url("**/watchlists/*/")
    return titles(page)


@pytest.fixture
def listed(page: Page) -> Iterator[Page]:
    sign_in(page, "alice")
    empty_main_list(page)
    yield page
    empty_main_list(page)


def test_one_click_adds_and_undo_takes_back(listed: Page):
    page = listed
    page.goto("/movies/")
    button = page.locator(ADD).first
    with page.expect_response("**/watchlists/entries/") as answer:
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    assert answer.value.status == 204
    expect(page.locator("#toasts")).to_contain_text("is on your watchlist")
    with page.expect_response("**/watchlists/entries/remove/"):
        page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(page.locator(ADD).first).to_have_attribute("aria-pressed", "false")


def test_what_could_not_be_done_is_taken_back_on_the_page(listed: Page, watch):
    page = listed
    watch.expected = ("Failed to load", "ERR_", "500")
    page.goto("/movies/")
    page.route("**/watchlists/entries/", lambda route: route.fulfill(status=500, body=""))
    button = page.locator(ADD).first
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_a_film_taken_off_its_list_comes_back_by_undo(listed: Page):
    page = listed
    before = fill(page, 2)
    page.locator(".entry button[aria-label*='off the list']").first.click()
    expect(page.locator("[data-list] > li:visible")).to_have_count(1)
    with page.expect_response("**/restore/"):
        page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator("[data-list] > li:visible")).to_have_count(2)
    page.reload()
    assert titles(page) == before


def test_films_are_ordered_by_dragging(listed: Page):
    page = listed
    first, second, third = fill(page, 3)
    rows = page.locator("[data-list] > li")
    rows.nth(2).locator(".handle").hover()  # which waits until the page stands still
    goal = rows.nth(0).bounding_box()
    assert goal
    page.mouse.down()
    page.mouse.move(goal["x"] + 60, goal["y"] + goal["height"] / 2, steps=8)
    page.mouse.move(goal["x"] + 60, goal["y"] + 4, steps=4)
    with page.expect_response("**/move/") as answer:
        page.mouse.up()
    assert answer.value.status == 204
    assert titles(page) == [third, first, second]
    page.reload()
    assert titles(page) == [third, first, second]


def test_films_are_ordered_by_keys(listed: Page):
    page = listed
    first, second, third = fill(page, 3)
    page.get_by_role("button", name=f"Move {first} down", exact=True).focus()
    with page.expect_response("**/move/"):
        page.keyboard.press("Enter")
    assert titles(page) == [second, first, third]
    expect(page.get_by_role("button", name=f"Move {first} down", exact=True)).to_be_focused()
    with page.expect_response("**/move/"):
        page.keyboard.press("Alt+ArrowDown")
    assert titles(page) == [second, third, first]
    expect(page.locator(".order-said")).to_contain_text("is number 3")
    page.reload()
    assert titles(page) == [second, third, first]


def test_the_same_without_javascript(plain_page: Page):
    page = plain_page
    sign_in(page, "bob")
    page.goto("/movies/")
    for place in (0, 1):
        page.locator(ADD).nth(place).click()
        expect(page.locator("#toasts")).to_contain_text("is on your watchlist")
        expect(page).to_have_url(re.compile("/movies/$"))
        expect(page.locator(ADD).nth(place)).to_have_attribute("aria-pressed", "true")
    page.goto("/watchlists/")
    page.locator(".choices a").first.click()
    first, second = titles(page)
    page.get_by_role("button", name=f"Move {first} down", exact=True).click()
    assert titles(page) == [second, first]
    page.get_by_role("button", name=f"Take {second} off the list", exact=True).click()
    assert titles(page) == [first]
    page.get_by_role("button", name="Put it back").click()
    assert titles(page) == [second, first]


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_nothing_on_the_pages_of_lists(listed: Page, scheme: str):
    page = listed
    fill(page, 3)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size(PHONE)
    own = re.sub(r"^https?://[^/]+", "", page.url)
    for address in (own, "/watchlists/", "/watchlists/new/", f"{own}edit/", f"{own}people/", f"{own}films/?q=the", "/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
        found = Axe().run(page, options=RULES)
        assert found.response["violations"] == [], f"{address}: {found.generate_report()}"


def test_from_signing_up_to_the_first_film_with_the_keyboard_alone(page: Page, site: Site):
    page.emulate_media(reduced_motion="reduce")
    page.goto("/accounts/signup/")
    for name, words in {"name": "Frida", "email": "frida@example.org", "password1": PASSWORD}.items():
        tab_to(page, f"main input[name={name}]")
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    page.goto(re.findall(r"https?://[^/]+(/accounts/confirm-email/[^/]+/)", site.letters())[-1])
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/confirm-email/" not in url)
    if "/accounts/login/" in page.url:
        for name, words in {"login": "frida@example.org", "password": PASSWORD}.items():
            tab_to(page, f"main input[name={name}]")
            page.keyboard.type(words)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)

    page.goto(site.film["path"])
    tab_to(page, ".hero button.listing")
    assert focus_is_shown(page)
    button = page.locator(".hero button.listing")
    with page.expect_response("**/watchlists/entries/") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 204
    expect(button).to_have_attribute("aria-pressed", "true")
    tab_to(page, "#toasts button[formaction]", backwards=True)
    with page.expect_response("**/watchlists/entries/remove/"):
        page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "false")
