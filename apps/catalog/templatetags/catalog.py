"""Films and people as the eye meets them: posters, cards, portraits, heroes.

Cards are built in Python rather than in a template: a page shows forty of them, and this costs a sixth.
"""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import get_script_prefix, reverse
from django.utils.html import escape
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

from apps.catalog.genres import genre_name
from apps.catalog.models import Movie, Person
from apps.catalog.pictures import height_of, is_picture_path, picture_url, srcset
from apps.catalog.posters import Design, deal, design_of, draw_portrait, draw_poster, draw_scene, portrait_palette

register = template.Library()
register.filter("genre_name", genre_name)

# Widths offered to the browser and how wide the picture stands: as a card (tokens.css --card) and on its own page.
_CARD_WIDTHS, _CARD_SIZES = (185, 342, 500), "(min-width:60rem) 14rem, 10rem"
_FILM_WIDTHS, _FILM_SIZES = (342, 500, 780), "(min-width:60rem) 24rem, 60vw"
_PORTRAIT_WIDTHS = (185,)


@register.simple_tag
def poster(movie: Movie, size: str = "card", eager: bool = False) -> SafeString:
    """The film's poster alone: `size` is "card", "film" (its own page) or "thumb"."""
    if not is_picture_path(movie.poster_path):
        return _drawn(movie, _design(movie))
    if size == "film":
        return _film_picture(movie)
    if size == "thumb":
        return _picture(movie.poster_path, "poster", (92, 154), "3rem", eager)
    return _picture(movie.poster_path, "poster", _CARD_WIDTHS, _CARD_SIZES, eager)


@register.simple_tag(takes_context=True)
def card(context: Context, movie: Movie, eager: bool = False) -> SafeString:
    """One film as a list item, inside `<ul class="grid">`. For several take `cards`: it deals the drawn ones well."""
    return mark_safe(_card(movie, _design(movie), eager, _actor(context)))  # noqa: S308


@register.simple_tag(takes_context=True)
def cards(context: Context, movies: Iterable[Movie], eager: int = 0) -> SafeString:
    """Films as list items, no neighbours drawn alike; the pictures of the first `eager` load at once."""
    dealt = deal((movie, genre_name(movie.lead_genre_id)) for movie in movies)
    actor = _actor(context)
    return mark_safe(  # noqa: S308
        "".join(_card(movie, design, place < (eager or 0), actor) for place, (movie, design) in enumerate(dealt))
    )


@register.simple_tag
def backdrop(movie: Movie, lazy: bool = False) -> SafeString:
    """The wide picture behind a hero; a film without one gets the shapes of its drawn poster."""
    if not is_picture_path(movie.backdrop_path):
        return draw_scene(_design(movie))
    path, when = movie.backdrop_path, ' loading="lazy"' if lazy else ' fetchpriority="high"'
    return mark_safe(  # noqa: S308
        f'<img class="backdrop" src="{picture_url(path, "w780")}" srcset="{srcset(path, "backdrop")}" sizes="100vw"'
        f' width="1280" height="{height_of("backdrop", 1280)}" alt=""{when}>'
    )


@register.simple_tag
def portrait(person: Person, eager: bool = False) -> SafeString:
    """A person's picture, or a drawn one with initials."""
    if not is_picture_path(person.profile_path):
        return draw_portrait(person.name)
    return _picture(person.profile_path, "profile", _PORTRAIT_WIDTHS, "", eager).replace('"poster"', '"portrait"', 1)


@register.simple_tag(takes_context=True)
def person_card(context: Context, person: Person, note: str = "") -> SafeString:
    """A person as a list item inside `<ul class="people">`; `note` is the character or the job."""
    if is_picture_path(person.profile_path):
        picture = portrait(person)
    else:
        # Beside another drawn portrait, never in the same inks.
        palette = portrait_palette(person.name, context.render_context.get(person_card))
        context.render_context[person_card] = palette
        picture = draw_portrait(person.name, palette)
    small = f"<small>{escape(note)}</small>" if note else ""
    return mark_safe(  # noqa: S308
        f'<li class="card"><a href="{_person_url(person.pk, person.slug, get_script_prefix())}">{picture}'
        f"<b>{escape(person.name)}</b></a>{small}</li>"
    )


