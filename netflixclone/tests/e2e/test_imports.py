"""An import in a real browser, from the file to the diary and back, with JavaScript and without."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bench.server import ROOT
from netflixclone.tests.e2e.conftest import Site
from netflixclone.tests.e2e.members import sign_in
from netflixclone.tests.e2e.test_every_page import RULES

SIZES = ((390, 844), (1280, 800))
DIARY = """Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date
2020-01-01,Metropolis,1927,https://boxd.it/1,4.5,,silent,2019-12-30
2020-02-01,Metropolis,1927,https://boxd.it/2,,Yes,,2020-02-01
2020-02-02,Casablanca,1942,https://boxd.it/3,5,,,2020-02-30
"""
WATCHED = """Date,Name,Year,Letterboxd URI
2020-01-01,Casablanca,1942,https://boxd.it/1
2020-01-01,Nobody Has Seen This,2011,https://boxd.it/1
"""
LIST = """Letterboxd list export v7
Date,Name,Tags,URL,Description
2020-03-01,Old ones,,https://boxd.it/list,Before colour

Position,Name,Year,URL,Description
1,Metropolis,1927,https://boxd.it/1,
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "letterboxd-somebody.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in {"diary.csv": DIARY, "watched.csv": WATCHED, "lists/old-ones.csv": LIST}.items():
            archive.writestr(name, text)
    return path


def work(site: Site) -> None:
    """Does what waits in the queue, as a worker would."""
    command = [sys.executable, "manage.py", "db_worker", "--batch", "--no-startup-delay"]
    subprocess.run(command, cwd=ROOT, env=site.env, check=True, capture_output=True, timeout=120)


def looked_at(page: Page, name: str, pictures: Path) -> None:
    found = Axe().run(page, options=RULES)
    assert found.response["violations"] == [], f"{name}: {found.generate_report()}"
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.screenshot(path=pictures / f"{name}-{width}.png", full_page=True)
        assert wide <= width, f"{name} is {wide} wide on {width}"


def test_the_way_of_an_import(page: Page, site: Site, export: Path, tmp_path: Path):
    sign_in(page, "alice", "/imports/")
    looked_at(page, "upload", tmp_path)
    page.get_by_label("The file", exact=True).set_input_files(export)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reading your file")
    expect(page.get_by_text("Waiting for its turn")).to_be_visible()
    looked_at(page, "progress", tmp_path)
    work(site)
    # The page asks by itself and shows what was read.
    expect(page.get_by_role("heading", level=1)).to_have_text("Look it over")
    expect(page.get_by_text("Nobody Has Seen This").first).to_be_visible()
    looked_at(page, "preview-unknown", tmp_path)
    tab = page.get_by_role("navigation", name="Lines").get_by_role("link", name="Found")
    tab.click()
    expect(tab).to_have_attribute("aria-current", "page")
    looked_at(page, "preview-found", tmp_path)
    page.get_by_role("link", name="Not readable").click()
    expect(page.get_by_text("“2020-02-30” is no date.")).to_be_visible()
    page.get_by_role("link", name="Unknown").click()
    page.get_by_role("link", name="Search for Nobody").click()
    page.get_by_label("Title", exact=True).fill("metropolis")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("main").get_by_role("button", name="Metropolis").first).to_be_visible()
    looked_at(page, "row", tmp_path)
    page.get_by_role("main").get_by_role("button", name="Metropolis").first.click()
    page.get_by_label("Old ones").select_option("members")
    page.get_by_role("button", name="Take in").click()
    work(site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your films are here")
    looked_at(page, "done", tmp_path)
    page.get_by_role("button", name="Take it all back").click()
    work(site)
    expect(page.get_by_role("heading", level=1)).to_have_text("It is taken back")
    page.get_by_role("button", name="Forget this import").click()
    expect(page.get_by_role("heading", name="Your imports")).to_have_count(0)


def test_it_needs_no_javascript(plain_page: Page, site: Site, export: Path):
    page = plain_page
    sign_in(page, "bob", "/imports/")
    page.get_by_label("The file", exact=True).set_input_files(export)
    page.get_by_role("button", name="Read the file").click()
    work(site)
    page.get_by_role("link", name="See how far it is").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look it over")
    page.get_by_role("button", name="Take in").click()
    work(site)
    page.get_by_role("link", name="See how far it is").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your films are here")


def test_a_table_asks_for_its_columns(page: Page, site: Site, tmp_path: Path):
    table = tmp_path / "table.csv"
    table.write_text("Film;Seen;Points\nMetropolis;30.12.2019;9\nCasablanca;;0\n", encoding="utf-8")
    sign_in(page, "bob", "/imports/")
    page.get_by_label("The file", exact=True).set_input_files(table)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which column is what?")
    looked_at(page, "columns", tmp_path)
    page.get_by_label("Day on which").select_option(label="Seen")
    page.get_by_label("Rating", exact=True).select_option(label="Points")
    page.get_by_role("button", name="Read the table").click()
    work(site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Look it over")
