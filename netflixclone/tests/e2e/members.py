"""How a member of site_data comes in."""

from playwright.sync_api import Page

from netflixclone.tests.e2e.site_data import PASSWORD


def sign_in(page: Page, name: str, to: str = "/") -> None:
    """Signs in and arrives at `to`. A pattern such as "**/" would not wait: the log-in's own address ends so too."""
    page.goto(f"/accounts/login/?next={to}")
    page.locator('input[name="login"]').fill(f"{name}@example.org")
    say_password(page)
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def say_password(page: Page) -> None:
    page.locator('input[name="password"]').fill(PASSWORD)
    page.locator('input[name="password"]').press("Enter")
