"""What a bucket has twice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.moviebucket.duplicates import copies_of, groups_in
from apps.moviebucket.views.asking import editable


@require_safe
def duplicates(request: HttpRequest, pk: int) -> HttpResponse:
    """For who may take one of them out."""
    bucket = editable(request, pk)
    page = groups_in(bucket).get_page(request.GET.get("page"))
    context = {"bucket": bucket, "page": page, "groups": copies_of(bucket, page.object_list)}
    return render(request, "moviebucket/duplicates.html", context)
