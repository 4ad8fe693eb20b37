"""The ways that people go through the site, from the first page to what they came for."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from netflixclone.tests.e2e.conftest import Site, Watch
from netflixclone.tests.e2e.site_data import PASSWORD

SEARCH = "#q"
DRAMA = re.compile(r"^\s*Drama\s*$")


def with_a_typo(title: str) -> str:
    """`title` with two letters of its middle exchanged, as fingers do."""
    middle = len(title) // 2
    return title[: middle - 1] + title[middle] + title[middle - 1] + title[middle + 1 :]


def test_from_home_by_a_typo_to_a_film_its_trailer_and_an_actor(page: Page, site: Site, watch: Watch):
    page.goto("/")
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("section").count() >= 3

    page.locator(SEARCH).fill(with_a_typo(site.film["title"]))
    page.locator(SEARCH).press("Enter")
    page.wait_for_url("**/search/?q=*")
    found = page.locator("main").get_by_role("link", name=re.compile(rf"^{site.film['title']}"))
    found.first.click()
    page.wait_for_url(f"**{site.film['path']}")
    expect(page.locator("h1")).to_contain_text(site.film["title"])

    assert page.locator("iframe").count() == 0
    assert watch.asked_elsewhere == [], "the video site must hear nothing before the click"
    page.locator("#trailer a").click()
    page.locator("iframe").wait_for()
    page.wait_for_load_state("networkidle")
    assert [url.split("/embed/")[0] for url in watch.asked_elsewhere] == ["https://www.youtube-nocookie.com"]
    watch.asked_elsewhere.clear()

    page.get_by_role("link", name=re.compile(site.actor["name"])).first.click()
    page.wait_for_url(f"**{site.actor['path']}")
    expect(page.locator("h1")).to_contain_text(site.actor["name"])
    expect(page.locator("main").get_by_role("link", name=re.compile(rf"^{site.film['title']}")).first).to_be_visible()


def test_suggestions_come_while_typing_and_can_be_taken(page: Page, site: Site):
    page.goto("/")
    page.locator(SEARCH).press_sequentially(site.film["title"][:5], delay=30)
    suggestion = (
        page.locator("#suggestions")
        .get_by_role("link", name=re.compile(site.film["title"]))
        .or_(page.locator("#suggestions").get_by_role("option", name=re.compile(site.film["title"])))
    )
    suggestion.first.click()
    page.wait_for_url(f"**{site.film['path']}")


def test_the_same_without_javascript(plain_page: Page, site: Site):
    page = plain_page
    page.goto("/")
    page.locator(SEARCH).fill(site.film["title"])
    page.locator(SEARCH).press("Enter")
    page.wait_for_url("**/search/?q=*")
    page.locator("main").get_by_role("link", name=re.compile(rf"^{site.film['title']}")).first.click()
    page.wait_for_url(f"**{site.film['path']}")
    trailer = page.locator("#trailer a").get_attribute("href") or ""
    assert trailer.startswith("https://www.youtube.com/watch?v=")
    page.get_by_role("link", name=re.compile(site.actor["name"])).first.click()
    page.wait_for_url(f"**{site.actor['path']}")


def test_filters_and_pages_without_javascript(plain_page: Page):
    page = plain_page
    page.goto("/movies/")
    every_film = titles(page)
    page.locator("label", has_text=DRAMA).click()
    page.get_by_role("button", name="Show films").click()
    page.wait_for_url("**genre=drama**")
    dramas = titles(page)
    assert dramas and dramas != every_film
    page.get_by_role("link", name=re.compile("next", re.IGNORECASE)).click()
    page.wait_for_url("**page=2**")
    assert "genre=drama" in page.url
    assert titles(page) and not set(titles(page)) & set(dramas)


def titles(page: Page) -> list[str]:
    """The films of the list, by their addresses: two films may have one name."""
    paths = page.eval_on_selector_all("main a", "links => links.map(link => link.pathname)")
    return [path for path in dict.fromkeys(paths) if re.match(r"/movies/\d+/", path)]


def test_a_filter_changes_the_list_and_the_address(page: Page):
    page.goto("/movies/")
    page.locator("label", has_text=DRAMA).click()
    if "genre=drama" not in page.url:
        page.get_by_role("button", name="Show films").click()
    page.wait_for_url("**genre=drama**")
    page.get_by_role("link", name=re.compile("Drama.*take away")).first.click()
    page.wait_for_url(lambda url: "genre=drama" not in url)


def test_with_the_keyboard_alone(page: Page, site: Site):
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    tab_to(page, SEARCH, backwards=True)
    page.keyboard.type(site.film["title"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    tab_to(page, f'main a[href="{site.film["path"]}"]')
    assert focus_is_shown(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{site.film['path']}")
    tab_to(page, "#trailer a")
    assert focus_is_shown(page)


def tab_to(page: Page, selector: str, *, backwards: bool = False) -> None:
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"the keyboard does not come to {selector}")


def focus_is_shown(page: Page) -> bool:
    """An outline or a shadow on the focused element, or on what is drawn around it."""
    return page.evaluate(
        """() => [document.activeElement, ...document.activeElement.querySelectorAll('*'),
                 document.activeElement.parentElement].some(e => {
            const s = getComputedStyle(e);
            return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none';
        })"""
    )


def test_the_colour_scheme_can_be_chosen_and_is_kept(page: Page):
    page.emulate_media(color_scheme="dark")
    page.goto("/")
    dark = ground(page)
    page.get_by_role("button", name="Light or dark").click()
    page.get_by_label("Light", exact=True).check()
    light = ground(page)
    assert light != dark
    page.goto("/movies/")
    assert ground(page) == light


def ground(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_a_member_logs_in_and_out(page: Page):
    page.goto("/accounts/login/")
    page.locator('input[name="login"]').fill("alice@example.org")
    page.locator('input[name="password"]').fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r":\d+/$"))
    page.get_by_role("button", name="Your account").click()
    expect(page.locator("#account")).to_contain_text("Alice")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_a_page_that_is_not_there_leads_back(page: Page, watch: Watch):
    watch.expected = ("status of 404",)
    answer = page.goto("/nothing/of/that/name/")
    assert answer is not None and answer.status == 404
    page.locator('main a[href="/"], header a[href="/"]').first.click()
    page.wait_for_url(re.compile(r":\d+/$"))


POSTER = "::view-transition-group(poster)"
ANIMATED = """
addEventListener("pagereveal", ({ viewTransition }) => {
  const names = () => document.getAnimations().map((animation) => animation.effect.pseudoElement);
  window.animated = viewTransition ? viewTransition.ready.then(names, (error) => [String(error)]) : ["no transition"];
});
"""


TRIES = 3


def animated(page: Page, start: str, card: str) -> list[str]:
    """What moves on the way from a page to the film of its second card.

    A busy browser may paint a page before its animation is ready and give it up. That is no fault of the page,
    so it is asked again; a page that never animates fails every time.
    """
    moved: list[str] = []
    for _ in range(TRIES):
        page.goto(start)
        page.locator(card).nth(1).click()
        page.wait_for_url(lambda url: not url.endswith(start) and "/movies/" in url)
        moved = page.evaluate("window.animated")
        if POSTER in moved:
            break
    return moved


def test_the_chosen_poster_travels_to_its_film_and_from_film_to_film(page: Page):
    page.add_init_script(ANIMATED)

    assert POSTER in animated(page, "/movies/", ".grid .card a")
    film = urlsplit(page.url).path
    assert POSTER in animated(page, film, ".card a[href^='/movies/']")
