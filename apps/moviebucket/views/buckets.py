"""Buckets: all that one may see; a single one; making, describing, deleting one; one for those who have its link."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.models import Profile
from apps.moviebucket import actions
from apps.moviebucket.contents import FILM_FIELDS, contents, sizes_of
from apps.moviebucket.forms import BucketForm
from apps.moviebucket.lending import Tally, counts_of
from apps.moviebucket.models import Bucket, Invitation, Item, Role, people_of
from apps.moviebucket.views.asking import can_at_link, linked, owned, visible

COVERS = 3


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """One's own and those of others; each with its newest items, in as many queries as for one bucket."""
    profile = request.profile
    buckets = Bucket.objects.visible_to(profile).with_share_of(profile).with_group_of(profile).select_related("owner")
    newest = Item.objects.filter(bucket=OuterRef("pk")).suitable_for(profile).order_by("-added_at", "-id").values("pk")
    for place in range(COVERS):
        buckets = buckets.annotate(**{f"cover_{place}": Subquery(newest[place : place + 1])})
    known = list(buckets.annotate(**counts_of(profile)).order_by("name", "pk"))
    _measure(known, profile)
    own = [bucket for bucket in known if bucket.owner_id == profile.account_id]
    context = {
        "own": own,
        "others": [bucket for bucket in known if bucket not in own],
        "may_make": not profile.for_child,
        # Every loan that one sees is of a bucket that one sees.
        "tally": Tally(known[0].loans_out, known[0].loans_late) if known else Tally(0, 0),
        "formats": (),  # which the page of the search asks for: here it would be a query more
        "q": "",
        "format": "",
        "invitations": Invitation.objects.for_profile(profile).select_related("bucket__owner"),
    }
    return render(request, "moviebucket/index.html", context)


def _measure(buckets: list[Any], profile: Profile) -> None:
    """Gives each bucket its `items`, `minutes`, `role_words` and `covers`."""
    sizes = sizes_of(buckets, profile)
    wanted = {bucket.pk: [getattr(bucket, f"cover_{place}") for place in range(COVERS)] for bucket in buckets}
    shown = Item.objects.filter(pk__in=[pk for ids in wanted.values() for pk in ids if pk]).select_related("movie")
    covers = {item.pk: item for item in shown.only("title", "release_year", "movie_id", *FILM_FIELDS)}
    for bucket in buckets:
        bucket.number, bucket.minutes = sizes.get(bucket.pk, (0, 0))
        bucket.role_words = Role(bucket.share_role).label if bucket.share_role else ""
        bucket.covers = [covers[pk] for pk in wanted[bucket.pk] if pk in covers]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`?movie=` is the film that goes in first."""
    if request.profile.for_child:
        raise PermissionDenied
    form = BucketForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            bucket = actions.create_bucket(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            _add_errors(form, error)
        else:
            movie = request.GET.get("movie", "")
            address = reverse("bucket_item_new", args=[bucket.pk])
            return redirect(f"{address}?movie={movie}" if movie.isascii() and movie.isdigit() else bucket)
    return render(request, "moviebucket/new.html", {"form": form})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "moviebucket/detail.html", contents(request, visible(request, pk)))


@login_not_required
@require_safe
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """Neither found by search engines, nor told to the sites that its links lead to, nor kept by a cache."""
    bucket = linked(request, secret)
    context = contents(request, bucket, is_public=True) | {"can": can_at_link(request, bucket)}
    response = render(request, "moviebucket/shared.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    add_never_cache_headers(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    bucket = owned(request, pk)
    initial = {name: getattr(bucket, name) for name in ("name", "description", "visibility", "link_role")}
    form = BucketForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            changed = actions.change_bucket(bucket=bucket, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            _add_errors(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect("bucket_edit" if changed.is_shared_by_link else "bucket", pk=pk)
    return render(request, "moviebucket/edit.html", {"form": form, "bucket": bucket})


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    bucket = owned(request, pk)
    if request.method != "POST":
        context = {"bucket": bucket, "items": bucket.items.count(), "people": people_of(bucket).count() - 1}
        return render(request, "moviebucket/delete.html", context)
    actions.delete_bucket(bucket=bucket, by=request.user)
    messages.success(request, f"“{bucket.name}” is deleted.")
    return redirect("buckets")


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    actions.renew_secret(bucket=owned(request, pk), by=request.user)
    messages.success(request, "The bucket has a new address; the old one leads nowhere.")
    return redirect("bucket_edit", pk=pk)


def _add_errors(form: BucketForm, error: ValidationError) -> None:
    for name, texts in getattr(error, "message_dict", {"__all__": error.messages}).items():
        form.add_error(name if name in form.fields else None, texts)
