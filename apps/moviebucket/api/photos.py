"""/api/buckets/<id>/items/<id>/photo: the picture of a copy, to see, to put in its place and to take away."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError as Invalid
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle

from apps.core.errors import ContentTooLarge
from apps.core.photos import CONTENT_TYPE, TOO_HEAVY
from apps.moviebucket import actions
from apps.moviebucket.api.items import IF_MATCH, ItemViewSet
from apps.moviebucket.api.serializers import ItemSerializer
from apps.moviebucket.models.photo import SIDES
from apps.moviebucket.views.photos import ENVELOPE, MOST_BYTES, PHOTOS_AN_HOUR, picture_of

_SIZE = OpenApiParameter("size", {"type": "string", "enum": list(SIDES), "default": "large"})
_PICTURE = {(200, CONTENT_TYPE): {"type": "string", "format": "binary"}}


class PhotoSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="A JPEG, PNG or WebP picture of at most 12 MB and 40 megapixels.")


class PhotoThrottle(UserRateThrottle):
    scope = "photos"
    rate = f"{PHOTOS_AN_HOUR}/hour"

    def allow_request(self, request: Request, view: Any) -> bool:
        return request.method != "PUT" or bool(super().allow_request(request, view))


class PhotoViewSet(ItemViewSet):
    filter_backends: list[Any] = []
    parser_classes = [MultiPartParser]
    throttle_classes = [*ItemViewSet.throttle_classes, PhotoThrottle]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > MOST_BYTES + ENVELOPE:
            raise ContentTooLarge(TOO_HEAVY)
        super().initial(request, *args, **kwargs)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """A picture is a picture, whatever else was asked for; mistakes are told as JSON."""
        return super().perform_content_negotiation(request, force=True)

    @extend_schema(
        summary="The photo of a copy",
        parameters=[_SIZE],
        responses={**_PICTURE, 304: OpenApiResponse(description="What the ETag names is still so.")},
    )
    def retrieve(self, request: Request, bucket_pk: str, pk: str) -> HttpResponseBase:
        size = request.query_params.get("size", "large")
        if size not in SIDES:
            raise Invalid({"size": [f"Say {' or '.join(SIDES)}."]})
        asked: HttpRequest = request._request
        return picture_of(asked, self._item(bucket_pk, pk), size)

    @extend_schema(
        summary="Put a photo of a copy in the place of the one it has",
        description="It is decoded and written anew: where and with what it was taken goes.",
        parameters=[IF_MATCH],
        request={"multipart/form-data": PhotoSerializer},
        responses=ItemSerializer,
    )
    def update(self, request: Request, bucket_pk: str, pk: str) -> Response:
        item = self._item(bucket_pk, pk, editable=True)
        version = self._version(item)
        file = self.sent(PhotoSerializer)["file"]
        try:
            changed = actions.put_photo(item=item, by=self.by, file=file, version=version)
        except actions.Stale as stale:
            raise self._stale(stale.item) from None
        except ValidationError as error:
            raise Invalid({"file": error.messages}) from None
        return self._shown(changed)

    @extend_schema(
        summary="Take the photo of a copy away",
        description="The log of the bucket keeps it for a month: undoing that change brings it back.",
        parameters=[IF_MATCH],
        responses={204: None},
    )
    def destroy(self, request: Request, bucket_pk: str, pk: str) -> Response:
        item = self._item(bucket_pk, pk, editable=True)
        try:
            actions.remove_photo(item=item, by=self.by, version=self._version(item))
        except actions.Stale as stale:
            raise self._stale(stale.item) from None
        return Response(status=status.HTTP_204_NO_CONTENT)
