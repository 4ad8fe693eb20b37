"""/imports/: a file is sent, watched while it is read, looked at, taken in and taken back."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.core.visits import too_many
from apps.transfers import files
from apps.transfers.actions import deciding, receiving
from apps.transfers.forms import ColumnsForm, PrivacyForm, ProfileForm, UploadForm
from apps.transfers.models import Import
from apps.transfers.views.access import grown_ups_only, own_import
from apps.transfers.views.preview import preview_context

SHOWN = 20
ENVELOPE = 1_000_000  # bytes of a form around its file
UPLOADS_AN_HOUR = 30


@csrf_exempt  # the inner view is protected: the token lies in a body that is not read before its size is known
@require_http_methods(["GET", "HEAD", "POST"])
@grown_ups_only
def imports(request: HttpRequest) -> HttpResponseBase:
    if request.method == "POST" and _length_of(request) > files.limits().upload + ENVELOPE:
        return _too_large(request)
    return _imports(request)


@csrf_protect
@never_cache
def _imports(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        if too_many(request, "imports", allowed=UPLOADS_AN_HOUR, seconds=3600):
            form.add_error(None, "That were many files in an hour. Wait a little before the next.")
        else:
            made = _received(request, form)
            if made is not None:
                return redirect("import_columns" if made.state == Import.State.COLUMNS else "import", made.pk)
    return _upload_page(request, form)


def _received(request: HttpRequest, form: UploadForm) -> Import | None:
    profile = request.profile  # type: ignore[attr-defined]
    told = form.cleaned_data
    try:
        return receiving.receive(profile=profile, file=told["file"], kind=told["kind"], by=profile)
    except ValidationError as error:
        form.add_error("file", error)
        return None


def _upload_page(request: HttpRequest, form: UploadForm) -> HttpResponse:
    mine = Import.objects.visible_to(request.profile)[:SHOWN]  # type: ignore[attr-defined]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "imports": mine, "most": files.limits().upload // 1_000_000}
    return render(request, "transfers/imports.html", context, status=status)


def _too_large(request: HttpRequest) -> HttpResponse:
    """Answers without reading what is sent."""
    form = UploadForm()
    context = {"form": form, "imports": [], "most": files.limits().upload // 1_000_000, "is_too_large": True}
    response = render(request, "transfers/imports.html", context, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    response["Connection"] = "close"
    return response


def _length_of(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isdigit() else 0


@never_cache
@require_safe
@grown_ups_only
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    imported = own_import(request, pk)
    if imported.state == Import.State.COLUMNS:
        return redirect("import_columns", pk)
    if imported.is_at_work:
        return render(request, "transfers/progress.html", {"imported": imported})
    if imported.state == Import.State.FAILED:
        return render(request, "transfers/failed.html", {"imported": imported})
    context = preview_context(request, imported)
    return render(request, "transfers/preview.html", context | {"form": PrivacyForm(imported=imported)})


@require_POST
@grown_ups_only
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """Another person of an export of ours is read instead."""
    imported = own_import(request, pk)
    form = ProfileForm(request.POST, imported=imported)
    if not form.is_valid():
        messages.error(request, "There is no such person in this export.")
        return redirect(imported)
    return _done(request, imported, receiving.choose_profile, number=form.cleaned_data["profile"])


@never_cache
@require_safe
@grown_ups_only
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """A fragment that asks for itself until the work is done; then the whole page is loaded again."""
    imported = own_import(request, pk)
    if "HX-Request" not in request.headers:
        return redirect(imported)
    response = render(request, "transfers/_progress.html", {"imported": imported})
    if not imported.is_at_work:
        response["HX-Refresh"] = "true"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@grown_ups_only
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    imported = own_import(request, pk)
    sample = files.sample(imported) if files.is_table(imported) else None
    if sample is None or imported.state not in (Import.State.COLUMNS, Import.State.PREVIEW):
        return redirect("import" if imported.state != Import.State.COLUMNS else "imports", *_pk_of(imported))
    form = ColumnsForm(request.POST if request.method == "POST" else None, sample=sample)
    if request.method == "POST" and form.is_valid():
        profile = request.profile  # type: ignore[attr-defined]
        try:
            receiving.choose_columns(imported=imported, by=profile, choice=form.choice())
            return redirect(imported)
        except ValidationError as error:
            form.add_error(None, error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(
        request, "transfers/columns.html", {"imported": imported, "form": form, "sample": sample}, status=status
    )


def _pk_of(imported: Import) -> list[int]:
    return [imported.pk] if imported.state != Import.State.COLUMNS else []


@require_POST
@grown_ups_only
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    imported = own_import(request, pk)
    form = PrivacyForm(request.POST, imported=imported)
    if not form.is_valid():
        context = preview_context(request, imported) | {"form": form}
        return render(request, "transfers/preview.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _done(request, imported, deciding.begin_commit, visibilities=form.visibilities())


@require_POST
@grown_ups_only
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, own_import(request, pk), deciding.begin_undo)


@require_POST
@grown_ups_only
def again(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, own_import(request, pk), deciding.look_again)


@require_POST
@grown_ups_only
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    imported = own_import(request, pk)
    try:
        receiving.discard(imported=imported, by=request.profile)  # type: ignore[attr-defined]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("import", pk)
    messages.success(request, "The import is forgotten, and its file is gone.")
    return redirect("imports")


def _done(request: HttpRequest, imported: Import, action: Any, **options: Any) -> HttpResponse:
    try:
        action(imported=imported, by=request.profile, **options)  # type: ignore[attr-defined]
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("import", imported.pk)
