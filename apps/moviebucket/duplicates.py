"""Copies that may be one too many: of the same film, or of the same title as it is filed and the same year."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count, F, Max, Min, Q, Value
from django.utils.functional import cached_property

from apps.core.paging import cached_count
from apps.moviebucket.contents import FILM_FIELDS
from apps.moviebucket.models import Bucket, Item

GROUPS = 20  # on a page
MOST_COPIES = 400  # on a page; a group of thousands shows its first
NO_FILM = 0
SHOWN = (
    "bucket_id", "title", "sort_title", "format_id", "length", "release_year", "rating", "edition", "region",
    "condition", "room", "shelf", "version", "movie_id", *FILM_FIELDS,
)  # fmt: skip


class GroupPaginator(Paginator[Any]):
    """Counts as QuickPaginator does; a group has no id that could be read alone."""

    @cached_property
    def count(self) -> int:
        groups: Any = self.object_list
        return cached_count(groups)


class Group(NamedTuple):
    """`number` is how many there are, of which `items` may be the first alone."""

    items: list[Item]
    number: int


def groups_in(bucket: Bucket) -> Paginator[Any]:
    """The database groups them; a page of this has rows for `copies_of`."""
    items = Item.objects.filter(bucket=bucket).order_by()
    # Which titles are there twice says the index alone; few are, and only of those the years are read.
    twice = items.values("sort_title").annotate(number=Count("pk")).filter(number__gt=1).values("sort_title")
    titled = items.filter(sort_title__in=twice).values(filed=F("sort_title"), year=F("release_year"))
    titled = titled.annotate(film=Value(NO_FILM), number=Count("pk")).filter(number__gt=1)
    # Of one film under several titles: what has the same title and year is a group already.
    filmed = items.filter(movie__isnull=False).values(film=F("movie_id"))
    filmed = filmed.annotate(
        filed=Min("sort_title"),
        year=Min("release_year"),
        number=Count("pk"),
        last=Max("sort_title"),
        to=Max("release_year"),
    ).filter(Q(last__gt=F("filed")) | Q(to__gt=F("year")))
    columns = ("filed", "year", "film", "number")
    both = titled.values_list(*columns).union(filmed.values_list(*columns), all=True)
    return GroupPaginator(both.order_by("filed", "year", "film"), GROUPS)


def copies_of(bucket: Bucket, groups: Iterable[tuple[str, int, int, int]]) -> list[Group]:
    """Two queries' worth of a page in one; who was taken out meanwhile makes a group smaller, or go."""
    groups = list(groups)
    if not groups:
        return []
    wanted = Q(movie__in=[film for *_, film, _ in groups if film != NO_FILM])
    for filed, year, film, _ in groups:
        wanted |= Q(sort_title=filed, release_year=year) if film == NO_FILM else Q()
    rows = Item.objects.filter(wanted, bucket=bucket).select_related("movie").only(*SHOWN)
    items = list(rows.order_by("sort_title", "pk")[:MOST_COPIES])
    found = [Group([item for item in items if _is_in(item, *key)], number) for *key, number in groups]
    return [group for group in found if len(group.items) > 1]


def _is_in(item: Item, filed: str, year: int, film: int) -> bool:
    return item.movie_id == film if film else (item.sort_title, item.release_year) == (filed, year)
