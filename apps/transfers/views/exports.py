"""/exports/: all that one has here, to take away as one file.

To have one made and to fetch it takes saying once more who one is, as django-allauth asks for what is sensitive. An
export is of the account: nobody else finds it, whatever their role.
"""

import uuid
from contextlib import suppress

from allauth.account.decorators import reauthentication_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import trigger_client_event

from apps.transfers.actions.asking import TooManyExports, begin_export
from apps.transfers.models import Export
from apps.transfers.models.exports import next_free

SHOWN = 5


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """What an export holds, and those of the last days. POST has one made."""
    if request.method == "POST":
        return _make(request)
    mine = Export.objects.visible_to(request.user)
    latest = list(mine[:SHOWN])
    under_way = next((export for export in latest if export.is_under_way), None)
    context = {
        "under_way": under_way,
        "exports": [export for export in latest if export != under_way],
        "next_free": next_free(mine),
    }
    return render(request, "transfers/exports.html", context)


@reauthentication_required
def _make(request: HttpRequest) -> HttpResponse:
    with suppress(TooManyExports):  # the page says so, and from when on another one is made
        begin_export(account=request.user, by=request.user, site=request.build_absolute_uri("/"))
    return redirect("exports")


@never_cache
@require_safe
@reauthentication_required
def export(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Where the letter leads: how this one is, and its file."""
    row = _own_or_404(request, pk)
    return render(request, "transfers/export.html", {"export": row}, status=410 if row.is_expired else 200)


@never_cache
@require_safe
def progress(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The part of both pages that changes; without htmx the page with all of it."""
    row = _own_or_404(request, pk)
    if not request.htmx:
        return redirect("exports")
    response = render(request, "transfers/_export.html", {"export": row})
    if row.is_ready:
        trigger_client_event(response, "toast", "Your export is ready.")
    return response


@require_safe
@reauthentication_required
def file(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    row = _own_or_404(request, pk)
    if not row.is_ready:
        return redirect(row)
    return file_response(row)


def file_response(row: Export) -> FileResponse:
    """The file as something to keep, and in no cache of anybody's. 404 when the storage has it no more."""
    try:
        opened = default_storage.open(row.file.name)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(opened, as_attachment=True, filename=row.file_name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _own_or_404(request: HttpRequest, pk: uuid.UUID) -> Export:
    return get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
