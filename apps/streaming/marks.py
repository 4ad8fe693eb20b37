"""The sign that a film of a list can be watched here: a link to where it is played."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.html import escape

from apps.catalog.models import Movie
from apps.catalog.templatetags.catalog import movie_url


def on_row(request: HttpRequest, movie: Movie, marks: Mapping[str, bool]) -> str:
    if not marks["here"]:
        return ""
    return (
        f'<a class="tool is-here" href="{movie_url(movie)}#play" aria-label="{escape(movie.title)} is streamable here">'
        '<svg class="icon"><use href="#i-here"/></svg></a>'
    )
