"""Buckets in the browser: a copy added and taken out by keys alone, the same without JavaScript, every page by axe."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from netflixclone.tests.e2e.conftest import Watch, watched
from netflixclone.tests.e2e.members import sign_in
from netflixclone.tests.e2e.test_every_page import RULES, SIZES
from netflixclone.tests.e2e.test_journeys import tab_to

SMALL = """() => [...document.querySelectorAll(
    'main button, main input:not([type=hidden], [type=checkbox], [type=radio]), main select, main summary,'
    + 'main nav a, main a.button, .spine, .copies a')]
    .filter(e => e.checkVisibility({checkVisibilityCSS: true}) && !e.closest('.visually-hidden'))
    .map(e => [e, e.getBoundingClientRect()])
    .filter(([e, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
    .map(([e, box]) => `${e.tagName} "${e.textContent.trim().slice(0, 20)}" ${box.width}x${box.height}`)"""


def made(page: Page, name: str) -> str:
    """A new bucket of that name; where it is."""
    page.goto("/buckets/new/")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Make the bucket").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return page.url


def test_a_copy_is_added_and_taken_out_with_the_keyboard_alone(page: Page):
    sign_in(page, "bob")
    made(page, "By keys")
    tab_to(page, "main .empty a.button")
    page.keyboard.press("Enter")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("casabla")
    expect(page.locator("#found button").first).to_be_visible()
    tab_to(page, "#found button")
    page.keyboard.press("Enter")
    expect(page.locator("#id_title")).to_have_value("Casablanca")
    tab_to(page, "#id_rating")
    page.keyboard.type("4")
    tab_to(page, "#id_title", backwards=True)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Casablanca")
    expect(page.locator("main .facts").first).to_contain_text("4 of 5")
    tab_to(page, "form[action$='/remove/'] button")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Casablanca is out of By keys.")
    page.locator("#toasts").get_by_role("button", name="Undo").press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Casablanca is back in By keys.")
    expect(page.locator(".copy")).to_have_count(1)


def typed(page: Page, field: str, words: str) -> None:
    tab_to(page, f"#id_{field}")
    page.keyboard.type(words)


def test_three_copies_are_shared_and_taken_back_with_the_keyboard_alone(
    page: Page, new_context: Callable[[], BrowserContext], watch: Watch
):
    sign_in(page, "alice")
    bucket = made(page, "For the club")
    page.goto(f"{bucket}items/new/")
    for number in (1, 2, 3):
        typed(page, "title", f"Reel {number}")
        typed(page, "rating", "4")
        typed(page, "length", "0:45")
        typed(page, "release_year", "1968")
        tab_to(page, "button[formaction$='/another/']")
        page.keyboard.press("Enter")
        expect(page.locator("#toasts")).to_contain_text(f"Reel {number} is in For the club.")
    page.goto(f"{bucket}people/")
    typed(page, "email", "dora@example.org")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("invited")

    guest = watched(new_context(), watch)
    sign_in(guest, "dora", to="/buckets/")
    tab_to(guest, "form[action$='/accept/'] button")
    guest.keyboard.press("Enter")
    expect(guest.locator(".copy")).to_have_count(3)

    page.reload()
    tab_to(page, "form[action*='/people/'][action$='/remove/'] button")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Dora sees this bucket no more.")
    watch.expected = ("status of 404",)
    guest.locator(".copy a").first.click()
    expect(guest.locator("h1")).not_to_have_text("Reel 1")
    expect(guest).to_have_title(re.compile("not|nothing|gone", re.IGNORECASE))
    guest.context.close()


def test_looking_for_a_film_leaves_what_was_typed(page: Page):
    sign_in(page, "bob")
    page.goto(f"{made(page, 'Typed')}items/new/")
    page.get_by_label("Length").fill("1:10")
    page.locator("#find").press_sequentially("casabla")
    page.locator("#found button").first.click()
    expect(page.locator("#id_title")).to_have_value("Casablanca")
    expect(page.get_by_label("Length")).to_have_value("1:10")


def test_it_all_works_without_javascript(plain_page: Page):
    page = plain_page
    sign_in(page, "bob")
    page.goto(f"{made(page, 'Plain')}items/new/")
    page.locator("#find").fill("casablanca")
    page.locator("#find").press("Enter")
    page.locator("#found button").first.click()
    page.get_by_label("Rating").select_option("5")
    page.get_by_role("button", name="Add and add another").click()
    expect(page.locator("#toasts")).to_contain_text("Casablanca is in Plain.")
    expect(page.locator("#id_title")).to_have_value("")
    page.get_by_label("Title", exact=True).fill("Ski trip")
    page.get_by_label("Length").fill("0:30")
    page.get_by_label("Release year").fill("1991")
    page.get_by_label("Rating").select_option("3")
    page.get_by_text("More about this copy").click()
    page.get_by_label("Room").fill("Cellar")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("h1")).to_have_text("Ski trip")
    page.get_by_role("link", name="Plain").click()
    page.get_by_role("link", name="Shelf").click()
    expect(page.locator(".spine")).to_have_text("Ski tripVHS")
    page.get_by_role("link", name="Table").click()
    page.get_by_role("link", name="Length").click()
    expect(page.locator(".copies tbody th").first).to_have_text("Ski trip")


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_every_page_of_a_bucket_is_sound(page: Page, watch: Watch, scheme: str):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    sign_in(page, "bob")
    bucket = made(page, f"Sound and {scheme}")
    page.goto(f"{bucket}items/new/")
    for label, value in (("Title", "Ski trip"), ("Length", "0:30"), ("Release year", "1991")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Rating").select_option("3")
    page.get_by_text("More about this copy").click()
    page.get_by_label("Room").fill("Cellar")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("h1")).to_have_text("Ski trip")
    item = page.url
    views = [
        "",
        "?view=table&columns=place&columns=price",
        "?view=shelf",
        "?q=zzz",
        "edit/",
        "delete/",
        "people/",
        "changes/",
        "import/",
        "duplicates/",
    ]
    around = ["/buckets/", "/buckets/new/", "/buckets/loans/", "/buckets/search/?q=ski", "/buckets/search/?q=zzz"]
    forms = [f"{bucket}items/new/?q=casablanca", f"{item}edit/"]
    for address in [*around, *(f"{bucket}{view}" for view in views), item, f"{item}lend/", *forms]:
        page.goto(address)
        found = Axe().run(page, options=RULES)
        assert found.response["violations"] == [], f"{address} {found.generate_report()}"
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} at {width}"
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate(SMALL) == [], address
