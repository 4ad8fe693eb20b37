"""Copies that are not on the shelf: who has one and until when, and who would like one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Trim
from django.utils import timezone

from apps.accounts.models import Profile, User
from apps.moviebucket.models.bucket import NO_NUL, Bucket, Share, members_by_groups
from apps.moviebucket.models.item import Item

LONGEST_BORROWER = 80
LONGEST_NOTE = 500
BORROWER = "Say who has it: somebody who sees the bucket, or else a name. One of the two."
STRANGER = "They do not see this bucket. Write their name instead, or share the bucket with them first."
DUE = "The day it is due is not before the day it was lent."
RETURNED = "The day it came back is not before the day it was lent."
NOT_YET = "The day it was lent is not after today."
FUTURE = "The day it came back is not after today."
OUT = "It is lent already. First say that it is back."
ASKED = "You have asked for it already."
OWN = "It stands in your own bucket."
HAVE = "You have it already."
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


def people_of(bucket: Bucket) -> models.QuerySet[User]:
    """Who sees the bucket, its owner among them: those to whom something of it is lent by their account."""
    shares = Share.objects.filter(bucket=bucket).values("user")
    seeing = Q(pk=bucket.owner_id) | Q(pk__in=shares) | Q(pk__in=members_by_groups(bucket).values("user"))
    return User.objects.filter(seeing, is_active=True).order_by("name", "pk")


def _is_of(items: models.QuerySet[Item]) -> Exists:
    """Asked of each loan, of which there are few: not of each item that somebody may see."""
    return Exists(items.filter(pk=OuterRef("item")).order_by())


class LoanQuerySet(models.QuerySet["Loan"]):
    def visible_to(self, profile: Profile | None) -> Self:
        """Of the items that one may see. Who lost sight of a bucket sees no loan of it, not even their own."""
        return self.filter(_is_of(Item.objects.visible_to(profile)))

    def concerning(self, profile: Profile) -> Self:
        """Out of one's own buckets, or with oneself."""
        own = _is_of(Item.objects.filter(bucket__owner=profile.account_id))
        return self.visible_to(profile).filter(own | Q(user=profile.account_id))

    def out(self) -> Self:
        return self.filter(returned_on=None)

    def overdue(self, today: date) -> Self:
        return self.out().filter(due__lt=today)

    def most_urgent_first(self) -> Self:
        return self.order_by(F("due").asc(nulls_last=True), "since", "pk")

    def with_people(self) -> Self:
        return self.select_related("item__bucket__owner", "user", "lent_by")


