"""An export in a real browser: asked for, followed, fetched, with JavaScript and without, and how each state looks."""

import json
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from bench.server import run_in_django
from netflixclone.tests.e2e.conftest import Site
from netflixclone.tests.e2e.members import say_password, sign_in
from netflixclone.tests.e2e.test_imports import looked_at, work


def set_back(site: Site, state: str, name: str) -> None:
    run_in_django("netflixclone.tests.e2e.export_states", name, state, env=site.env)


def test_the_way_of_an_export(page: Page, site: Site, tmp_path: Path):
    sign_in(page, "alice", "/exports/")
    looked_at(page, "export-first", tmp_path)
    page.get_by_role("button", name="Make my export").click()
    say_password(page)
    expect(page.get_by_role("heading", name="Waiting for its turn")).to_be_visible()
    looked_at(page, "export-waiting", tmp_path)
    set_back(site, "working", "alice")
    expect(page.get_by_text("1,200 of 4,000 lines")).to_be_visible()
    looked_at(page, "export-working", tmp_path)
    set_back(site, "waiting", "alice")
    work(site)
    # The page asks by itself.
    expect(page.get_by_role("heading", name="Ready")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Your export is ready.")
    looked_at(page, "export-ready", tmp_path)
    page.get_by_role("link", name="Get the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your export")
    looked_at(page, "export-file", tmp_path)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.startswith("notflix-")
    with zipfile.ZipFile(download.value.path()) as archive:
        assert json.loads(archive.read("notflix.json"))["version"] == 1
    set_back(site, "expired", "alice")
    page.goto("/exports/")
    expect(page.get_by_text("Its day is over")).to_be_visible()
    looked_at(page, "export-expired", tmp_path)
    set_back(site, "failed", "alice")
    page.reload()
    expect(page.get_by_role("heading", name="Could not be made")).to_be_visible()
    looked_at(page, "export-failed", tmp_path)


def test_it_works_without_javascript(plain_page: Page, site: Site):
    page = plain_page
    sign_in(page, "bob", "/exports/")
    page.get_by_role("button", name="Make my export").click()
    say_password(page)
    expect(page.get_by_role("heading", name="Waiting for its turn")).to_be_visible()
    work(site)
    page.get_by_role("link", name="See how far it is").click()
    expect(page.get_by_role("heading", name="Ready")).to_be_visible()
    page.get_by_role("link", name="Get the file").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert zipfile.is_zipfile(download.value.path())
