"""Accounts in a real browser: what a member sees, and a passkey of a virtual authenticator."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from netflixclone.tests.e2e.conftest import PATIENCE, Site
from netflixclone.tests.e2e.site_data import PASSWORD
from netflixclone.tests.e2e.test_every_page import RULES

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
PAGES = ["", "email/", "password/change/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "sessions/"]


@pytest.fixture
def member(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A member's browser, Bob's or whose name is given, signed in.

    Passkeys belong to a name: no browser takes one for an address of numbers.
    """
    context = browser.new_context(base_url=site.url.replace("127.0.0.1", "localhost"))
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto("/accounts/login/")
    page.locator('input[name="login"]').fill(f"{getattr(request, 'param', 'bob')}@example.org")
    page.locator('input[name="password"]').fill(PASSWORD)
    page.locator('input[name="password"]').press("Enter")
    page.wait_for_url(re.compile(r"/$"))
    # What is sensitive asks for the password once more.
    page.goto("/accounts/2fa/totp/activate/")
    page.locator('input[name="password"]').fill(PASSWORD)
    page.locator('input[name="password"]').press("Enter")
    page.wait_for_url(re.compile(r"/totp/activate/$"))
    yield page
    context.close()
    assert errors == []


def test_axe_finds_nothing_on_the_pages_of_an_account(member: Page):
    for path in PAGES:
        member.goto(f"/accounts/{path}")
        found = Axe().run(member, options=RULES)
        assert found.response["violations"] == [], f"{path}: {found.generate_report()}"
        for width in (360, 1280):
            member.set_viewport_size({"width": width, "height": 800})
            wide = member.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} wide on {width}"


# Whoever has a passkey signs in with it from then on: nobody else's test may be signed in as Charlie.
@pytest.mark.parametrize("member", ["charlie"], indirect=True)
def test_a_passkey_is_added_and_signs_in(member: Page):
    page = member
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator('input[name="name"]').fill("This computer")
    page.locator('input[name="passwordless"]').check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile(r"/accounts/2fa/(?!webauthn/add)"))
    page.goto("/accounts/")
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/movies/")
    page.locator("#passkey_login").click()
    page.wait_for_url(re.compile(r"/movies/$"))
    page.get_by_role("button", name="Your account").click()
    expect(page.locator("#account")).to_contain_text("Charlie")
