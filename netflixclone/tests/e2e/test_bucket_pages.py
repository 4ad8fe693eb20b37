"""Buckets in the browser: a copy added and taken out by keys alone, the same without JavaScript, every page by axe."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from apps.moviebucket.tests.pictures import picture
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
    page.wait_for_load_state()  # who types before the script is there looks with Enter
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


def in_hand() -> FilePayload:
    """A photo as somebody has it."""
    file = picture(size=(300, 200))
    return {"name": "shelf.jpg", "mimeType": "image/jpeg", "buffer": file.read()}


def typed(page: Page, field: str, words: str) -> None:
    tab_to(page, f"#id_{field}")
    page.keyboard.type(words)


def test_three_copies_one_lent_are_shared_and_taken_back_with_the_keyboard_alone(
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
    page.goto(f"{bucket}?q=reel+2")
    tab_to(page, ".copy a")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Reel 2")
    tab_to(page, "a[href$='/lend/']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Lend it")
    typed(page, "name", "Grandmother")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Grandmother")
    page.goto(bucket)
    expect(page.locator(".copy", has_text="Reel 2")).to_contain_text("Grandmother")

    page.goto(f"{bucket}people/")
    typed(page, "email", "grace@example.org")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("invited")

    guest = watched(new_context(), watch)
    sign_in(guest, "grace", to="/buckets/")
    tab_to(guest, "form[action$='/accept/'] button")
    guest.keyboard.press("Enter")
    expect(guest.locator(".copy")).to_have_count(3)

    page.reload()
    tab_to(page, "form[action*='/people/'][action$='/remove/'] button")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Grace sees this bucket no more.")
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


def test_a_shelf_is_typed_looked_over_and_added_without_javascript(plain_page: Page, watch: Watch):
    page = plain_page
    sign_in(page, "bob")
    bucket = made(page, "A whole shelf")
    page.get_by_role("link", name="Add a shelf").click()
    page.get_by_label("One title or barcode a line").fill("casablanca\nThe General\nSki trip 1991\nQwertzuiop")
    expect(page.get_by_role("button", name="Scan with the camera")).to_be_hidden()
    page.get_by_label("Shelf", exact=True).fill("Top")
    page.get_by_role("button", name="Look them up").click()
    expect(page.locator(".quick-line")).to_have_count(4)
    expect(page.locator(".quick-line").first.get_by_role("radio").first).to_be_checked()
    page.get_by_role("group", name="Qwertzuiop").get_by_label("Leave it out").check()
    watch.expected = (*watch.expected, "status of 400")
    page.get_by_role("button", name="Add them").click()
    expect(page.locator("[role=alert]")).to_contain_text("The length is 0 to 500 minutes")
    page.get_by_role("group", name="Ski trip 1991").get_by_label("Length").fill("0:30")
    page.get_by_role("button", name="Add them").click()
    expect(page.locator("#toasts")).to_contain_text("3 copies are in A whole shelf.")
    page.goto(bucket)
    expect(page.locator(".copy")).to_have_count(3)


# Chromium on Linux reads no barcodes, so what reads them is put there; camera, dialog and list are the real ones.
DETECTOR = """window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["ean_13", "qr_code"]; }
    async detect(video) {
        window.looks = (window.looks ?? 0) + 1;
        return video.videoWidth ? [{rawValue: window.looks < 4 ? "5050582721478" : "4006381333931"}] : [];
    }
}"""


def test_barcodes_are_scanned_line_by_line(new_context: Callable[..., BrowserContext], watch: Watch):
    context = new_context(permissions=["camera"])
    context.add_init_script(DETECTOR)
    page = watched(context, watch)
    sign_in(page, "bob")
    page.goto(f"{made(page, 'Scanned')}items/quick/")
    page.get_by_role("button", name="Scan with the camera").press("Enter")
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("4006381333931 is noted. 2 so far.")
    page.keyboard.press("Escape")
    expect(page.get_by_label("One title or barcode a line")).to_be_focused()
    expect(page.get_by_label("One title or barcode a line")).to_have_value("5050582721478\n4006381333931\n")
    page.get_by_role("button", name="Look them up").press("Enter")
    expect(page.locator(".quick-line").first).to_contain_text("No copy that you may see has this barcode.")
    assert watch.errors == []


def test_a_camera_that_is_not_allowed_is_told(new_context: Callable[..., BrowserContext], watch: Watch):
    context = new_context(permissions=[])
    context.add_init_script(DETECTOR)
    context.add_init_script("navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no'))")
    page = watched(context, watch)
    sign_in(page, "bob")
    page.goto(f"{made(page, 'Not allowed')}items/new/")
    page.get_by_text("More about this copy").click()
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.get_by_role("dialog")).to_contain_text("Allow it for this page, or type the digits.")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert watch.errors == []


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
    page.get_by_role("link", name="Shelf", exact=True).click()
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
    page.get_by_role("link", name="Add a photo").click()
    page.get_by_label("Photo of this copy").set_input_files(files=[in_hand()])
    page.get_by_role("button", name="Keep this photo").click()
    expect(page.locator(".copy-photo img")).to_be_visible()
    assert page.locator(".copy-photo img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 300
    page.goto(f"{bucket}items/quick/")
    page.get_by_label("One title or barcode a line").fill("Casablanca\nSki trip of 1991")
    page.get_by_role("button", name="Look them up").click()
    expect(page.locator("h1")).to_have_text("Look it over")
    expect(page.locator(".quick-line")).to_have_count(2)
    assert Axe().run(page, options=RULES).response["violations"] == []
    views = [
        "",
        "?view=table&columns=place&columns=price",
        "?view=shelf",
        "?q=zzz",
        "edit/",
        "delete/",
        "people/",
        "changes/",
        "items/quick/",
        "print/?columns=place",
        "?sort=-edition&audio=x",
        "import/",
        "duplicates/",
    ]
    around = ["/buckets/", "/buckets/new/", "/buckets/loans/", "/buckets/search/?q=ski", "/buckets/search/?q=zzz"]
    forms = [f"{bucket}items/new/?q=casablanca", f"{item}edit/"]
    for address in [*around, *(f"{bucket}{view}" for view in views), item, f"{item}lend/", f"{item}photo/", *forms]:
        page.goto(address)
        found = Axe().run(page, options=RULES)
        assert found.response["violations"] == [], f"{address} {found.generate_report()}"
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} at {width}"
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate(SMALL) == [], address
