"""Several items of a bucket at once, as the table of its page does it: one change in the log, with one undo."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError as Invalid
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from apps.core.errors import Conflict
from apps.core.fields import ANY_TEXT
from apps.core.parsers import LimitedJSONParser
from apps.moviebucket import actions
from apps.moviebucket.actions.several import MOST_AT_ONCE
from apps.moviebucket.api import shapes
from apps.moviebucket.api.base import BucketsViewSet
from apps.moviebucket.models import Bucket, Change, Item

NO_OBJECT = "Send an object with `items` and what is to be done with them."
NO_IDS = f"This is a list of 1 to {MOST_AT_ONCE} ids."
NO_TEXT = "This is a text."
NO_LIST = "This is a list of texts."
NO_BUCKET = "There is no such bucket, or none that you may change."
_ID = {"type": "integer", "minimum": 1, "maximum": shapes.LARGEST_ID}
_IDS = {
    "type": "array",
    "items": _ID,
    "minItems": 1,
    "maxItems": MOST_AT_ONCE,
    "description": "Ids of items of this bucket; what is not in it any more is passed over.",
}
_PLACE = {"type": "string", "maxLength": 60, "pattern": ANY_TEXT}
_COMMON = {name: shapes.CHANGE["properties"][name] for name in actions.SAME_FOR_ALL}
_TAGS = shapes.TAGS | {"minItems": 1}


class WrittenSerializer(serializers.Serializer[Change]):
    """What was done with several items."""

    change = serializers.IntegerField(help_text="Its id in the log.")
    about = serializers.CharField()
    items = serializers.ListField(child=serializers.IntegerField(), help_text="Ids of those that it touched.")
    undo = serializers.URLField(help_text="A POST there takes it back.")


def _verb(name: str, summary: str, description: str = "", **fields: Any) -> Callable[[Any], Any]:
    """A POST with the ids of the items that it is about, and `fields`; those that are no text's are required."""
    required = ["items", *(field for field in ("to", "tags") if field in fields)]
    body = {"type": "object", "properties": {"items": _IDS} | fields, "required": required}

    def decorate(method: Any) -> Any:
        documented = extend_schema(
            summary=summary,
            description=description,
            request={"application/json": body},
            responses={200: WrittenSerializer},
        )
        routed = action(
            detail=False,
            methods=["post"],
            url_path=name,
            parser_classes=[LimitedJSONParser],
            filter_backends=[],
            pagination_class=None,
        )
        return documented(routed(method))

    return decorate


class SeveralViewSet(BucketsViewSet[Item]):
    """Below the items of a bucket, each verb by itself."""

    queryset = Item.objects.all()
    serializer_class = WrittenSerializer

    @_verb("take-out", "Take several items out", "A 409 says who has one of them, if it is lent.")
    def take_out(self, request: Request, bucket_pk: str) -> Response:
        return self._done(self.editable(bucket_pk), actions.remove_items)

    @_verb("place", "Say where several items stand", "What is empty stays as it is.", room=_PLACE, shelf=_PLACE)
    def place(self, request: Request, bucket_pk: str) -> Response:
        bucket = self.editable(bucket_pk)
        where = {name: _text(request.data, name) for name in ("room", "shelf")}
        return self._done(bucket, actions.place_items, **where)

    @_verb("move", "Move several items to another bucket that you may change", to=_ID)
    def move(self, request: Request, bucket_pk: str) -> Response:
        bucket, given = self.editable(bucket_pk), _object(request.data).get("to")
        to = Bucket.objects.editable_by(self.profile).filter(pk=given).first() if shapes.is_id(given) else None
        if to is None:
            raise Invalid({"to": [NO_BUCKET]})
        return self._done(bucket, actions.move_items, to=to)

    @_verb("tag", "Put tags on several items", "Those that have them already stay as they are.", tags=_TAGS)
    def tag(self, request: Request, bucket_pk: str) -> Response:
        return self._tag(bucket_pk, actions.tag_items)

    @_verb("untag", "Take tags off several items", "However they are spelt.", tags=_TAGS)
    def untag(self, request: Request, bucket_pk: str) -> Response:
        return self._tag(bucket_pk, actions.untag_items)

    @_verb("edit", "Write the same into several items", "What is empty or not named stays as it is.", **_COMMON)
    def edit(self, request: Request, bucket_pk: str) -> Response:
        bucket, sent = self.editable(bucket_pk), _object(request.data)
        values = {name: sent[name] for name in actions.SAME_FOR_ALL if name in sent}
        return self._done(bucket, actions.edit_items, values=values)

    def _tag(self, bucket_pk: str, do: Callable[..., Change]) -> Response:
        bucket = self.editable(bucket_pk)
        return self._done(bucket, do, tags=_tags(self.request.data))

    def _done(self, bucket: Bucket, do: Callable[..., Change], **how: Any) -> Response:
        try:
            change = do(bucket=bucket, by=self.by, ids=_ids(self.request.data), **how)
        except ValidationError as reason:
            if getattr(reason, "code", None) == "lent":
                raise Conflict(" ".join(reason.messages)) from None
            raise
        undo = reverse("api:bucket-change-undo", args=[bucket.pk, change.pk], request=self.request)
        ids = [int(pk) for pk in change.before["items"]]
        return Response({"change": change.pk, "about": change.about, "items": ids, "undo": undo})


def _object(sent: Any) -> Mapping[str, Any]:
    if not isinstance(sent, Mapping):
        raise Invalid([NO_OBJECT])
    return sent


def _ids(sent: Any) -> set[int]:
    given = _object(sent).get("items")
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_AT_ONCE or not all(map(shapes.is_id, given)):
        raise Invalid({"items": [NO_IDS]})
    return set(given)


def _text(sent: Any, name: str) -> str:
    given = _object(sent).get(name, "")
    if not isinstance(given, str):
        raise Invalid({name: [NO_TEXT]})
    return given


def _tags(sent: Any) -> list[Any]:
    given = _object(sent).get("tags")
    if not isinstance(given, list):
        raise Invalid({"tags": [NO_LIST]})
    return given