@register.simple_tag
def logo(path: str, name: str) -> SafeString:
    """The logo of a provider or a studio, which names it; the name in text when there is no picture."""
    if not is_picture_path(path):
        return mark_safe(f'<span class="logo">{escape(name)}</span>')  # noqa: S308
    return mark_safe(  # noqa: S308
        f'<img class="logo" src="{picture_url(path, "w92")}" width="92" height="92" alt="{escape(name)}"'
        f' title="{escape(name)}" loading="lazy">'
    )


@register.filter
def out_of_ten(value: float | None) -> str:
    """A vote average as text, "" for none: 8.16 is "8.2"."""
    return f"{value:.1f}" if value else ""


def _design(movie: Movie) -> Design:
    return design_of(movie.title, movie.year, genre_name(movie.lead_genre_id))


def _drawn(movie: Movie, design: Design) -> SafeString:
    return draw_poster(design, movie.title, movie.year, movie.director_names)


@cache
def _card_actions() -> list[Callable[[HttpRequest, Movie], str]]:
    return [import_string(path) for path in settings.CARD_ACTIONS]


def _actor(context: Context) -> HttpRequest | None:
    """The request of somebody who can do something with a card; None for visitors, whose pages are kept for all."""
    request: HttpRequest | None = context.get("request")
    return request if getattr(request, "profile", None) else None


def _card(movie: Movie, design: Design, eager: bool, actor: HttpRequest | None) -> str:
    if is_picture_path(movie.poster_path):
        picture = _picture(movie.poster_path, "poster", _CARD_WIDTHS, _CARD_SIZES, eager)
    else:
        picture = _drawn(movie, design)
    year = f"<small>{movie.year}</small>" if movie.year else ""
    url = movie_url(movie)
    actions = "".join(action(actor, movie) for action in _card_actions()) if actor else ""
    return f'<li class="card"><a href="{url}">{picture}<b>{escape(movie.title)}</b></a>{year}{actions}</li>'


def _picture(path: str, kind: str, widths: tuple[int, ...], sizes: str, eager: bool) -> SafeString:
    """`path` must be a picture path. The alternative text is empty: a card's link says the title."""
    offered = f' srcset="{srcset(path, kind, widths)}" sizes="{sizes}"' if sizes else ""
    later = "" if eager else ' loading="lazy"'
    return mark_safe(  # noqa: S308
        f'<img class="poster" src="{picture_url(path, f"w{widths[0]}")}"{offered}'
        f' width="{widths[0]}" height="{height_of(kind, widths[0])}" alt=""{later}>'
    )


def _film_picture(movie: Movie) -> SafeString:
    path = movie.poster_path
    return mark_safe(  # noqa: S308
        f'<img class="poster" src="{picture_url(path, "w500")}" srcset="{srcset(path, "poster", _FILM_WIDTHS)}"'
        f' sizes="{_FILM_SIZES}" width="500" height="750" alt="Poster of {escape(movie.title)}">'
    )


def movie_url(movie: Movie) -> str:
    """`get_absolute_url` for where forty films stand on a page."""
    return _movie_url(movie.pk, movie.slug, get_script_prefix())


# reverse() costs more than the rest of a card. The prefix is where the site is mounted, which may differ by request.
@lru_cache(maxsize=8192)
def _movie_url(pk: int, slug: str, prefix: str) -> str:
    return reverse("movie", args=[pk, slug])


@lru_cache(maxsize=8192)
def _person_url(pk: int, slug: str, prefix: str) -> str:
    return reverse("person", args=[pk, slug])
