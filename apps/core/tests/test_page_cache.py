"""Kept pages: for visitors only, and never what is one person's own."""

import gzip

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from apps.core.page_cache import cached_for_visitors, forget_pages

WORDS = "Films are shown here. " * 50


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def view():
    """A view that counts how often it ran, and answers what `view.answer` makes."""

    @cached_for_visitors
    def page(request):
        page.runs += 1
        return page.answer()

    page.runs, page.answer = 0, lambda: HttpResponse(WORDS)
    return page


@pytest.fixture
def get():
    def request_page(view, path="/", method="get", **extra):
        cookies = extra.pop("cookies", {})
        request = getattr(RequestFactory(), method)(path, **extra)
        request.COOKIES.update(cookies)
        # The view under the decorator counts on its wrapper.
        return view(request)

    return request_page


def counted(view):
    return view.runs


def test_a_second_visitor_gets_the_kept_page(view, get):
    first, second = get(view), get(view)
    assert first.content == second.content == WORDS.encode()
    assert counted(view) == 1


def test_compressed_when_the_browser_takes_it(view, get):
    get(view)
    response = get(view, headers={"accept-encoding": "br, gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == WORDS.encode()
    assert "Content-Encoding" not in get(view)


def test_an_unchanged_page_is_not_sent_again(view, get):
    etag = get(view)["ETag"]
    response = get(view, headers={"if-none-match": etag})
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert get(view, headers={"if-none-match": '"other"'}).status_code == 200


def test_the_browser_asks_again_and_caches_tell_people_apart(view, get):
    response = get(view)
    assert response["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Encoding", "HX-Request"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_signed_in_people_never_meet_the_cache(view, get, cookie):
    get(view)
    get(view, cookies={cookie: "x"})
    get(view, cookies={cookie: "x"})
    assert counted(view) == 3


def test_fragments_and_writes_pass_by(view, get):
    get(view)
    get(view, headers={"hx-request": "true"})
    get(view, method="post")
    assert counted(view) == 3


@pytest.mark.parametrize("status", [301, 404, 500])
def test_only_a_plain_answer_is_kept(view, get, status):
    view.answer = lambda: HttpResponse(WORDS, status=status)
    assert get(view).status_code == get(view).status_code == status
    assert counted(view) == 2


def test_a_page_that_will_be_another_in_a_moment_is_not_kept(view, get):
    view.answer = lambda: HttpResponse(WORDS, headers={"Cache-Control": "no-store"})
    get(view)
    get(view)
    assert counted(view) == 2


def test_an_answer_with_a_cookie_is_not_kept(view, get):
    def with_cookie():
        response = HttpResponse(WORDS)
        response.set_cookie("csrftoken", "secret")
        return response

    view.answer = with_cookie
    assert "csrftoken" in get(view).cookies
    get(view)
    assert counted(view) == 2


def test_addresses_and_hosts_are_kept_apart(view, get, settings):
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]
    for host in ("a.example", "b.example"):
        for path in ("/", "/?page=2"):
            get(view, path, headers={"host": host})
    assert counted(view) == 4


def test_an_endless_address_is_answered_and_not_kept(view, get):
    path = "/?q=" + "x" * 2000
    assert get(view, path).status_code == get(view, path).status_code == 200
    assert counted(view) == 2


def test_forgetting_shows_changes_at_once(view, get):
    get(view)
    forget_pages()
    get(view)
    assert counted(view) == 2


@pytest.mark.parametrize("broken", ["get", "set"])
def test_a_broken_cache_breaks_no_page(view, get, monkeypatch, broken):
    def refuse(*args, **kwargs):
        raise ConnectionError("the cache is gone")

    monkeypatch.setattr(cache, broken, refuse)
    assert get(view).content == WORDS.encode()
    forget_pages()
