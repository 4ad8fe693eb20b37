"""Many copies from a list of titles and barcodes: typed or scanned, looked up, looked over, added."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from apps.core.answers import said
from apps.core.visits import too_many
from apps.moviebucket import actions, quick
from apps.moviebucket.forms import QuickForm
from apps.moviebucket.models import Bucket
from apps.moviebucket.views.asking import editable

LOOK_UPS_AN_HOUR = 120
NONE_LEFT = "Every line is left out. Choose a film for one of them, or say what it is."


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The list, and what goes for all of it. POST looks it up and writes nothing."""
    bucket = editable(request, pk)
    form = QuickForm(request.POST) if request.method == "POST" else QuickForm()
    if form.is_bound and form.is_valid():
        if too_many(request, "bucket-quick", allowed=LOOK_UPS_AN_HOUR, seconds=3600):
            form.add_error(None, "That were many lists in an hour. Wait a little before the next.")
        else:
            return _lines(request, bucket, form, quick.looked_up(request.profile, form.cleaned_data["lines"]))
    context = {"bucket": bucket, "form": form, "most": quick.MOST_LINES}
    return render(request, "moviebucket/quick.html", context, status=400 if form.errors else 200)


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """All of the lines that are not left out, or none where one of them is wrong."""
    bucket = editable(request, pk)
    form = QuickForm(request.POST, has_lines=False)
    lines = quick.chosen(request.profile, request.POST)
    wanted = [line for line in lines if not line.is_out]
    if form.is_valid() and not wanted:
        form.add_error(None, NONE_LEFT)
    if form.errors:
        return _again(request, bucket, form, lines)
    rows = [quick.row_of(line, form.shared) for line in wanted]
    try:
        actions.add_many(bucket=bucket, by=request.user, rows=rows, about=_about(rows))
    except actions.Refused as refused:
        for fault in refused.report.faults:
            wanted[fault.row - 1].faults.append(fault.sentence)
        return _again(request, bucket, form, lines)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _again(request, bucket, form, lines)
    change = bucket.changes.filter(by=request.user).first()
    undo = reverse("bucket_change_undo", args=[bucket.pk, change.pk]) if change else ""
    words = f"{len(rows)} {'copy is' if len(rows) == 1 else 'copies are'} in {bucket.name}."
    return said(request, words, f"{bucket.get_absolute_url()}?sort=-added_at", undo=undo)


def _about(rows: list[dict[str, object]]) -> str:
    first = str(rows[0]["title"])[:200]
    return first if len(rows) == 1 else f"{len(rows)} copies, {first} among them"


def _again(request: HttpRequest, bucket: Bucket, form: QuickForm, lines: list[quick.Line]) -> HttpResponse:
    quick.look_up_again(request.profile, lines)
    return _lines(request, bucket, form, lines, status=400)


def _lines(
    request: HttpRequest, bucket: Bucket, form: QuickForm, lines: list[quick.Line], status: int = 200
) -> HttpResponse:
    ratings = [str(rating) for rating in range(5, 0, -1)]
    context = {"bucket": bucket, "form": form, "lines": lines, "ratings": ratings, "out": quick.OUT}
    return render(request, "moviebucket/quick_lines.html", context, status=status)
