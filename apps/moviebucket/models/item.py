"""One copy that somebody owns of a film, and the rules that hold for it: each here once, and once in the database.

`fields.py` reads what people type; the constraints say the same to whatever comes past the model. ADR 15.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, URLValidator
from django.db import models, transaction
from django.db.models import Exists, F, FilteredRelation, Func, IntegerField, OuterRef, Q, Value
from django.db.models.functions import Cast, Length, Replace, Trim
from django.db.models.lookups import LessThan
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.catalog.names import sort_title_of
from apps.moviebucket.barcodes import is_barcode
from apps.moviebucket.fields import BarcodeField, MinutesField, RangeField, TitleField, has_size, size_of
from apps.moviebucket.models.bucket import NO_NUL, Bucket
from apps.moviebucket.models.tag import COMMA, MOST_TAGS, TAGS, TagsField, write_tags

LONGEST_TITLE = 50  # characters as people count them
MOST_CODE_POINTS = 400  # of a title: what 50 characters with all their marks may need
MOST_ITEMS = 100_000  # of a bucket
FIRST_FORMATS = ("VHS", "DVD", "Streaming")
TITLE = f"A title has 1 to {LONGEST_TITLE} printable characters."
LENGTH = "The length is 0 to 500 minutes, as 117 or as 1:57."
RELEASE_YEAR = "The release year is a whole number from 1800 to 2100."
RATING = "The rating is a whole number from 1 to 5."
TEXT = "This is no text that can be kept."
BARCODE = "A barcode has 8, 12, 13 or 14 digits, and its last one fits the others."
CENT = Decimal("0.01")
# The contract of the service, in this order, in API and CSV alike.
CONTRACT = ("title", "format", "length", "release_year", "rating")


class FormatQuerySet(models.QuerySet["Format"]):
    def allowed(self) -> Self:
        """Those that an item may have: all, or the first three where the deployment wants no others."""
        return self.filter(name__in=FIRST_FORMATS) if settings.STRICT_FORMATS else self

    def names(self) -> list[str]:
        return list(self.allowed().order_by("place", "name").values_list("name", flat=True))


class Format(models.Model):
    """What a film is on. The first three are there from the beginning and stay."""

    name = models.CharField(max_length=30, primary_key=True, validators=[NO_NUL])
    place = models.PositiveSmallIntegerField(default=100, help_text="Lower numbers are offered first.")

    objects = FormatQuerySet.as_manager()

    class Meta:
        ordering = ["place", "name"]
        constraints = [
            models.CheckConstraint(
                name="moviebucket_format_name_not_empty",
                condition=~Q(name="") & Q(name=Trim("name")),
                violation_error_message="A format needs a name.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.name = self.name.strip()
        if settings.STRICT_FORMATS and self.name not in FIRST_FORMATS:
            raise ValidationError({"name": "This site keeps to the first three formats (STRICT_FORMATS)."})
        if Format.objects.filter(name__iexact=self.name).exclude(pk=self.pk).exists():
            raise ValidationError({"name": "There is a format of that name already."})

    @property
    def stays(self) -> bool:
        return self.name in FIRST_FORMATS


def format_sentence(names: Collection[str]) -> str:
    *others, last = names
    return f"The format is {', '.join(others)} or {last}."


class Said(Func):
    """A text in lower case, NULL where it is empty.

    What it is compared with stands in its words: with a parameter SQLite would not know the index that is made of it.
    """

    template = "NULLIF(LOWER(%(expressions)s), '')"
    output_field = models.CharField()


class Worn(Func):
    """The place of a condition, best first; NULL where nobody said."""

    template = "CASE %(expressions)s WHEN 'mint' THEN 0 WHEN 'good' THEN 1 WHEN 'worn' THEN 2 WHEN 'broken' THEN 3 END"
    output_field = models.PositiveSmallIntegerField()


def _by_text(name: str) -> models.Index:
    return models.Index(F("bucket"), Said(name), F("sort_title"), F("id"), name=f"moviebucket_item_by_{name}")


class ItemQuerySet(models.QuerySet["Item"]):
    # The sorts that pages and API offer; the id makes every order total. "-" before a name turns it round.
    SORTS = (
        "title", "format", "length", "release_year", "rating", "added_at", "changed_at", "place", "price", "edition",
        "region", "condition", "barcode", "shelf", "bought_on", "bought_at", "service",
    )  # fmt: skip
    _COLUMNS = {"title": ("sort_title",), "format": ("format_id",), "place": ("room", "shelf", "sort_title")}
    SORTED_TEXTS = ("edition", "region", "barcode", "shelf", "bought_at", "service")

    bucket: Bucket | None = None  # whose items they are, where they are of one

    def of(self, bucket: Bucket) -> Self:
        items = self.filter(bucket=bucket)
        items.bucket = bucket
        return items

    def _clone(self) -> Self:
        clone = super()._clone()
        clone.bucket = self.bucket
        return clone

    def visible_to(self, profile: Profile | None) -> Self:
        """Items of the buckets that one may see; of a child's household without what is above its limit."""
        return self.filter(bucket__in=Bucket.objects.visible_to(profile).order_by().values("pk")).suitable_for(profile)

    def suitable_for(self, profile: Profile | None) -> Self:
        """Which bucket may be read is the bucket's own question. For a child an item without a film is unrated."""
        if profile is None or not profile.for_child:
            return self
        film = Exists(Movie.objects.visible_to(profile).filter(pk=OuterRef("movie_id")).order_by())
        return self.filter(film | Q(movie=None) if profile.shows_unrated else film)

    def with_loan(self) -> Self:
        """Each with who has it and until when; `out_id` is None of what is in its place."""
        out = FilteredRelation("loans", condition=Q(loans__returned_on=None))
        told = {"id": "pk", "due": "due", "name": "name", "user_name": "user__name", "user_email": "user__email"}
        return self.annotate(out=out).annotate(**{f"out_{name}": F(f"out__{path}") for name, path in told.items()})

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic(savepoint=False):
            made = super().bulk_create(objs, *args, **kwargs)
            write_tags(made, are_new=True)
        return made

    def sorted_by(self, name: str) -> Self:
        """By one of SORTS, "-" before it for the other way round; KeyError for any other name."""
        plain_name, is_turned = name.removeprefix("-"), name.startswith("-")
        if plain_name not in self.SORTS:
            raise KeyError(name)
        if plain_name in ("price", "bought_on"):  # not everybody says that
            first = F(plain_name).desc(nulls_last=True) if is_turned else F(plain_name).asc(nulls_last=True)
            return self.order_by(first, "-id" if is_turned else "id")
        if plain_name == "condition" or plain_name in self.SORTED_TEXTS:
            said = Worn(plain_name) if plain_name == "condition" else Said(plain_name)
            if is_turned:
                return self.order_by(said.desc(nulls_last=True), "-sort_title", "-id")
            return self.order_by(said.asc(nulls_last=True), "sort_title", "id")
        columns = [*self._COLUMNS.get(plain_name, (plain_name,)), "id"]
        return self.order_by(*(f"-{column}" if is_turned else column for column in columns))


