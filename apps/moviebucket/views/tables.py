"""Items as files: a table comes in, is looked over and taken in; a bucket goes out as CSV or JSON."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.core.ids import LARGEST_ID
from apps.core.visits import too_many
from apps.moviebucket import tables
from apps.moviebucket.actions import WRITABLE
from apps.moviebucket.actions.receiving import begin_taking_in, forget_import, receive_items
from apps.moviebucket.forms import ItemFileForm
from apps.moviebucket.models import CONTRACT, Bucket, Item, ItemImport
from apps.moviebucket.views.asking import editable, visible
from apps.moviebucket.wanted import Wanted

ENVELOPE = 1_000_000  # bytes of a form around its file
IMPORTS_AN_HOUR = 60
FAULTS_SHOWN = 200
WRITERS = {
    "csv": (tables.csv_of, "text/csv; charset=utf-8; header=present"),
    "json": (tables.json_of, "application/json"),
}


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What the filters leave of all that the viewer sees, in their order, as it is read from the database."""
    bucket = visible(request, pk)
    kind = request.GET.get("kind", "csv")
    if kind not in WRITERS:
        raise Http404
    written, content_type = WRITERS[kind]
    wanted = Wanted(request.GET, request.profile)
    items = wanted.narrow(Item.objects.of(bucket).suitable_for(request.profile))
    lines = written(items.sorted_by(wanted.sort))
    response = StreamingHttpResponse(lines, content_type=content_type)
    name = slugify(bucket.name) or f"bucket-{bucket.pk}"
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response


@csrf_exempt  # the inner view is protected: the token lies in a body that is not read before its size is known
@require_http_methods(["GET", "HEAD", "POST"])
def import_items(request: HttpRequest, pk: int) -> HttpResponseBase:
    bucket = editable(request, pk)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and length.isdigit() and int(length) > tables.MOST_BYTES + ENVELOPE:
        response = _form_page(request, bucket, ItemFileForm(), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        response["Connection"] = "close"
        return response
    return _import_items(request, bucket)


@csrf_protect
@never_cache
def _import_items(request: HttpRequest, bucket: Bucket) -> HttpResponse:
    form = ItemFileForm(request.POST, request.FILES) if request.method == "POST" else ItemFileForm()
    if request.method == "POST" and form.is_valid():
        if too_many(request, "bucket-imports", allowed=IMPORTS_AN_HOUR, seconds=3600):
            form.add_error(None, "That were many files in an hour. Wait a little before the next.")
        elif (made := _received(request, bucket, form)) is not None:
            return redirect(made)
    return _form_page(request, bucket, form)


def _received(request: HttpRequest, bucket: Bucket, form: ItemFileForm) -> ItemImport | None:
    told = form.cleaned_data
    file: Any = told["file"] or ContentFile(told["text"].encode(), name="What you pasted")
    try:
        return receive_items(bucket=bucket, by=request.user, file=File(file, name=file.name))
    except ValidationError as error:
        form.add_error("file", error)
        return None


def _form_page(
    request: HttpRequest, bucket: Bucket, form: ItemFileForm, status: HTTPStatus | None = None
) -> HttpResponse:
    context = {
        "bucket": bucket,
        "form": form,
        "columns": CONTRACT,
        "others": WRITABLE[len(CONTRACT) :],
        "most_rows": tables.MOST_ROWS,
        "most": tables.MOST_BYTES // 1_000_000,
        "is_too_large": status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    }
    status = status or (HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK)
    return render(request, "moviebucket/import.html", context, status=status)


@never_cache
@require_safe
def detail(request: HttpRequest, pk: int, import_id: int) -> HttpResponse:
    imported = _own(request, pk, import_id)
    context = {"bucket": imported.bucket, "imported": imported}
    if imported.is_at_work:
        return render(request, "moviebucket/import_progress.html", context)
    context["faults"] = imported.report.get("faults", [])[:FAULTS_SHOWN]
    return render(request, "moviebucket/import_preview.html", context)


@never_cache
@require_safe
def progress(request: HttpRequest, pk: int, import_id: int) -> HttpResponse:
    """A fragment that asks for itself until the work is done; then the whole page is loaded again."""
    imported = _own(request, pk, import_id)
    if not request.htmx:
        return redirect(imported)
    response = render(request, "moviebucket/_import_progress.html", {"imported": imported})
    if not imported.is_at_work:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def take_in(request: HttpRequest, pk: int, import_id: int) -> HttpResponse:
    """`partial` takes in only the rows that are right."""
    imported = _own(request, pk, import_id)
    try:
        imported = begin_taking_in(imported=imported, by=request.user, partial=request.POST.get("partial") == "1")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(imported)


@require_POST
def forget(request: HttpRequest, pk: int, import_id: int) -> HttpResponse:
    imported = _own(request, pk, import_id)
    try:
        forget_import(imported=imported, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(imported)
    messages.success(request, "The file is forgotten.")
    return redirect(imported.bucket)


def _own(request: HttpRequest, pk: int, import_id: int) -> ItemImport:
    """One's own import into a bucket that one may change."""
    bucket = editable(request, pk)
    imported = get_object_or_404(bucket.imports.filter(by=request.user), pk=min(import_id, LARGEST_ID))
    imported.bucket = bucket
    return imported
