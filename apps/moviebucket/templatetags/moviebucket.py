"""Items as pages show them; and what a film's page says of its copies. To a visitor, whose pages are kept, nothing."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from apps.catalog.models import Movie
from apps.catalog.narrowing import narrowings
from apps.catalog.templatetags.catalog import movie_url
from apps.groups.models import Group
from apps.moviebucket import rows
from apps.moviebucket.contents import offered
from apps.moviebucket.criteria import LOANS
from apps.moviebucket.finds import item_finds
from apps.moviebucket.forms import SeveralForm
from apps.moviebucket.models import Bucket, GroupShare, Item
from apps.moviebucket.models.tag import key_of
from apps.moviebucket.wanted import FILTERS, LENGTHS, MORE, NOWHERE, Wanted

register = template.Library()
SHOWN_OF_A_FILM = 6
SHOWN_OF_A_GROUP = 30

register.filter("as_item_stars", rows.stars)
register.filter("as_minutes", rows.minutes)
register.filter("place_of", rows.place_of)
register.filter("price_of", rows.price_of)
register.simple_tag(rows.item_poster)
register.simple_tag(rows.item_heads)
register.simple_tag(item_finds)


def _address(context: Context) -> rows.Address:
    """Whoever has the link sees no item by itself: a title leads to the film, if the viewer may see that."""
    if context["is_public"]:
        return lambda item: movie_url(item.movie) if item.movie_id and not item.movie.adult else ""
    own = context["bucket"].get_absolute_url()
    return lambda item: f"{own}items/{item.pk}/"


def _photo(context: Context) -> rows.Address:
    bucket = context["bucket"]
    if context["is_public"]:
        return lambda item: reverse("bucket_shared_picture", args=[bucket.secret, item.pk])
    return lambda item: reverse("bucket_item_picture", args=[bucket.pk, item.pk, "small"])


@register.simple_tag(takes_context=True)
def item_cards(context: Context) -> SafeString:
    return rows.item_cards(context["items"], _address(context), _photo(context), context["signs"])


@register.simple_tag(takes_context=True)
def item_lines(context: Context) -> SafeString:
    may_choose = not context["is_public"] and context["bucket"].may_edit
    columns, signs = context["wanted"].columns, context["signs"]
    return rows.item_lines(context["items"], columns, _address(context), signs, may_choose=may_choose)


@register.simple_tag
@cache
def several_fields() -> SafeString:
    """The same on every page, and drawn once by each process: its eight fields cost a quarter of a page."""
    return render_to_string("moviebucket/_several_fields.html", {"several": SeveralForm()})


@register.simple_tag(takes_context=True)
def printed_lines(context: Context) -> SafeString:
    return rows.printed_lines(context["items"], context["wanted"].columns)


@register.simple_tag(takes_context=True)
def item_shelves(context: Context) -> Iterator[tuple[str, list[rows.Board]]]:
    return rows.item_shelves(context["items"], _address(context), context["signs"])


@register.simple_tag(takes_context=True)
def item_choices(context: Context) -> list[dict[str, Any]]:
    """The selects of the filters that are always in sight, each with its choices."""
    wanted, summary = context["wanted"], context["summary"]
    values, tags = wanted.values, summary.tags
    room, tag = values.get("room", ""), _spelt(values.get("tag", ""), tags)
    rooms = [(one, one) for one in offered(summary.rooms, "" if room == NOWHERE else room)]
    pairs: dict[str, list[tuple[str, str]]] = {
        "format": [("", "Any format"), *((one, one) for one in offered(summary.formats, values.get("format", "")))],
        "length": [("", "Any length"), *((one, FILTERS["length"].chip(one)) for one in LENGTHS)],
        "rating": [("", "Any rating"), *((str(one), FILTERS["rating"].chip(str(one))) for one in range(5, 1, -1))],
        "tag": _named("Any tag", tags, tag),
        "room": [("", "Any room"), *rooms, (NOWHERE, "No room")] if any(summary.rooms) else [],
        "service": _named("Any service", summary.services, values.get("service", "")),
        "lent": [("", "Lent or not"), *LOANS.items()],
    } | {name: [*known.options] for name, known in narrowings().items()}
    return [
        {
            "name": name,
            "label": known.label,
            "choices": pairs[name],
            "chosen": tag if name == "tag" else values.get(name, ""),
        }
        for name, known in wanted.filters.items()
        if pairs.get(name)
    ]


def _spelt(tag: str, tags: Mapping[str, int]) -> str:
    """As the bucket spells it."""
    return next((one for one in tags if key_of(one) == key_of(tag)), tag)


@register.simple_tag(takes_context=True)
def more_choices(context: Context) -> Iterator[tuple[str, list[list[dict[str, Any]]]]]:
    """The other filters: groups, each with rows of one or two fields."""
    wanted = context["wanted"]
    for legend, rows_of_names in MORE.items():
        there = [[name for name in row if name in wanted.filters] for row in rows_of_names]
        if any(there):
            yield legend, [[_field(wanted, name) for name in row] for row in there if row]


_CHOICES = {
    "condition": [("", "Any condition"), *Item.Condition.choices],
    "film": [("", "Any copy"), ("yes", "In the catalogue"), ("no", "Not in the catalogue")],
}


def _field(wanted: Wanted, name: str) -> dict[str, Any]:
    known = wanted.filters[name]
    return {
        "name": name,
        "label": known.label,
        "kind": known.kind,
        "choices": _CHOICES.get(name, ()),
        "value": wanted.values.get(name, ""),
    }


def _named(any_of_them: str, counts: dict[str, int], chosen: str) -> list[tuple[str, str]]:
    return [("", any_of_them), *((one, one) for one in offered(counts, chosen))] if any(counts) else []


@register.inclusion_tag("moviebucket/_film.html", takes_context=True)
def film_copies(context: Context, movie: Movie) -> dict[str, Any]:
    """The copies of a film in the buckets that one may see, and a way to add one."""
    request: HttpRequest | None = context.get("request")
    profile = getattr(request, "profile", None)
    if profile is None:
        return {"is_member": False}
    copies = Item.objects.visible_to(profile).filter(movie=movie).select_related("bucket").order_by("-added_at", "-pk")
    shown = list(copies.only("title", "format_id", "edition", "room", "shelf", "bucket__name")[: SHOWN_OF_A_FILM + 1])
    return {
        "is_member": True,
        "may_add": not profile.for_child,
        "copies": shown[:SHOWN_OF_A_FILM],
        "has_more": len(shown) > SHOWN_OF_A_FILM,
        "movie": movie,
    }


@register.inclusion_tag("moviebucket/_of_group.html", takes_context=True)
def group_buckets(context: Context, group: Group) -> dict[str, Any]:
    """What is shared with a group, on its page."""
    profile = context["request"].profile
    shares = GroupShare.objects.filter(
        membership__group=group, bucket__in=Bucket.objects.visible_to(profile).order_by().values("pk")
    ).select_related("bucket__owner")
    shown = list(shares.order_by("bucket__name", "pk")[: SHOWN_OF_A_GROUP + 1])
    return {"shares": shown[:SHOWN_OF_A_GROUP], "has_more": len(shown) > SHOWN_OF_A_GROUP, "profile": profile}


@register.simple_tag
def view_url(wanted: Wanted, view: str) -> str:
    return wanted.address(view=view)
