"""Items of a bucket: one by itself, put in, changed, taken out, and a change taken back."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.catalog.models import Movie
from apps.core.answers import refused, said
from apps.core.ids import LARGEST_ID
from apps.moviebucket import actions, filling
from apps.moviebucket.contents import tags_to_pick
from apps.moviebucket.differences import differences
from apps.moviebucket.forms import ItemForm, initial_of
from apps.moviebucket.lending import beside
from apps.moviebucket.models import Bucket, Change, Item
from apps.moviebucket.views.asking import editable, item_in, visible

OTHERS = 12
KEPT = ("format", "room", "shelf")  # from one new item to the next
CHANGED_SINCE = "Somebody changed it since you opened the page. Look at it again, then take it out."


@require_safe
def detail(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    bucket = visible(request, pk)
    item = item_in(request, bucket, item_id)
    others = Item.objects.none()
    if item.movie_id:
        others = Item.objects.visible_to(request.profile).filter(movie=item.movie_id).exclude(pk=item.pk)
    context = {
        "bucket": bucket,
        "item": item,
        "added_by": item.added_by if item.added_by_id else None,
        "has_film": item.movie is not None and not item.movie.adult,
        "others": others.select_related("bucket__owner").order_by("-added_at", "-pk")[:OTHERS],
        **beside(request, bucket, item),
    }
    return render(request, "moviebucket/item.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """`?movie=` is a film whose title, length and year go into the form; `?q=` looks for one."""
    bucket = editable(request, pk)
    if request.method == "POST":
        return _add(request, bucket, then=lambda item: item.get_absolute_url())
    if request.htmx and "q" in request.GET:
        return render(request, "moviebucket/_found.html", _films(request, bucket))
    film = filling.film_of(request.profile, request.GET.get("movie"))
    initial = {name: request.GET[name][:60] for name in KEPT if name in request.GET}
    form = ItemForm(initial=initial | (filling.facts_of(film) if film else {}))
    return _form(request, bucket, form, film=film)


@require_POST
def another(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds one, and asks for the next of the same format and place."""
    bucket = editable(request, pk)
    address = reverse("bucket_item_new", args=[pk])

    def next_form(item: Item) -> str:
        kept = {"format": item.format_id, "room": item.room, "shelf": item.shelf}
        return f"{address}?{urlencode({name: value for name, value in kept.items() if value})}"

    return _add(request, bucket, then=next_form)


