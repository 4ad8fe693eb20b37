import re

import pytest
from django.http import Http404
from django.test import RequestFactory

from netflixclone.gallery import gallery
from netflixclone.gallery_samples import FILMS

pytestmark = pytest.mark.django_db


def test_the_gallery_shows_every_component_while_debugging(client, settings):
    settings.DEBUG = True

    html = client.get("/gallery/").content.decode()

    assert html.count('class="poster art') >= len(FILMS) >= 40
    for part in ("hero", "row", "grid", "facts", "chips", "pagination", "empty", "notice bad", "skeleton", "trailer"):
        assert re.search(rf'class="(?:[\w -]* )?{part}', html), part
    for part in ("<dialog", 'class="errorlist', "JustWatch", "Details are on their way", "toast"):
        assert part in html


def test_the_gallery_is_not_there_in_production(client, settings):
    settings.DEBUG = False

    assert client.get("/gallery/").status_code == 404
    with pytest.raises(Http404):
        gallery(RequestFactory().get("/gallery/"))


def test_the_gallery_only_answers_reading(client, settings):
    settings.DEBUG = True

    assert client.post("/gallery/").status_code == 405
