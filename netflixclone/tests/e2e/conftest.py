"""A real browser before the real site: gunicorn with production's settings on the starter catalogue.

Every page that is opened here fails its test when the console says error, when the Content Security Policy is violated,
or when anything is asked of another host.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route

from apps.accounts.tests import single_sign_on
from bench.server import collect_static, environment, run_in_django, serving

# A sandbox inside a container needs rights that a build machine does not give; the pages are our own. The camera is one
# that Chromium draws.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--use-fake-device-for-media-stream"]
PATIENCE = 10_000  # milliseconds
SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.enable_socket)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, SYSTEM_BROWSERS)), None)
    assert path, "no browser here: scripts/debian-packages chromium"
    return {**browser_type_launch_args, "executable_path": path, "args": ARGUMENTS}


@dataclass(frozen=True)
class Site:
    url: str
    film: dict[str, str]
    actor: dict[str, str]
    env: dict[str, str] = field(repr=False)  # in which a command works on the site's database and files

    def letters(self) -> str:
        """All that the site has sent."""
        return "".join(path.read_text() for path in sorted(Path(urlsplit(self.env["EMAIL_URL"]).path).iterdir()))


@pytest.fixture(scope="session")
def campus() -> Iterator[single_sign_on.Provider]:
    """Another site that people may sign in by."""
    with single_sign_on.running() as provider:
        yield provider


@dataclass(frozen=True)
class Ground:
    """What every site of a run starts from."""

    static: Path
    catalogue: Path  # a database without members

    def site(self, folder: Path, **more: str) -> dict[str, str]:
        """The environment of a site with a database of its own."""
        database = shutil.copy(self.catalogue, folder / "site.sqlite3")
        fixed = {"ROOT_URLCONF": "netflixclone.urls", "CACHE_URL": "locmemcache://", "STATIC_ROOT": str(self.static)}
        return environment(database, **fixed, **more)


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Ground:
    """Made once, by the worker that comes first: to collect and compress the static files takes half a minute."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder if worker_id == "master" else folder.parent
    made = Ground(shared / "static", shared / "catalogue.sqlite3")
    with (shared / "ground.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.catalogue.exists():
            unfinished = shared / "unfinished.sqlite3"
            env = environment(unfinished, ROOT_URLCONF="netflixclone.urls", STATIC_ROOT=str(made.static))
            collect_static(env)
            run_in_django("netflixclone.tests.e2e.catalogue_data", env=env)
            unfinished.rename(made.catalogue)
    return made


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, ground: Ground, campus: single_sign_on.Provider) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    env = ground.site(
        folder,
        MEDIA_ROOT=str(folder / "media"),
        EMAIL_URL=f"filemail:///{folder / 'mail'}",
        SIGNUP="open",
        INVITATIONS_BY_MEMBERS="on",
        OIDC_SERVER_URL=campus.url,
        OIDC_CLIENT_ID="notflix",
        OIDC_CLIENT_SECRET="s3cret",
        OIDC_NAME="Campus",
    )
    data = json.loads(run_in_django("netflixclone.tests.e2e.site_data", env=env))
    with serving(env, "--worker-class=gthread", "--threads=8") as server:
        yield Site(f"http://127.0.0.1:{server.port}", **data, env=env)


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    return site.url


# What Chromium itself writes of an animation that it gave up because the page was painted first, as on a busy machine:
# it gives the page no transition to listen to then, and who looks at it sees the page at once.
NOT_ANIMATED = "Page already revealed"


@dataclass
class Watch:
    """What the pages of a test did that they should not."""

    own: str
    asked_elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    # Answers that a test asks for on purpose, which Chromium writes into its console as errors.
    expected: tuple[str, ...] = ()

    def route(self, route: Route) -> None:
        if route.request.url.startswith((self.own, "data:", "blob:")):
            route.continue_()
        else:
            self.asked_elsewhere.append(route.request.url)
            route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>elsewhere</title>")

    def hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.note(f"{message.text} ({message.location.get('url', '')})")

    def note(self, error: object) -> None:
        if not any(text in str(error) for text in (NOT_ANIMATED, *self.expected)):
            self.errors.append(str(error))


@pytest.fixture
def watch(site: Site) -> Watch:
    return Watch(site.url)


def watched(context: BrowserContext, watch: Watch) -> Page:
    context.set_default_timeout(PATIENCE)
    context.route("**/*", watch.route)
    page = context.new_page()
    page.on("console", watch.hear)
    page.on("pageerror", watch.note)
    return page


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Iterator[Page]:
    """Playwright's page, watched."""
    yield watched(context, watch)
    assert watch.errors == []
    assert watch.asked_elsewhere == []


@pytest.fixture
def plain_page(new_context: Any, watch: Watch) -> Iterator[Page]:
    """A page in a browser that runs no JavaScript; Chromium then says of each page change that it cannot animate it.

    With scripts static/js/travel.js hears it; without them nobody can.
    """
    watch.expected = ("ViewTransition",)
    yield watched(new_context(java_script_enabled=False), watch)
    assert watch.errors == []
    assert watch.asked_elsewhere == []