@require_POST
def film_of_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with all that was typed, and the film that was chosen."""
    bucket = editable(request, pk)
    form, film = _with_film(request)
    return _form(request, bucket, form, film=film)


@require_POST
def film_of_item(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    bucket = editable(request, pk)
    item = item_in(request, bucket, item_id)
    form, film = _with_film(request)
    return _form(request, bucket, form, film=film, item=item)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    bucket = editable(request, pk)
    if request.method == "POST":
        return _change(request, bucket, item_id)
    item = item_in(request, bucket, item_id)
    if request.htmx and "q" in request.GET:
        return render(request, "moviebucket/_found.html", _films(request, bucket, item))
    return _form(request, bucket, ItemForm(initial=initial_of(item)), film=item.movie, item=item)


@require_POST
def remove(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    bucket = editable(request, pk)
    item = item_in(request, bucket, item_id)
    given = request.POST.get("version", "")
    try:
        version = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
        change = actions.remove_item(item=item, by=request.user, version=version)
    except actions.Stale as stale:
        fallback = item.get_absolute_url() if stale.item else bucket.get_absolute_url()
        return refused(request, ValidationError(CHANGED_SINCE if stale.item else "It is out already."), fallback)
    except ValidationError as error:
        return refused(request, error, item.get_absolute_url())
    undo = reverse("bucket_change_undo", args=[bucket.pk, change.pk])
    return said(request, f"{item.title} is out of {bucket.name}.", bucket.get_absolute_url(), undo=undo)


@require_POST
def undo(request: HttpRequest, pk: int, change_id: int) -> HttpResponse:
    bucket = editable(request, pk)
    change = get_object_or_404(bucket.changes.all(), pk=min(change_id, LARGEST_ID))
    try:
        actions.undo_change(change=change, by=request.user)
    except ValidationError as error:
        return refused(request, error, bucket.get_absolute_url())
    words = {
        Change.Kind.REMOVED: f"{change.about} is back in {bucket.name}.",
        Change.Kind.CHANGED: f"{change.about} is as it was.",
        Change.Kind.TAKEN: f"Back in {bucket.name}: {change.about}.",
        Change.Kind.MOVED: f"Back in {bucket.name}: {change.about}.",
        Change.Kind.PLACED: "They stand where they stood before.",
        **dict.fromkeys(Change.WRITTEN, "They are as they were before."),
    }
    text = words.get(Change.Kind(change.kind), f"{change.about}: out of {bucket.name} again.")
    return said(request, text, bucket.get_absolute_url())


def _add(request: HttpRequest, bucket: Bucket, *, then: Any) -> HttpResponse:
    form = ItemForm(request.POST)
    film = filling.film_of(request.profile, request.POST.get("movie"))
    if form.is_valid() and _is_film_there(form, film):
        try:
            item = actions.add_item(bucket=bucket, by=request.user, values=form.values, movie=film)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, f"{item.title} is in {bucket.name}.")
            return redirect(then(item))
    return _form(request, bucket, form, film=film)


def _change(request: HttpRequest, bucket: Bucket, item_id: int) -> HttpResponse:
    form = ItemForm(request.POST)
    film = filling.film_of(request.profile, request.POST.get("movie"))
    item = (
        bucket.items.suitable_for(request.profile).select_related("movie").filter(pk=min(item_id, LARGEST_ID)).first()
    )
    if item is None:
        return _gone(request, bucket, form, film, item_id)
    item.bucket = bucket
    if form.is_valid():
        kept = form.cleaned_data["movie"] == item.movie_id
        if kept or _is_film_there(form, film):
            try:
                values, version = form.values, form.cleaned_data["version"]
                movie = actions.KEEP if kept else film
                actions.change_item(item=item, by=request.user, values=values, movie=movie, version=version)
            except ValidationError as error:
                form.refuse(error)
            except actions.Stale as stale:
                return _stale(request, bucket, form, film, stale.item, item_id)
            else:
                messages.success(request, "Saved.")
                return redirect(item)
    return _form(request, bucket, form, film=film, item=item)


def _is_film_there(form: ItemForm, film: Movie | None) -> bool:
    if form.cleaned_data["movie"] and film is None:
        form.add_error(None, "That film is not in the catalogue any more. Save again to keep the copy without it.")
        return False
    return True


def _with_film(request: HttpRequest) -> tuple[ItemForm, Movie | None]:
    """`film` is chosen instead of `movie`; "" for none. A field that the old one filled follows the new one."""
    before = filling.film_of(request.profile, request.POST.get("movie"))
    film = filling.film_of(request.profile, request.POST.get("film"))
    return ItemForm(filling.filled(request.POST, before, film)), film


def _stale(
    request: HttpRequest, bucket: Bucket, form: ItemForm, film: Movie | None, current: Item | None, item_id: int
) -> HttpResponse:
    """What was typed stays, and stands beside what is there now. To save again is then a decision."""
    if current is None:
        return _gone(request, bucket, form, film, item_id)
    current.bucket = bucket
    found = differences(current, form, film)
    now = initial_of(current)
    # A field that they left as they found it is no wish of theirs to have it so again.
    theirs = {one.name: now[one.name] for one in found if one.is_untouched}
    values = {name: "" if value is None else str(value) for name, value in theirs.items()}
    again = ItemForm(filling.with_values(request.POST, **values, version=str(current.version)))
    film = current.movie if "movie" in theirs else film
    return _form(request, bucket, again, film=film, item=current, status=409, differences=found, is_stale=True)


def _gone(request: HttpRequest, bucket: Bucket, form: ItemForm, film: Movie | None, item_id: int) -> HttpResponse:
    """Somebody took it out meanwhile: 404 for what never was here, else the form that adds it again."""
    alone = Q(item_id=min(item_id, LARGEST_ID), kind=Change.Kind.REMOVED)
    among = Q(kind__in=[Change.Kind.TAKEN, Change.Kind.MOVED], before__items__has_key=str(item_id))
    removed = get_object_or_404(bucket.changes.filter(alone | among).select_related("by")[:1])
    return _form(request, bucket, form, film=film, status=409, removed=removed)


def _form(
    request: HttpRequest,
    bucket: Bucket,
    form: ItemForm,
    *,
    film: Movie | None,
    item: Item | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    if form.is_bound and form["movie"].value() != (str(film.pk) if film else ""):
        form.data = filling.with_values(form.data, movie=str(film.pk) if film else "")
    context = {
        "bucket": bucket,
        "form": form,
        "film": film,
        "item": item,
        "is_shortened": film is not None and filling.is_shortened(film),
        "is_open": bool(form.picked) or any(bound.errors or bound.value() for bound in form.extras()),
        "offered": tags_to_pick(bucket, request.profile, str(form["tags"].value() or "")),
        "is_stale": False,
        "removed": None,
        **_films(request, bucket, item),
        **more,
    }
    return render(request, "moviebucket/item_form.html", context, status=status)


def _films(request: HttpRequest, bucket: Bucket, item: Item | None = None) -> dict[str, Any]:
    """What the search beside the form has found, and where a film that is chosen there goes."""
    given: QueryDict = request.GET
    words = filling.words_of(given.get("q", ""))
    address = reverse("bucket_item_new_film", args=[bucket.pk])
    if item is not None:
        address = reverse("bucket_item_film", args=[bucket.pk, item.pk])
    return {"words": words, "films": filling.films_called(request.profile, words), "choose_url": address}
