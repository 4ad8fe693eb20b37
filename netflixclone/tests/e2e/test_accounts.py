"""Accounts in a real browser: what a member sees, and a passkey of a virtual authenticator."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from apps.accounts.tests.single_sign_on import Provider
from netflixclone.tests.e2e.conftest import PATIENCE, Site
from netflixclone.tests.e2e.members import say_password, sign_in
from netflixclone.tests.e2e.test_every_page import RULES

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
PAGES = [
    "", "email/", "password/change/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/", "sessions/",
    "3rdparty/", "invitations/", "removal/", "reauthenticate/",
]  # fmt: skip
WITH_APP = [
    "2fa/",
    "2fa/totp/deactivate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "2fa/reauthenticate/",
]
FOR_VISITORS = [
    "login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/", "confirm-email/none/",
    "3rdparty/login/cancelled/", "oidc/sso/login/", "inactive/",
]  # fmt: skip


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
    sign_in(page, getattr(request, "param", "bob"))
    # What is sensitive asks for the password once more.
    page.goto("/accounts/2fa/totp/activate/")
    say_password(page)
    page.wait_for_url(re.compile(r"/totp/activate/$"))
    yield page
    context.close()
    assert errors == []


def look_at(page: Page, paths: list[str]) -> None:
    """axe in both schemes, and nothing wider than the window."""
    for path in paths:
        page.goto(f"/accounts/{path}")
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = Axe().run(page, options=RULES)
            assert found.response["violations"] == [], f"{path}, {scheme}: {found.generate_report()}"
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{path} is {wide} wide on {width}"


def code_of(secret: str) -> str:
    return f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"


def test_axe_finds_nothing_on_the_pages_of_an_account(member: Page):
    look_at(member, PAGES)
    member.goto("/accounts/2fa/totp/activate/")
    member.locator('input[name="code"]').fill(code_of(member.locator("#authenticator_secret").input_value()))
    member.locator('input[name="code"]').press("Enter")
    member.wait_for_url(re.compile(r"/recovery-codes/$"))
    look_at(member, WITH_APP)
    member.goto("/accounts/2fa/totp/deactivate/")
    member.get_by_role("button", name="Turn it off").click()
    member.wait_for_url(re.compile(r"/2fa/$"))


def test_axe_finds_nothing_where_visitors_come_in(page: Page):
    look_at(page, FOR_VISITORS)


def test_somebody_comes_by_another_sites_log_in(browser: Browser, site: Site, campus: Provider):
    """The policy says form-action 'self', and the provider is elsewhere: Chromium would stop a redirect to it."""
    campus.knows("eve", name="Eve", email="eve@example.org", email_verified=True)
    context = browser.new_context(base_url=site.url)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto("/accounts/login/?next=/movies/")
    page.get_by_role("button", name="Campus").click()
    page.wait_for_url(re.compile(re.escape(campus.url)))
    page.locator('input[name="sub"]').fill("eve")
    page.locator('input[name="sub"]').press("Enter")
    page.wait_for_url(re.compile(re.escape(site.url) + "/movies/"))
    page.get_by_role("button", name="Your account").click()
    expect(page.locator("#account")).to_contain_text("Eve")
    assert [error for error in errors if "Content Security Policy" in error] == []
    context.close()


def test_leaving_and_staying(member: Page):
    page = member
    page.goto("/accounts/removal/")
    page.get_by_role("button", name="Remove my account").click()
    expect(page.locator(".leaving")).to_contain_text("Your account is removed on")
    look_at(page, ["removal/"])
    page.goto("/movies/")
    page.get_by_role("button", name="Keep my account").click()
    page.wait_for_url(re.compile(r"/accounts/$"))
    expect(page.locator(".leaving")).to_have_count(0)


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
    look_at(page, ["2fa/", "2fa/webauthn/"])
    for words in ("Rename", "Remove"):
        page.goto("/accounts/2fa/webauthn/")
        page.get_by_role("link", name=words).click()
        look_at(page, [page.url.partition("/accounts/")[2]])
    page.goto("/accounts/")
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/movies/")
    page.locator("#passkey_login").click()
    page.wait_for_url(re.compile(r"/movies/$"))
    page.get_by_role("button", name="Your account").click()
    expect(page.locator("#account")).to_contain_text("Charlie")
