"""Items leave the shelf and come back: lent, asked for, reminded of. The item is held meanwhile, so it is lent once."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.moviebucket.actions.history import record
from apps.moviebucket.models import Ask, Change, Item, Loan, people_of
from apps.moviebucket.models.change import LONGEST_ABOUT
from apps.moviebucket.models.loan import DAY
from apps.notifications.actions import deliver

GONE = "It is not in the bucket any more."
BACK = "It is back already."
NOBODY_ASKS = "Nobody asks for it any more."


@transaction.atomic
def lend(
    *,
    item: Item,
    by: User,
    user: User | None = None,
    name: str = "",
    due: date | None = None,
    since: date | None = None,
    note: str = "",
    site: str = "",
) -> Loan:
    """To a member who sees the bucket, or to a name. `site` is scheme and host, for where letters lead."""
    item = _held(item)
    loan = Loan(item=item, user=user, name=name, due=due, lent_by=by, note=note.strip(), site=site.rstrip("/"))
    loan.since = since or timezone.localdate()
    loan.full_clean()
    loan.save()
    Ask.objects.filter(item=item, user=user).delete()
    _record(loan, by, Change.Kind.LENT, f"{item.title} to {loan.borrower}")
    return loan


@transaction.atomic
def give_back(*, loan: Loan, by: User, on: date | None = None) -> Loan:
    loan = _open(loan)
    loan.returned_on = on or timezone.localdate()
    loan.full_clean()
    loan.save(update_fields=["returned_on"])
    _record(loan, by, Change.Kind.BACK, f"{loan.item.title} from {loan.borrower}")
    return loan


@transaction.atomic
def change_due(*, loan: Loan, by: User, due: date | None) -> Loan:
    """Another day, which is reminded of anew; None for no day at all."""
    loan = _open(loan)
    if loan.due != due:
        loan.due, loan.reminded_on = due, None
        loan.full_clean()
        loan.save(update_fields=["due", "reminded_on"])
    return loan


@transaction.atomic
def change_loan(*, loan: Loan, by: User, **facts: date | None) -> Loan:
    """Writes those of `due` and `returned_on` that are given, both or none."""
    if unknown := facts.keys() - {"due", "returned_on"}:
        raise TypeError(f"a loan has no such facts: {sorted(unknown)}")
    if "due" in facts:
        loan = change_due(loan=loan, by=by, due=facts["due"])
    if "returned_on" in facts:
        loan = give_back(loan=loan, by=by, on=facts["returned_on"])
    return loan


@transaction.atomic
def ask_for(*, item: Item, by: User, message: str = "") -> Ask:
    ask = Ask(item=_held(item), user=by, message=" ".join(message.split()))
    ask.full_clean()
    ask.save()
    return ask


@transaction.atomic
def accept_ask(*, ask: Ask, by: User, due: date | None = None, site: str = "") -> Loan:
    """Becomes a loan to who asked, as long as the item is in and they see the bucket."""
    standing = Ask.objects.standing().filter(pk=ask.pk).select_related("item", "user").first()
    if standing is None:
        raise ValidationError(NOBODY_ASKS)
    return lend(item=standing.item, by=by, user=standing.user, due=due, site=site)


@transaction.atomic
def decline_ask(*, ask: Ask, by: User) -> None:
    """By who lends, or taken back by who asked."""
    ask.delete()


def remind(today: date) -> int:
    """Writes to who has what is due and to whose it is; however often it runs, once. How many loans it wrote about."""
    due = Loan.objects.out().filter(due__lte=today + DAY).order_by("pk").values_list("pk", flat=True)
    return sum(_remind_of(pk, today) for pk in list(due))


@transaction.atomic
def _remind_of(pk: int, today: date) -> bool:
    loan = Loan.objects.select_for_update(of=("self",)).with_people().filter(pk=pk).first()
    if loan is None or not loan.wants_reminder(today):
        return False
    loan.reminded_on = today
    loan.save(update_fields=["reminded_on"])
    owner = loan.item.bucket.owner
    _write(loan, owner, today)
    # Whoever does not see the bucket any more is told nothing of it.
    if loan.user and loan.user != owner and people_of(loan.item.bucket).filter(pk=loan.user_id).exists():
        _write(loan, loan.user, today)
    return True


def _write(loan: Loan, to: User, today: date) -> None:
    late = (today - loan.due).days if loan.due else 0
    said = {-1: "is due tomorrow", 0: "is due today", 1: "was due yesterday"}
    when = said.get(late, f"is overdue for {late} days")
    context = {"loan": loan, "when": when, "is_borrower": to.pk == loan.user_id, "owner": loan.item.bucket.owner}
    deliver(
        user=to,
        subject=f"{loan.item.title} {when}",
        text=render_to_string("emails/moviebucket/loan.txt", context).strip(),
        url=f"{loan.site}{reverse('bucket_loans')}" if loan.site else "",
    )


def _held(item: Item) -> Item:
    """As it is now, held until the transaction ends."""
    rows = Item.objects.select_for_update(of=("self",)).select_related("bucket__owner")
    current = rows.filter(pk=item.pk).first()
    if current is None:
        raise ValidationError(GONE)
    return current


def _open(loan: Loan) -> Loan:
    rows = Loan.objects.select_for_update(of=("self",)).with_people()
    current = rows.out().filter(pk=loan.pk).first()
    if current is None:
        raise ValidationError(BACK)
    return current


def _record(loan: Loan, by: User, kind: str, about: str) -> None:
    bucket = loan.item.bucket
    record(bucket=bucket, by=by, kind=kind, about=about[:LONGEST_ABOUT], item_id=loan.item_id)
