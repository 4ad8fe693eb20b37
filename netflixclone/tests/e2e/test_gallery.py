"""Every component in a real browser, in both schemes and all sizes: looks, fits, answers keys and remembers choices."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bench.server import serving
from netflixclone.tests.e2e.conftest import Ground, Watch

SIZES = {"phone": (360, 740), "laptop": (1280, 800), "television": (1920, 1080)}
# A shape of one colour compresses to almost nothing; the gallery has some fifty posters.
DRAWN_BYTES = 100_000


@pytest.fixture(scope="module")
def gallery_url(tmp_path_factory: pytest.TempPathFactory, ground: Ground) -> Iterator[str]:
    """The gallery is there while debugging only, so it needs a server of its own."""
    # Its broken picture is asked of our own origin, where there is none.
    env = ground.site(tmp_path_factory.mktemp("gallery"), DEBUG="on", TMDB_IMAGE_PROXY="on")
    with serving(env, "--worker-class=gthread", "--threads=4") as server:
        yield f"http://127.0.0.1:{server.port}/gallery/"


@pytest.fixture
def gallery(page: Page, watch: Watch, gallery_url: str) -> Page:
    watch.own = gallery_url.removesuffix("/gallery/")
    watch.expected = ("status of 404",)
    page.goto(gallery_url)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("size", SIZES)
def test_the_gallery_is_drawn_and_nothing_runs_over(gallery: Page, tmp_path: Path, scheme: Any, size: str):
    width, height = SIZES[size]
    gallery.set_viewport_size({"width": width, "height": height})
    gallery.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    picture = gallery.screenshot(path=tmp_path / f"{size}-{scheme}.png", full_page=True)

    assert len(picture) > DRAWN_BYTES
    assert gallery.evaluate("document.documentElement.scrollWidth") <= width
    background = gallery.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    lightness = float(background.removeprefix("oklch(").split()[0])
    assert lightness > 0.9 if scheme == "light" else lightness < 0.2


@pytest.mark.parametrize(("scheme", "size"), [("dark", "phone"), ("light", "laptop")])
def test_axe_finds_nothing_in_any_component(gallery: Page, scheme: Any, size: str):
    gallery.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
    gallery.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    found = Axe().run(gallery)

    assert found.response["violations"] == [], found.generate_report()


def test_the_words_of_every_drawn_poster_stay_on_its_sheet(gallery: Page):
    over = gallery.evaluate(
        """() => [...document.querySelectorAll('svg.poster text:not(.m)')].map(text => [text, text.getBBox()])
        .filter(([, box]) => box.x < 2 || box.x + box.width > 198 || box.y < 0 || box.y + box.height > 304)
        .map(([text, box]) => `${text.textContent} ${Math.round(box.x)} to ${Math.round(box.x + box.width)}`)"""
    )

    assert over == []


def test_arrow_keys_go_from_card_to_card_with_an_outline_that_shows(gallery: Page):
    cards = gallery.locator(".row .scroller").first.locator(".card a")
    cards.first.focus()

    gallery.keyboard.press("ArrowRight")
    gallery.keyboard.press("ArrowRight")
    expect(cards.nth(2)).to_be_focused()
    gallery.keyboard.press("ArrowLeft")
    expect(cards.nth(1)).to_be_focused()
    outline = cards.nth(1).evaluate("link => getComputedStyle(link).outlineStyle + getComputedStyle(link).outlineWidth")
    assert outline.startswith("solid")
    assert float(outline.removeprefix("solid").removesuffix("px")) >= 3

    gallery.keyboard.press("ArrowDown")
    assert not gallery.evaluate(
        "document.activeElement.closest('.row')?.querySelector('h2').id === 'row-trending-this-week'"
    )


def test_a_row_moves_by_its_buttons_and_they_know_its_ends(gallery: Page):
    gallery.emulate_media(reduced_motion="reduce")
    row = gallery.locator(".row", has=gallery.get_by_role("heading", name="Trending this week"))
    back, more = row.get_by_role("button", name="Back in"), row.get_by_role("button", name="More of")
    expect(back).to_be_disabled()

    more.click()
    expect(back).to_be_enabled()
    assert row.locator(".scroller").evaluate("list => list.scrollLeft") > 100

    row.locator(".scroller").evaluate("list => list.scrollTo(list.scrollWidth, 0)")
    expect(more).to_be_disabled()
    few = gallery.locator(".row", has=gallery.get_by_role("heading", name="Two films only"))
    expect(few.get_by_role("button")).to_have_count(0)


def test_the_chosen_scheme_is_kept_and_can_be_given_back(gallery: Page):
    gallery.emulate_media(color_scheme="dark")
    gallery.get_by_role("button", name="Light or dark").click()
    gallery.get_by_role("radio", name="Light").check()
    assert gallery.evaluate("document.documentElement.dataset.theme") == "light"

    gallery.reload()
    assert gallery.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"

    gallery.get_by_role("button", name="Light or dark").click()
    expect(gallery.get_by_role("radio", name="Light")).to_be_checked()
    gallery.get_by_role("radio", name="Like this device").check()
    assert gallery.evaluate("document.documentElement.dataset.theme") is None


def test_a_dialog_opens_keeps_the_keyboard_and_closes_by_escape(gallery: Page):
    gallery.get_by_role("button", name="Open a dialog").click()
    dialog = gallery.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert gallery.evaluate("document.activeElement.closest('dialog') !== null")

    gallery.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(gallery.get_by_role("button", name="Open a dialog")).to_be_focused()


def test_the_server_can_say_something_in_the_live_region(gallery: Page):
    gallery.evaluate(
        "document.body.dispatchEvent(new CustomEvent('toast', {detail: {value: 'Saved <b>'}, bubbles: true}))"
    )

    toast = gallery.get_by_role("status").filter(has_text="Saved <b>")
    expect(toast).to_be_visible()
    toast.get_by_role("button", name="Close").click()
    expect(gallery.get_by_text("Saved <b>")).to_have_count(0)