class Loan(models.Model):
    """Without `returned_on` the item is still out. Goes with the item, and with the account of who borrowed."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="loans")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="borrowed", null=True, blank=True, verbose_name="member"
    )
    name = models.CharField(
        max_length=LONGEST_BORROWER, blank=True, validators=[NO_NUL], help_text="Of who is no member."
    )
    since = models.DateField(default=timezone.localdate)
    due = models.DateField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    lent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, editable=False
    )
    note = models.CharField(max_length=LONGEST_NOTE, blank=True, validators=[NO_NUL])
    reminded_on = models.DateField(null=True, blank=True, editable=False, help_text="Of the due day as it is now.")
    site = models.CharField(
        max_length=200, blank=True, editable=False, help_text="Scheme and host where it was lent, for letters."
    )

    objects = LoanQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="moviebucket_loan_borrower",
                condition=(Q(user__isnull=False) & Q(name=""))
                | (Q(user__isnull=True) & ~Q(name="") & Q(name=Trim("name"))),
                violation_error_message=BORROWER,
            ),
            models.CheckConstraint(
                name="moviebucket_loan_due",
                condition=Q(due__isnull=True) | Q(due__gte=F("since")),
                violation_error_message=DUE,
            ),
            models.CheckConstraint(
                name="moviebucket_loan_returned",
                condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("since")),
                violation_error_message=RETURNED,
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(returned_on__isnull=True),
                name="moviebucket_loan_out_once",
                violation_error_message=OUT,
            ),
        ]
        indexes = [
            models.Index(fields=["due"], condition=Q(returned_on__isnull=True), name="moviebucket_loan_due_out"),
        ]

    def __str__(self) -> str:
        return f"{self.item} to {self.borrower}"

    def get_absolute_url(self) -> str:
        return self.item.get_absolute_url()

    def clean(self) -> None:
        super().clean()
        self.name = " ".join(self.name.split())
        errors = {}
        if bool(self.user_id) == bool(self.name):
            errors["name"] = ValidationError(BORROWER, code="borrower")
        elif self._state.adding and self.user_id and not people_of(self.item.bucket).filter(pk=self.user_id).exists():
            errors["user"] = ValidationError(STRANGER, code="stranger")
        if self._state.adding and self.since > timezone.localdate():
            errors["since"] = ValidationError(NOT_YET, code="future")
        elif self.due and self.due < self.since:
            errors["due"] = ValidationError(DUE, code="due")
        if self.returned_on and self.returned_on < self.since:
            errors["returned_on"] = ValidationError(RETURNED, code="returned")
        elif self.returned_on and self.returned_on > timezone.localdate():
            errors["returned_on"] = ValidationError(FUTURE, code="future")
        if errors:
            raise ValidationError(errors)

    @property
    def borrower(self) -> str:
        return self.user.shown_name if self.user else self.name

    @property
    def is_out(self) -> bool:
        return self.returned_on is None

    @property
    def is_overdue(self) -> bool:
        return self.is_out and self.due is not None and self.due < timezone.localdate()

    @property
    def due_words(self) -> str:
        """How long it may stay out, as seen today."""
        if self.due is None:
            return "no day set"
        days = (self.due - timezone.localdate()).days
        near = {0: "due today", 1: "due tomorrow", -1: "overdue since yesterday"}
        said = f"due {_day(self.due)}" if days > 0 else f"overdue for {-days} days"
        return near.get(days, said)

    def wants_reminder(self, today: date) -> bool:
        """A day before it is due, a day after, and each week from then on; a day that was missed is made up for."""
        if self.due is None or not self.is_out or today < self.due - DAY:
            return False
        late = today - self.due - DAY
        last = self.due - DAY if late < timedelta() else today - late % WEEK
        return self.reminded_on is None or self.reminded_on < last


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


class AskQuerySet(models.QuerySet["Ask"]):
    def standing(self) -> Self:
        """Those of people who still see the bucket."""
        return self.with_access().filter(user__is_active=True)

    def lapsed(self) -> Self:
        """Those of people who see the bucket no more. Who is barred may come back."""
        return self.exclude(pk__in=Ask.objects.with_access().order_by().values("pk"))

    def with_access(self) -> Self:
        """Those of people whom the bucket is shared with, barred or not."""
        share = Share.objects.filter(bucket=OuterRef("item__bucket"), user=OuterRef("user"))
        grouped = members_by_groups(OuterRef("item__bucket")).filter(user=OuterRef("user"))
        return self.filter(Exists(share) | Exists(grouped))

    def visible_to(self, profile: Profile | None) -> Self:
        """One's own, and those about the items of buckets that one may change. A child sees none."""
        if profile is None or profile.for_child:
            return self.none()
        editable = Bucket.objects.editable_by(profile).order_by().values("pk")
        visible = Bucket.objects.visible_to(profile).order_by().values("pk")
        own = Q(user=profile.account_id, item__bucket__in=visible)
        return self.standing().filter(own | Q(item__bucket__in=editable))

    def with_state(self) -> Self:
        """Each with `is_out`: it is lent only once it is back."""
        return self.annotate(is_out=Exists(Loan.objects.out().filter(item=OuterRef("item")).order_by()))


class Ask(models.Model):
    """Somebody who sees a bucket would like to borrow an item of it."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="asks", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="item_asks")
    message = models.CharField(max_length=LONGEST_NOTE, blank=True, validators=[NO_NUL])
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "user"], name="moviebucket_ask_once", violation_error_message=ASKED)
        ]

    def __str__(self) -> str:
        return f"{self.user.shown_name} asks for {self.item}"

    def clean(self) -> None:
        super().clean()
        if self.user_id == self.item.bucket.owner_id:
            raise ValidationError(OWN)
        if not people_of(self.item.bucket).filter(pk=self.user_id).exists():
            raise ValidationError(STRANGER)
        if Loan.objects.out().filter(item=self.item, user=self.user_id).exists():
            raise ValidationError(HAVE)


def loans_out(items: Any) -> dict[int, Loan]:
    """The open loan of each of `items` that is out, by the id of the item; one query."""
    out = Loan.objects.out().filter(item__in=[item.pk for item in items]).select_related("user")
    return {loan.item_id: loan for loan in out}
