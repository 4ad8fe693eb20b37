"""The sign that a film of a list stands in a bucket: a link to what the film's page says of the copies."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.html import escape

from apps.catalog.models import Movie
from apps.catalog.templatetags.catalog import movie_url


def on_row(request: HttpRequest, movie: Movie, marks: Mapping[str, bool]) -> str:
    if not marks["owned"]:
        return ""
    return (
        f'<a class="tool is-owned" href="{movie_url(movie)}#copies" aria-label="{escape(movie.title)} is in a bucket">'
        '<svg class="icon"><use href="#i-owned"/></svg></a>'
    )
