"""What must hold on each page: accessibility in both schemes, every width, and a sound frame."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from netflixclone.tests.e2e.conftest import Site, Watch
from netflixclone.tests.e2e.pages import NAMES, path_of

SIZES = ((360, 740), (1280, 800), (1920, 1080))  # a phone, a laptop, a television
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def opened(page: Page, site: Site, watch: Watch, name: str) -> Page:
    watch.expected = ("status of 404",) if name == "not found" else ()
    page.goto(path_of(name, site))
    return page


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(page: Page, site: Site, watch: Watch, name: str, scheme: str):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    opened(page, site, watch, name)
    found = Axe().run(page, options=RULES)
    assert found.response["passes"], "axe looked at nothing"
    assert found.response["violations"] == [], found.generate_report()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_runs_over_the_edge(page: Page, site: Site, watch: Watch, name: str):
    opened(page, site, watch, name)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        shown, wide = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollWidth]")
        assert shown == width
        assert wide <= shown, page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
            ".slice(0, 5).map(e => e.tagName + '.' + e.className)"
        )


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_one_heading_a_title_and_a_description(page: Page, site: Site, watch: Watch, name: str):
    opened(page, site, watch, name)
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    assert "Notflix" in page.title()
    assert page.locator("html").get_attribute("lang")
    assert page.locator("main").count() == 1
    assert len(page.locator('meta[name="description"]').get_attribute("content") or "") > 20


@pytest.mark.parametrize("name", NAMES)
def test_targets_are_large_enough_for_a_thumb(page: Page, site: Site, watch: Watch, name: str):
    """44 px where one operates something; WCAG lets links inside a sentence be smaller."""
    page.set_viewport_size({"width": 360, "height": 740})
    opened(page, site, watch, name)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, summary, nav a, a.button')]
        .filter(e => e.checkVisibility({checkVisibilityCSS: true}) && !e.closest('.visually-hidden, .skip')
            && !e.matches('.visually-hidden, .skip, [type=radio], [type=checkbox]'))
        .map(e => [e, e.getBoundingClientRect()])
        .filter(([e, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
        .map(([e, box]) => `${e.tagName} ${e.className} "${e.textContent.trim().slice(0, 20)}" ` +
            `${Math.round(box.width)}x${Math.round(box.height)}`)"""
    )
    assert small == []
