"""Loans as pages tell of them: what stands beside an item, on the page of a bucket and over all buckets."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Count, Func, IntegerField, Q, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from apps.accounts.models import Profile, User
from apps.moviebucket.models import Ask, Bucket, Item, Loan, loans_out


class Sign(NamedTuple):
    """`whole` says who has it, `word` is what a spine has room for."""

    whole: SafeString
    word: str


class Tally(NamedTuple):
    """Of the loans that concern somebody."""

    out: int
    overdue: int


def count_of(profile: Profile) -> Tally:
    """How much is out and how much of it is late; one query."""
    late = Count("pk", filter=Q(due__lt=timezone.localdate()))
    counted = Loan.objects.concerning(profile).out().order_by().aggregate(out=Count("pk"), overdue=late)
    return Tally(counted["out"], counted["overdue"])


def counts_of(profile: Profile) -> dict[str, Subquery]:
    """The same as `loans_out` and `loans_late` of any row that is read: they stand in no relation to it."""
    out = Loan.objects.concerning(profile).out().order_by()
    rows = {"loans_out": out, "loans_late": out.overdue(timezone.localdate())}
    number = Func("pk", function="COUNT", output_field=IntegerField())  # no aggregate: there is nothing to group by
    return {name: Subquery(loans.values(number=number)) for name, loans in rows.items()}


def signs_of(items: Iterable[Any]) -> Mapping[int, Sign]:
    """For each of `items`, read `with_loan`, that is out who has it, as a page of a bucket says it."""
    return {item.pk: _sign(item) for item in items if item.out_id}


def _sign(item: Any) -> Sign:
    user = None if item.out_name else User(name=item.out_user_name, email=item.out_user_email)
    loan = Loan(due=item.out_due, name=item.out_name, user=user)
    late = " late" if loan.is_overdue else ""
    words = f"Lent to {loan.borrower}" + (f", {loan.due_words}" if late else "")
    whole = mark_safe(f'<span class="lent{late}">{escape(words)}</span>')  # noqa: S308
    return Sign(whole, "Overdue" if late else "Lent")


def beside(request: HttpRequest, bucket: Bucket, item: Item) -> dict[str, Any]:
    """What the page of an item says of its loan and of who asks for it, and what the viewer can do about that."""
    profile: Profile = request.profile  # type: ignore[attr-defined]
    loan = loans_out([item]).get(item.pk)
    asks = list(Ask.objects.visible_to(profile).filter(item=item).with_state().select_related("item", "user"))
    own_ask = next((ask for ask in asks if ask.user_id == profile.account_id), None)
    is_theirs = loan is not None and loan.user_id == profile.account_id
    may_ask = bucket.role == "viewer" and not profile.for_child  # type: ignore[attr-defined]
    return {
        "loan": loan,
        "is_borrower": is_theirs,
        "asks": [ask for ask in asks if ask is not own_ask],
        "own_ask": own_ask,
        "may_ask": may_ask and own_ask is None and not is_theirs,
    }
