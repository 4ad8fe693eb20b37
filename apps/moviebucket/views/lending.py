"""Items are lent, asked for and come back; and all of them on one page."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.core.answers import refused, said
from apps.core.ids import LARGEST_ID
from apps.core.paging import QuickPaginator
from apps.moviebucket import actions
from apps.moviebucket.forms import AskForm, DueForm, LendForm
from apps.moviebucket.lending import Tally, count_of
from apps.moviebucket.models import Ask, Bucket, Loan, loans_out, people_of
from apps.moviebucket.views.asking import editable, item_in, visible

OUT_SHOWN = 200
PER_PAGE = 30


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is out of one's own buckets, what one has borrowed, who asks for what, and what came back."""
    profile = request.profile
    loans = Loan.objects.concerning(profile)
    out = list(loans.out().most_urgent_first().with_people()[:OUT_SHOWN])
    is_all = len(out) < OUT_SHOWN
    paginator = QuickPaginator(
        loans.exclude(returned_on=None).order_by("-returned_on", "-pk"),
        PER_PAGE,
        refine=lambda rows: rows.with_people(),
    )
    context = {
        "tally": Tally(len(out), sum(loan.is_overdue for loan in out)) if is_all else count_of(profile),
        "is_all": is_all,
        "shown": OUT_SHOWN,
        "lent": [loan for loan in out if loan.item.bucket.owner_id == profile.account_id],
        "borrowed": [loan for loan in out if loan.item.bucket.owner_id != profile.account_id],
        "asks": Ask.objects.visible_to(profile).with_state().select_related("item__bucket__owner", "user")[:OUT_SHOWN],
        "page": paginator.get_page(request.GET.get("page")),
        "may_edit": not profile.for_child,
    }
    return render(request, "moviebucket/loans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lend(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    bucket = editable(request, pk)
    item = item_in(request, bucket, item_id)
    people = [user for user in people_of(bucket) if user.pk != request.user.pk or not bucket.is_own]
    form = LendForm(people, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            loan = actions.lend(item=item, by=request.user, site=_site(request), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            return said(request, f"{item.title} is with {loan.borrower}.", item.get_absolute_url())
    context = {"bucket": bucket, "item": item, "form": form, "loan": loans_out([item]).get(item.pk)}
    return render(request, "moviebucket/lend.html", context)


@require_POST
def give_back(request: HttpRequest, pk: int, loan_id: int) -> HttpResponse:
    loan = _loan(request, editable(request, pk), loan_id)
    where = loan.item.get_absolute_url()
    try:
        actions.give_back(loan=loan, by=request.user)
    except ValidationError as error:
        return refused(request, error, where)
    return said(request, f"{loan.item.title} is back.", where)


@require_http_methods(["GET", "HEAD", "POST"])
def change_due(request: HttpRequest, pk: int, loan_id: int) -> HttpResponse:
    bucket = editable(request, pk)
    loan = _loan(request, bucket, loan_id)
    form = DueForm(request.POST if request.method == "POST" else None, initial={"due": loan.due})
    if form.is_bound and form.is_valid():
        try:
            changed = actions.change_due(loan=loan, by=request.user, due=form.cleaned_data["due"])
        except ValidationError as error:
            form.refuse(error)
        else:
            return said(request, f"{loan.item.title}: {changed.due_words}.", loan.item.get_absolute_url())
    return render(request, "moviebucket/due.html", {"bucket": bucket, "loan": loan, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int, item_id: int) -> HttpResponse:
    bucket = visible(request, pk)
    item = item_in(request, bucket, item_id)
    if request.profile.for_child:
        raise PermissionDenied
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        where = item.get_absolute_url()
        try:
            actions.ask_for(item=item, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            return refused(request, error, where)
        return said(request, f"{bucket.owner.shown_name} sees on this page that you ask for it.", where)
    return render(request, "moviebucket/ask.html", {"bucket": bucket, "item": item, "form": form})


@require_POST
def accept(request: HttpRequest, pk: int, ask_id: int) -> HttpResponse:
    """The day it is due comes with the button, or is set later."""
    asked = _ask(request, editable(request, pk), ask_id)
    where = asked.item.get_absolute_url()
    form = DueForm(request.POST)
    if not form.is_valid():
        return refused(request, ValidationError("Give the day as 2026-05-16, or leave it empty."), where)
    due = form.cleaned_data["due"]
    try:
        loan = actions.accept_ask(ask=asked, by=request.user, due=due, site=_site(request))
    except ValidationError as error:
        return refused(request, error, where)
    return said(request, f"{asked.item.title} is with {loan.borrower}.", where)


@require_POST
def decline(request: HttpRequest, pk: int, ask_id: int) -> HttpResponse:
    """By who changes the bucket; whoever asked takes it back here too."""
    bucket = visible(request, pk)
    if request.profile.for_child:
        raise PermissionDenied
    asked = _ask(request, bucket, ask_id)
    actions.decline_ask(ask=asked, by=request.user)
    is_own = asked.user_id == request.user.pk
    return said(request, "Taken back." if is_own else "Declined.", asked.item.get_absolute_url())


def _loan(request: HttpRequest, bucket: Bucket, loan_id: int) -> Loan:
    loans = Loan.objects.visible_to(request.profile).filter(item__bucket=bucket).with_people()
    return get_object_or_404(loans, pk=min(loan_id, LARGEST_ID))


def _ask(request: HttpRequest, bucket: Bucket, ask_id: int) -> Ask:
    asks = Ask.objects.visible_to(request.profile).filter(item__bucket=bucket)
    return get_object_or_404(asks.select_related("item", "user"), pk=min(ask_id, LARGEST_ID))


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")
