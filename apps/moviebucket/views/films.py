"""From a film of the catalogue to the bucket that a copy of it goes into."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.catalog.models import Movie
from apps.core.ids import LARGEST_ID
from apps.moviebucket.contents import sizes_of
from apps.moviebucket.models import Bucket


@require_safe
def choose(request: HttpRequest, movie_id: int) -> HttpResponse:
    """With one bucket straight to its form, with none to a first one."""
    film = get_object_or_404(Movie.objects.visible_to(request.profile), pk=min(movie_id, LARGEST_ID))
    if request.profile.for_child:
        raise PermissionDenied
    buckets = list(Bucket.objects.editable_by(request.profile).select_related("owner").order_by("name", "pk"))
    if not buckets:
        return redirect(f"{reverse('bucket_new')}?movie={film.pk}")
    if len(buckets) == 1:
        return redirect(f"{reverse('bucket_item_new', args=[buckets[0].pk])}?movie={film.pk}")
    sizes = sizes_of(buckets, request.profile)
    for bucket in buckets:
        bucket.number = sizes.get(bucket.pk, (0, 0))[0]  # type: ignore[attr-defined]
    return render(request, "moviebucket/choose.html", {"movie": film, "buckets": buckets})
