"""Copies of many buckets as lines: what it is, in which bucket, and whose that is."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from apps.accounts.models import Profile
from apps.moviebucket.models import Item
from apps.moviebucket.rows import item_poster, place_of


def item_finds(items: Iterable[Item], viewer: Profile) -> SafeString:
    """`<li>`s. Each item comes with its film, its bucket and the owner of that."""
    return mark_safe("".join(_find(item, viewer) for item in items))  # noqa: S308


def _find(item: Item, viewer: Profile) -> str:
    owner = item.bucket.owner
    whose = "yours" if owner.pk == viewer.account_id else owner.shown_name
    more = "".join(f" · {escape(text)}" for text in (item.edition, place_of(item)) if text)
    return (
        f'<li class="entry brief"><span class="entry-poster">{item_poster(item, "thumb")}</span>'
        f'<div class="entry-words"><a class="entry-title" href="{item.get_absolute_url()}">{escape(item.title)}</a>'
        f'<p class="facts"><span class="sticker">{escape(item.format_id)}</span> {item.release_year}{more}</p>'
        f'<p class="where"><a href="{item.bucket.get_absolute_url()}">{escape(item.bucket.name)}</a>'
        f" · {escape(whose)}</p></div></li>"
    )
