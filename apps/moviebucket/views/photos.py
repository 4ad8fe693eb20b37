"""The photo of a copy: a page to see it, to send and to take it away; and the picture itself, asked for each time."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import parse_etags
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.core.answers import refused, said
from apps.core.ids import LARGEST_ID
from apps.core.photos import CONTENT_TYPE, MOST_MEGABYTES, TOO_HEAVY
from apps.core.visits import too_many
from apps.moviebucket import actions
from apps.moviebucket.filling import with_values
from apps.moviebucket.forms import PhotoForm
from apps.moviebucket.models import Bucket, Item
from apps.moviebucket.models.photo import SIDES
from apps.moviebucket.views.asking import editable, item_in, visible

MOST_BYTES = MOST_MEGABYTES * 1_000_000
ENVELOPE = 100_000  # bytes of a form around its file
PHOTOS_AN_HOUR = 300
CHANGED_SINCE = "Somebody changed this copy since you opened the page. Look at it, then send the photo again."
GONE = "Somebody took this copy out of the bucket."


@csrf_exempt  # the inner view is protected: the token lies in a body that is not read before its size is known
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, pk: int, item_id: int) -> HttpResponseBase:
    bucket = editable(request, pk) if request.method == "POST" else visible(request, pk)
    item = item_in(request, bucket, item_id)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and length.isdigit() and int(length) > MOST_BYTES + ENVELOPE:
        response = _page(
            request,
            bucket,
            item,
            PhotoForm(initial={"version": item.version}),
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            error=TOO_HEAVY,
        )
        response["Connection"] = "close"
        return response
    return _photo(request, bucket, item)


@csrf_protect
@never_cache
def _photo(request: HttpRequest, bucket: Bucket, item: Item) -> HttpResponse:
    seen = {"version": item.version}
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm(initial=seen)
    if form.is_bound and form.is_valid():
        if too_many(request, "bucket-photos", allowed=PHOTOS_AN_HOUR, seconds=3600):
            form.add_error(None, "That were many photos in an hour. Wait a little before the next.")
        elif _is_put(request, item, form):
            messages.success(request, "The photo is kept.")
            return redirect(item)
    return _page(request, bucket, item, form, HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK)


def _is_put(request: HttpRequest, item: Item, form: PhotoForm) -> bool:
    told = form.cleaned_data
    try:
        actions.put_photo(item=item, by=request.user, file=told["file"], version=told["version"])
    except ValidationError as error:
        form.add_error("file", error.messages)
    except actions.Stale as stale:
        form.add_error(None, CHANGED_SINCE if stale.item else GONE)
        form.data = with_values(form.data, version=str(stale.item.version if stale.item else ""))
    return not form.errors


def _page(
    request: HttpRequest, bucket: Bucket, item: Item, form: PhotoForm, status: int, error: str = ""
) -> HttpResponse:
    context = {"bucket": bucket, "item": item, "form": form, "error": error, "most": MOST_MEGABYTES}
    return render(request, "moviebucket/photo.html", context, status=status)


@require_POST
def remove(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    bucket = editable(request, pk)
    item = item_in(request, bucket, item_id)
    try:
        actions.remove_photo(item=item, by=request.user)
    except actions.Stale:
        return refused(request, ValidationError(GONE), bucket.get_absolute_url())
    change = bucket.changes.filter(item_id=item.pk).first()
    undo = reverse("bucket_change_undo", args=[bucket.pk, change.pk]) if change and item.photo_id else ""
    return said(request, "The photo is taken away.", item.get_absolute_url(), undo=undo)


@require_safe
def picture(request: HttpRequest, pk: int, item_id: int, size: str) -> HttpResponse:
    return picture_of(request, item_in(request, visible(request, pk), item_id), size)


@login_not_required
@require_safe
def shared_picture(request: HttpRequest, secret: str, item_id: int) -> HttpResponse:
    """A small one of a bucket that is shared by link."""
    items = Item.objects.filter(bucket__in=Bucket.objects.with_secret(secret)).suitable_for(request.profile)
    return picture_of(request, get_object_or_404(items, pk=min(item_id, LARGEST_ID)), "small")


def picture_of(request: HttpRequest, item: Item, size: str) -> HttpResponse:
    """Whether one may still see it is asked each time: a browser keeps it, and shows it only when it is told to."""
    if size not in SIDES or item.photo is None:
        raise Http404
    etag = f'"{item.photo.pk.hex}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        response = _file(item.photo.name_of(size))
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _file(name: str) -> HttpResponse:
    """Read at once: none has more than some hundred kilobytes."""
    try:
        with default_storage.open(name) as opened:
            return HttpResponse(opened.read(), content_type=CONTENT_TYPE)
    except FileNotFoundError:
        raise Http404 from None
