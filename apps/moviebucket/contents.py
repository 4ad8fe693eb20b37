"""What is in a bucket, for one viewer: counted, narrowed down, sorted. As quick with 50,000 items as with five."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.db.models import Count, DecimalField, Min, Sum, Value
from django.http import HttpRequest

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.core.caching import kept
from apps.core.paging import QuickPaginator
from apps.moviebucket.lending import signs_of
from apps.moviebucket.models import Bucket, Item, ItemQuerySet, ItemTag
from apps.moviebucket.models.tag import COMMA, without
from apps.moviebucket.wanted import Wanted

POSTERS, LINES = 48, 50
SUMMARY_SECONDS = 600
OFFERED = 50  # rooms or services in a select
FILM_FIELDS = tuple(f"movie__{name}" for name in Movie.objects.none().CARD_FIELDS)
SHOWN_IN_LINES = ("id", "bucket_id", "title", "format_id", "length", "release_year", "rating")
SHOWN = (*SHOWN_IN_LINES, "movie_id", "photo_id", "room", "shelf", "movie__adult", *FILM_FIELDS)


class Summary(NamedTuple):
    """Of all items that the viewer sees. `values` are sums by currency; the others how many there are of each."""

    items: int
    minutes: int
    values: dict[str, Decimal]
    formats: dict[str, int]
    rooms: dict[str, int]
    services: dict[str, int]
    tags: dict[str, int]


def summary_of(bucket: Bucket, viewer: Profile | None) -> Summary:
    """One query, which reads every item of the bucket: kept until the bucket changes."""
    if viewer is not None and viewer.for_child:
        return _summary(bucket, viewer)  # what a child may see changes with films and limits too
    changed = int(bucket.updated_at.timestamp() * 1_000_000)
    return kept(f"bucket-sums:{bucket.pk}:{changed}", SUMMARY_SECONDS, lambda: _summary(bucket, viewer))


def _summary(bucket: Bucket, viewer: Profile | None) -> Summary:
    """From one pass over the items: a collection has few formats, rooms, services and currencies together."""
    items = minutes = 0
    values: Counter[str] = Counter()
    formats: Counter[str] = Counter()
    rooms: Counter[str] = Counter()
    services: Counter[str] = Counter()
    tags = {}
    for is_tag, currency, kind, room, service, count, length, value in _counted(bucket, viewer):
        if is_tag:
            tags[room] = count
            continue
        items, minutes = items + count, minutes + length
        if value is not None:
            values[currency] += value
        for counter, name in ((formats, kind), (rooms, room), (services, service)):
            counter[name] += count
    return Summary(items, minutes, dict(sorted(values.items())), dict(formats), dict(rooms), dict(services), tags)


def _counted(bucket: Bucket, viewer: Profile | None) -> Any:
    """Items by what they have in common, and in the same query their tags: those stand where the room does."""
    items, tags = bucket.items.suitable_for(viewer).order_by(), ItemTag.objects.filter(bucket=bucket).order_by()
    if viewer is not None and viewer.for_child:
        tags = tags.filter(item__in=items.values("pk"))
    grouped = items.values("currency", "format_id", "room", "service").annotate(
        is_tag=Value(0), number=Count("pk"), minutes=Sum("length"), paid=Sum("price")
    )
    by_tag = tags.values("key").annotate(
        is_tag=Value(1),
        currency=Value(""),
        format_id=Value(""),
        room=Min("name"),
        service=Value(""),
        number=Count("pk"),
        minutes=Value(0),
        paid=Value(None, DecimalField()),
    )
    columns = ("is_tag", "currency", "format_id", "room", "service", "number", "minutes", "paid")
    together = grouped.values_list(*columns).union(by_tag.values_list(*columns), all=True)
    return together.order_by()  # Django 6.1 puts the model's own order on a union again


class ItemPaginator(QuickPaginator):
    """A page in one query, with what is lent, whose inner one reads ids alone; `known` is the count where it is."""

    def __init__(self, items: ItemQuerySet, wanted: Wanted, known: int | None) -> None:
        super().__init__(items, POSTERS if wanted.view == "posters" else LINES, sorts_few=True)
        self.wanted = wanted
        if known is not None:
            self.count = known

    def _rows(self, start: int, end: int) -> list[Any]:
        rows = Item.objects.filter(pk__in=self.ids(start, end)).sorted_by(self.wanted.sort).select_related("movie")
        columns = columns_of(self.wanted) if self.wanted.view == "table" else []
        shown = rows.only(*SHOWN, *columns)
        return list(shown if self.wanted.is_public else shown.with_loan())


def columns_of(wanted: Wanted) -> list[str]:
    """What the columns that somebody chose are read from."""
    more = {"place": ("room", "shelf"), "price": ("price", "currency")}
    return [column for name in wanted.columns for column in more.get(name, (name,))]


def page_of(bucket: Bucket, wanted: Wanted, summary: Summary, number: str | None) -> Page[Item]:
    """The nearest sensible page, its items with what a line or a card shows of them."""
    items = wanted.narrow(Item.objects.of(bucket).suitable_for(wanted.viewer))
    known = None if wanted.narrows else summary.items
    if wanted.view == "shelf" and "room" not in wanted.values:
        items = items.exclude(room="")
        known = None if wanted.narrows else summary.items - summary.rooms.get("", 0)
    return ItemPaginator(items.sorted_by(wanted.sort), wanted, known).get_page(number)


def contents(request: HttpRequest, bucket: Bucket, *, is_public: bool = False) -> dict[str, Any]:
    """What the page of a bucket shows, to those who share it and to those who have its link."""
    viewer = request.profile  # type: ignore[attr-defined]
    wanted = Wanted(request.GET, viewer, is_public=is_public)
    summary = summary_of(bucket, viewer)
    page = page_of(bucket, wanted, summary, request.GET.get("page"))
    return {
        "bucket": bucket,
        "summary": summary,
        "wanted": wanted,
        "page": page,
        "items": page.object_list,
        "signs": {} if is_public else signs_of(page.object_list),
        "found": page.paginator.count,
        "homeless": summary.rooms.get("", 0),
        "is_public": is_public,
        **_choosing(bucket, wanted, is_public),
    }


def _choosing(bucket: Any, wanted: Wanted, is_public: bool) -> dict[str, Any]:
    """Who changes items chooses several in the table, and moves them to `targets`."""
    may_choose = not is_public and wanted.view == "table" and bucket.may_edit
    others = Bucket.objects.editable_by(wanted.viewer).exclude(pk=bucket.pk) if may_choose else Bucket.objects.none()
    return {"may_choose": may_choose, "targets": others.order_by("name", "pk").only("name")}


def offered(counts: Mapping[str, int], chosen: str) -> list[str]:
    """The names to choose from: those that most items have, and the one chosen, in the order of the alphabet."""
    most = sorted((name for name in counts if name), key=lambda name: -counts[name])[:OFFERED]
    return sorted({*most, *([chosen] if chosen else [])}, key=str.lower)


def tags_to_pick(bucket: Bucket, viewer: Profile | None, written: str = "") -> list[str]:
    """Tags of the bucket to put on a copy, without those that `written`, a text with commas, has already."""
    return without(offered(summary_of(bucket, viewer).tags, ""), written.split(COMMA))


def sizes_of(buckets: Iterable[Bucket], viewer: Profile | None) -> dict[int, tuple[int, int]]:
    """Number of items and minutes of each, in one query; of an empty bucket nothing."""
    rows = Item.objects.filter(bucket__in=[bucket.pk for bucket in buckets]).suitable_for(viewer).order_by()
    counted = rows.values_list("bucket_id").annotate(items=Count("pk"), minutes=Sum("length"))
    return {pk: (items, minutes) for pk, items, minutes in counted}
