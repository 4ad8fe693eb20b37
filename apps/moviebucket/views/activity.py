"""What was done in a bucket, newest first; a change can be taken back from here."""

from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.core.paging import QuickPaginator
from apps.moviebucket.forms import tags_text
from apps.moviebucket.models import Change, Item
from apps.moviebucket.views.asking import editable

PER_PAGE = 30
CALLED = {"movie": "Film", "length": "Length", "bought_on": "Bought on", "bought_at": "Bought at"}


class Difference(NamedTuple):
    field: str
    before: str
    after: str


@require_safe
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """For who may change the bucket: what others wrote concerns those who write."""
    bucket = editable(request, pk)
    paginator = QuickPaginator(
        bucket.changes.all(), PER_PAGE, refine=lambda rows: rows.select_related("by", "undone_by")
    )
    page = paginator.get_page(request.GET.get("page"))
    for change in page.object_list:
        change.differences = list(_differences(change))
    return render(request, "moviebucket/activity.html", {"bucket": bucket, "page": page})


def _differences(change: Change) -> Iterator[Difference]:
    if change.kind == Change.Kind.CHANGED:
        for name in sorted(change.after):
            yield Difference(_label(name), _said(name, change.before[name]), _said(name, change.after[name]))


def _label(name: str) -> str:
    return CALLED.get(name) or str(Item._meta.get_field(name).verbose_name).capitalize()


def _said(name: str, value: object) -> str:
    if name in ("movie", "photo"):
        return ("linked" if name == "movie" else "a photo") if value else "none"
    if name == "condition" and value:
        return str(Item.Condition(value).label)
    if isinstance(value, list):
        return tags_text(value)[:200] or "nothing"
    return "nothing" if value in ("", None) else str(value)[:200]
