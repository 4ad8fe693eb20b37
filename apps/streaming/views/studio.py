"""/studio/: the videos of one's household, how far each is, and what can be done with it."""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.catalog import search
from apps.catalog.models import Movie
from apps.core.answers import refused, said
from apps.core.ids import id_in
from apps.core.paging import QuickPaginator
from apps.core.visits import too_many
from apps.streaming.actions import changing, receiving
from apps.streaming.forms import UploadForm, VideoForm
from apps.streaming.models import Video
from apps.streaming.views.asking import editable

PER_PAGE = 24
ENVELOPE = 100_000  # bytes of a form around its file
UPLOADS_AN_HOUR = 60
LONGEST_QUERY = 200
FOUND = 12


@never_cache
@require_safe
def studio(request: HttpRequest) -> HttpResponse:
    mine = Video.objects.editable_by(request.profile)  # type: ignore[attr-defined]
    try:
        page = QuickPaginator(mine, PER_PAGE, refine=_with_film).page(request.GET.get("page", "1"))
    except InvalidPage:
        raise Http404 from None
    kept, most = mine.bytes_kept(), settings.VIDEO_QUOTA_BYTES
    context = {"page": page, "videos": list(page), "kept": kept, "most": most, "kept_shown": min(kept, most)}
    return render(request, "streaming/studio.html", context)


def _with_film(videos: Any) -> Any:
    return videos.select_related("movie")


@csrf_exempt  # the inner view is protected: the token lies in a body that is not read before its size is known
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponseBase:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and length.isdigit() and int(length) > settings.VIDEO_MOST_BYTES + ENVELOPE:
        response = _upload_page(request, UploadForm(), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        response["Connection"] = "close"
        return response
    return _upload(request)


@csrf_protect
@never_cache
def _upload(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _upload_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        if too_many(request, "videos", allowed=UPLOADS_AN_HOUR, seconds=3600):
            form.add_error(None, "That were many videos in an hour. Wait a little before the next.")
        elif video := _received(request, form):
            return redirect("studio_video", video.pk)
    return _upload_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _received(request: HttpRequest, form: UploadForm) -> Video | None:
    told = form.cleaned_data
    try:
        return receiving.receive_video(
            by=request.profile,  # type: ignore[attr-defined]
            file=told["file"].file,
            title=told["title"],
            visibility=told["visibility"],
        )
    except ValidationError as error:
        form.add_error("file", error.messages)
        return None


def _upload_page(request: HttpRequest, form: UploadForm, status: int = HTTPStatus.OK) -> HttpResponse:
    is_too_large = status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    context = {"form": form, "most": settings.VIDEO_MOST_BYTES, "is_too_large": is_too_large}
    return render(request, "streaming/upload.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def video(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How one video is, and its title and who may watch it."""
    mine = editable(request, pk)
    form = VideoForm(request.POST or None, initial={"title": mine.title, "visibility": mine.visibility})
    if form.is_bound and form.is_valid():
        try:
            changing.change_video(video=mine, by=request.profile, **form.cleaned_data)  # type: ignore[attr-defined]
            messages.success(request, "It is changed.")
            return redirect("studio_video", pk)
        except ValidationError as error:
            form.add_error(None, error.messages)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "streaming/video.html", _state(mine) | {"form": form}, status=status)


@never_cache
@require_safe
def progress(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A fragment that asks for itself until the work is done; without htmx the page with all of it."""
    mine = editable(request, pk)
    if "HX-Request" not in request.headers:
        return redirect("studio_video", pk)
    return render(request, "streaming/_state.html", _state(mine))


def _state(mine: Video) -> dict[str, Any]:
    return {"video": mine, "sizes": list(mine.renditions.all())}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def film(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """GET: films to choose from. POST: the video is of this one, or of none where none is named."""
    mine = editable(request, pk)
    films = Movie.objects.visible_to(request.profile)  # type: ignore[attr-defined]
    if request.method == "POST":
        wanted = request.POST.get("movie", "")
        chosen = get_object_or_404(films, pk=id_in(wanted)) if wanted else None
        words = f"It is a video of {chosen} now." if chosen else "It is of no film of the catalogue now."
        return _done(request, mine, changing.name_film, words, movie=chosen)
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_QUERY]
    found = search.search(query, viewer=request.profile, limit=FOUND).movies if query else []  # type: ignore[attr-defined]
    return render(request, "streaming/film.html", {"video": mine, "query": query, "found": found})


@require_POST
def retry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _done(request, editable(request, pk), changing.retry, "It is begun again.")


@require_POST
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _done(request, editable(request, pk), changing.cancel, "It is stopped.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    mine = editable(request, pk)
    if request.method != "POST":
        return render(request, "streaming/delete.html", {"video": mine})
    changing.delete_video(video=mine, by=request.profile)  # type: ignore[attr-defined]
    messages.success(request, f"“{mine.title}” is deleted, with all its files.")
    return redirect("studio")


def _done(request: HttpRequest, mine: Video, action: Callable[..., Any], words: str, **told: Any) -> HttpResponse:
    page = f"/studio/{mine.pk}/"
    try:
        action(video=mine, by=request.profile, **told)  # type: ignore[attr-defined]
    except ValidationError as error:
        return refused(request, error, page)
    return said(request, words, page)
