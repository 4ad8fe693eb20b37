"""Who has it, and on what: a title looked for in all the buckets that one may see."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.core.caching import kept
from apps.core.paging import QuickPaginator
from apps.moviebucket.contents import FILM_FIELDS
from apps.moviebucket.models import Bucket, Format, Item
from apps.moviebucket.wanted import FILTERS

PER_PAGE = 48
FORMATS_SECONDS = 60
SHOWN = (
    "title", "format_id", "release_year", "edition", "room", "shelf", "movie_id", "bucket__name", "bucket__owner__name",
    "bucket__owner__email", *FILM_FIELDS,
)  # fmt: skip


def formats_offered() -> list[str]:
    """To choose from. A new one turns up within a minute; the address takes it at once."""
    return kept("bucket-formats", FORMATS_SECONDS, Format.objects.names)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`?q=` is a part of a title, `?format=` what it is on. Without either nothing is looked for."""
    asked = {name: FILTERS[name].read(request.GET.get(name, "").strip()) for name in ("q", "format")}
    context: dict[str, Any] = {**asked, "formats": formats_offered(), "page": None, "has_bucket": True}
    if any(asked.values()):
        items = Item.objects.visible_to(request.profile)
        for name, value in asked.items():
            items = FILTERS[name].narrow(items, value) if value else items
        paginator = QuickPaginator(items.sorted_by("title"), PER_PAGE, refine=_with_owners)
        context["page"] = paginator.get_page(request.GET.get("page"))
    else:
        context["has_bucket"] = Bucket.objects.visible_to(request.profile).exists()
    return render(request, "moviebucket/search.html", context)


def _with_owners(items: Any) -> Any:
    return items.select_related("movie", "bucket__owner").only(*SHOWN)
