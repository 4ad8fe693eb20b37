"""Several copies at once, chosen in the table of a bucket."""

from collections.abc import Callable
from functools import partial

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from apps.core.answers import refused, said
from apps.moviebucket import actions
from apps.moviebucket.models import Bucket, Change
from apps.moviebucket.views.asking import editable

DIGITS = 18  # of a number that every database has room for
NO_BUCKET = "Choose a bucket that you may change."


@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    bucket, by = editable(request, pk), request.user
    return _done(request, bucket, "out", lambda ids: actions.remove_items(bucket=bucket, by=by, ids=ids))


@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    bucket, by = editable(request, pk), request.user
    where = {name: request.POST.get(name, "") for name in ("room", "shelf")}
    return _done(request, bucket, "placed", lambda ids: actions.place_items(bucket=bucket, by=by, ids=ids, **where))


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    bucket, by = editable(request, pk), request.user
    to = Bucket.objects.editable_by(request.profile).filter(pk__in=_numbers([request.POST.get("to", "")])).first()
    if to is None:
        return refused(request, ValidationError(NO_BUCKET), _table(bucket))
    words = f"in {to.name}"
    return _done(request, bucket, words, lambda ids: actions.move_items(bucket=bucket, by=by, ids=ids, to=to))


@require_POST
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    bucket, by, tags = editable(request, pk), request.user, _tags(request)
    return _done(request, bucket, "tagged", lambda ids: actions.tag_items(bucket=bucket, by=by, ids=ids, tags=tags))


@require_POST
def untag(request: HttpRequest, pk: int) -> HttpResponse:
    bucket, by, tags = editable(request, pk), request.user, _tags(request)
    words = "without it"
    return _done(request, bucket, words, lambda ids: actions.untag_items(bucket=bucket, by=by, ids=ids, tags=tags))


@require_POST
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes the fields that are filled in; the others stay."""
    bucket, by = editable(request, pk), request.user
    values = {name: request.POST.get(name, "") for name in actions.SAME_FOR_ALL}
    write = partial(actions.edit_items, bucket=bucket, by=by, values=values)
    return _done(request, bucket, "changed", lambda ids: write(ids=ids))


def _tags(request: HttpRequest) -> str:
    """What was written, and the boxes that were ticked."""
    return ",".join([request.POST.get("tags", ""), *request.POST.getlist("tag")])


def _done(request: HttpRequest, bucket: Bucket, words: str, do: Callable[[set[int]], Change]) -> HttpResponse:
    try:
        change = do(_numbers(request.POST.getlist("item")))
    except ValidationError as error:
        return refused(request, error, _table(bucket))
    count = len(change.before["items"])
    text = f"{count:,} {'copy is' if count == 1 else 'copies are'} {words}."
    return said(request, text, _table(bucket), undo=reverse("bucket_change_undo", args=[bucket.pk, change.pk]))


def _numbers(given: list[str]) -> set[int]:
    return {int(one) for one in given if one.isascii() and one.isdigit() and len(one) <= DIGITS}


def _table(bucket: Bucket) -> str:
    return f"{bucket.get_absolute_url()}?view=table"
