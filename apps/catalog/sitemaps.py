"""The sitemap in pieces of 10,000 ids, so that each piece is a range over the primary key at any size."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Max, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from apps.catalog.models import Movie, Person

PIECE = 10_000
KINDS: dict[str, type[Model]] = {"films": Movie, "people": Person}
SECONDS = 6 * 3600


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    urls = [
        request.build_absolute_uri(reverse("sitemap_piece", args=[kind, piece]))
        for kind, model in KINDS.items()
        for piece in range(_pieces(model))
    ]
    return _as_xml(render(request, "catalog/sitemap_index.xml", {"urls": urls}, content_type="application/xml"))


@login_not_required
@require_safe
def piece(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    model = KINDS.get(kind)
    if model is None or number >= max(1, _pieces(model)):
        raise Http404("There is no such piece of the sitemap.")
    pages = [(request.build_absolute_uri(url), changed) for url, changed in _rows(model, number)]
    return _as_xml(render(request, "catalog/sitemap.xml", {"pages": pages}, content_type="application/xml"))


def _pieces(model: type[Model]) -> int:
    """How many ranges of ids there are. Gaps make some of them smaller, and none is ever larger than PIECE."""
    last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
    return -(-last // PIECE)


def _rows(model: type[Model], number: int) -> Iterator[tuple[str, Any]]:
    rows: QuerySet[Any] = model._default_manager.visible_to(None)  # type: ignore[attr-defined]
    in_range = rows.filter(pk__gt=number * PIECE, pk__lte=(number + 1) * PIECE).order_by("pk")
    view = "movie" if model is Movie else "person"
    for pk, slug, changed in in_range.values_list("pk", "slug", "updated_at"):
        yield reverse(view, args=[pk, slug]), changed


def _as_xml(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response