def _is_readable(value: Any, others: tuple[type, ...]) -> bool:
    """A text without halves of characters, which no database keeps; or one of `others`. True is no number."""
    if isinstance(value, str):
        return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
    return isinstance(value, others) and not isinstance(value, bool)


def _range(name: str, field: str, least: int, most: int, sentence: str) -> models.CheckConstraint:
    """Also that it is whole: SQLite keeps 3.5 in a column of integers."""
    return models.CheckConstraint(
        name=f"moviebucket_item_{name}",
        condition=Q(**{f"{field}__range": (least, most), field: Cast(field, IntegerField())}),
        violation_error_message=sentence,
    )


class Item(models.Model):
    """`title`, `format`, `length`, `release_year` and `rating` are what each has; the rest is for who wants it."""

    class Condition(models.TextChoices):
        MINT = "mint", "Like new"
        GOOD = "good", "Good"
        WORN = "worn", "Worn"
        BROKEN = "broken", "Does not play"

    bucket = models.ForeignKey(Bucket, models.CASCADE, related_name="items", db_index=False)
    movie = models.ForeignKey("catalog.Movie", models.SET_NULL, related_name="items", null=True, blank=True)
    title = TitleField(max_length=MOST_CODE_POINTS, most=LONGEST_TITLE, sentence=TITLE)
    format = models.ForeignKey(Format, models.PROTECT, related_name="items", db_index=False)
    length = MinutesField(least=0, most=500, sentence=LENGTH, help_text="Minutes, or hours and minutes: 117 or 1:57.")
    release_year = RangeField(least=1800, most=2100, sentence=RELEASE_YEAR)
    rating = RangeField(least=1, most=5, sentence=RATING, help_text="1 to 5.")

    edition = models.CharField(
        max_length=80, blank=True, validators=[NO_NUL], help_text="Director's cut, Criterion ..."
    )
    region = models.CharField(max_length=20, blank=True, validators=[NO_NUL], help_text="2, B, PAL ...")
    audio = models.CharField(max_length=200, blank=True, validators=[NO_NUL], help_text="Languages that are spoken.")
    subtitles = models.CharField(max_length=200, blank=True, validators=[NO_NUL], help_text="Languages to be read.")
    barcode = BarcodeField(max_length=14, blank=True, help_text="EAN or UPC, with its check digit.")
    condition = models.CharField(max_length=8, choices=Condition, blank=True)
    room = models.CharField(max_length=60, blank=True, validators=[NO_NUL])
    shelf = models.CharField(max_length=60, blank=True, validators=[NO_NUL])
    bought_on = models.DateField("bought on", null=True, blank=True)
    bought_at = models.CharField("bought at", max_length=80, blank=True, validators=[NO_NUL])
    price = models.DecimalField(
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "A price is not below 0.")],
    )
    currency = models.CharField(max_length=3, blank=True, help_text="Three letters: EUR, USD ...")
    service = models.CharField(max_length=60, blank=True, validators=[NO_NUL], help_text="Where it streams.")
    link = models.URLField(max_length=500, blank=True, validators=[URLValidator(["http", "https"])])
    notes = models.TextField(max_length=2000, blank=True, validators=[NO_NUL])
    tags = TagsField(blank=True, default=list, help_text="Words of your own, with commas between them.")

    photo = models.ForeignKey(
        "moviebucket.ItemPhoto", models.SET_NULL, related_name="items", null=True, blank=True, editable=False
    )
    title_size = models.PositiveSmallIntegerField(editable=False, default=0, help_text="Characters as people count.")
    sort_title = models.CharField(max_length=120, editable=False)
    version = models.PositiveIntegerField(editable=False, default=1, help_text="One more with each change.")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, editable=False
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ItemQuerySet.as_manager()

    TEXTS = (
        "edition", "region", "audio", "subtitles", "barcode", "condition", "room", "shelf", "bought_at", "currency",
        "service", "link", "notes",
    )  # fmt: skip
    # What may be null, and what besides a text may stand for a value.
    OPTIONAL = {"bought_on": (date,), "price": (int, float, Decimal)}
    DERIVED = ("photo", "title_size", "sort_title", "version", "added_by", "added_at", "changed_at")

    class Meta:
        ordering = ["bucket", "sort_title", "id"]
        constraints = [
            models.CheckConstraint(
                name="moviebucket_item_title",
                condition=has_size("title", "title_size", LONGEST_TITLE),
                violation_error_message=TITLE,
            ),
            _range("length", "length", 0, 500, LENGTH),
            _range("release_year", "release_year", 1800, 2100, RELEASE_YEAR),
            _range("rating", "rating", 1, 5, RATING),
            models.CheckConstraint(
                name="moviebucket_item_price_not_negative",
                condition=Q(price__isnull=True) | Q(price__gte=Value(0)),
                violation_error_message="A price is not below 0.",
            ),
            # Of its commas; what each tag may be say the rows of ItemTag.
            models.CheckConstraint(
                name="moviebucket_item_tags",
                condition=LessThan(Length("tags") - Length(Replace("tags", Value(COMMA))), Value(MOST_TAGS)),
                violation_error_message=TAGS,
            ),
        ]
        indexes = [
            models.Index(fields=["bucket", "sort_title", "id"], name="moviebucket_item_by_title"),
            models.Index(fields=["bucket", "format", "id"], name="moviebucket_item_by_format"),
            models.Index(fields=["bucket", "length", "id"], name="moviebucket_item_by_length"),
            models.Index(fields=["bucket", "release_year", "id"], name="moviebucket_item_by_year"),
            models.Index(fields=["bucket", "rating", "id"], name="moviebucket_item_by_rating"),
            models.Index(fields=["bucket", "added_at", "id"], name="moviebucket_item_by_added"),
            models.Index(fields=["bucket", "changed_at", "id"], name="moviebucket_item_by_changed"),
            models.Index(fields=["bucket", "room", "shelf", "sort_title", "id"], name="moviebucket_item_by_place"),
            models.Index(fields=["bucket", "price", "id"], name="moviebucket_item_by_price"),
            models.Index(fields=["bucket", "bought_on", "id"], name="moviebucket_item_by_bought_on"),
            models.Index(
                F("bucket"), Worn("condition"), F("sort_title"), F("id"), name="moviebucket_item_by_condition"
            ),
            *(_by_text(name) for name in ItemQuerySet.SORTED_TEXTS),
            # All that the head of a bucket says is summed up from this one, without a look at the items.
            models.Index(
                fields=["bucket", "currency", "format", "room", "service", "length", "price"],
                name="moviebucket_item_summary",
            ),
            # What no index finds is looked for in the order in which the items lie: a fifth of the time of any other.
            # It stays the last one, which SQLite takes of several that are as good.
            models.Index(fields=["bucket"], name="moviebucket_item_of_bucket"),
        ]

    def __str__(self) -> str:
        return self.title

    @transaction.atomic(savepoint=False)
    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not self.get_deferred_fields():
            write_tags([self], are_new=is_new)

    def get_absolute_url(self) -> str:
        return reverse("bucket_item", args=[self.bucket_id, self.pk])

    def derive(self) -> None:
        """The columns that follow from the title. `save` calls it; whoever writes many rows at once has to."""
        self.title_size = size_of(self.title)
        self.sort_title = sort_title_of(self.title)

    def clean_fields(self, exclude: Collection[str] | None = None, formats: Collection[str] | None = None) -> None:
        """`formats`: the names that there are, for whoever checks many items; read from the database otherwise."""
        left_out = {*(exclude or ()), *self.DERIVED}
        errors = self._what_is_no_text(left_out)
        try:
            super().clean_fields(exclude=left_out | {"format", "bucket", "movie"} | errors.keys())
        except ValidationError as error:
            errors |= error.error_dict
        if "format" not in left_out:
            names = Format.objects.names() if formats is None else formats
            if self.format_id not in names:
                code = "invalid_choice" if self.format_id else "required"
                errors["format"] = [ValidationError(format_sentence(names), code=code)]
        if errors:
            raise ValidationError(errors)

    def _what_is_no_text(self, left_out: Collection[str]) -> dict[str, list[ValidationError]]:
        """Empty values become those that the column has; Django would make a text of anything else, or fail on it."""
        if isinstance(self.price, float) and isfinite(self.price):
            self.price = Decimal(repr(self.price))  # Django's own reading makes nine digits of 9.99, and refuses them
        errors = {}
        for name in (*self.TEXTS, *self.OPTIONAL):
            value = getattr(self, name)
            if value is None or value == "":
                setattr(self, name, None if name in self.OPTIONAL else "")
            elif name not in left_out and not _is_readable(value, self.OPTIONAL.get(name, ())):
                errors[name] = [ValidationError(TEXT, code="invalid")]
        return errors

    def check_rules(self, formats: Collection[str] | None = None) -> None:
        """All rules, and nothing that asks the database but for the formats: the constraints repeat what is here."""
        self.clean_fields(formats=formats)
        self.clean()

    def clean(self) -> None:
        super().clean()
        self.currency = self.currency.upper()
        self.price = self.price if self.price is None else self.price.quantize(CENT)
        errors = {}
        if self.barcode and not is_barcode(self.barcode):
            errors["barcode"] = ValidationError(BARCODE, code="invalid")
        if self.currency and not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isalpha()):
            errors["currency"] = ValidationError("A currency has three letters, as EUR.", code="invalid")
        if self.price is not None and not self.currency:
            errors["currency"] = ValidationError("Say in which currency, as EUR.", code="required")
        if errors:
            raise ValidationError(errors)
