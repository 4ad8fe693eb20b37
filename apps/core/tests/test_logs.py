"""Addresses that are keys are not written into logs."""

import pytest

from apps.core.logs import without_keys


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("GET /calendar/feed/abc.DEF-_1.ics?country=DE", "GET /calendar/feed/...?country=DE"),
        ("Not Found: /review/abc.DEF/", "Not Found: /review/.../"),
        ("GET /watchlists/shared/abc/feed.rss", "GET /watchlists/shared/.../feed.rss"),
        ("GET /calendar/2026/11/", "GET /calendar/2026/11/"),
    ],
)
def test_the_key_is_left_out(said, logged):
    event = {"request": said, "event": said, "code": 200}
    assert without_keys(None, "info", event) == {"request": logged, "event": logged, "code": 200}
