"""/api/profiles: the people of one's own household."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import Http404
from drf_spectacular.utils import (
    OpenApiExample,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
    extend_schema_view,
)
from rest_framework import serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from apps.accounts.actions import add_profile, change_profile, remove_profile
from apps.accounts.models import Profile, ProfileQuerySet
from apps.accounts.models.profile import rated_at_home
from apps.core.errors import Conflict
from apps.core.fields import TextField

_EXAMPLE = OpenApiExample(
    "A child's profile",
    request_only=True,
    value={"name": "Nora", "avatar": "whale", "for_child": True, "highest_rating": "PG", "pin": "2580"},
)


@extend_schema_field({"type": ["string", "null"], "maxLength": 30, "examples": ["PG"]})
class RatingField(TextField):
    """An age rating of the site's own country, by its name."""

    def to_internal_value(self, data: Any) -> models.Model:
        name = super().to_internal_value(data)
        model = Profile._meta.get_field("highest_rating").related_model
        ratings = {str(rating.name): rating for rating in model._default_manager.filter(rated_at_home())}
        if name not in ratings:
            raise serializers.ValidationError(f"Give one of these ratings: {', '.join(ratings)}.")
        return ratings[name]

    def to_representation(self, value: Any) -> str:
        return str(value.name)


@extend_schema_serializer(examples=[_EXAMPLE])
class ProfileSerializer(serializers.ModelSerializer[Profile]):
    """Somebody of the household. A child's profile needs `highest_rating`; only such a one has a PIN."""

    name = TextField(max_length=40)
    highest_rating = RatingField(allow_null=True, required=False, help_text="What a child may see at most: G, PG ...")
    pin = TextField(
        validators=[RegexValidator("^([0-9]{4,8})?$", "A PIN has 4 to 8 digits.")],
        write_only=True,
        required=False,
        allow_blank=True,
        help_text="Four to eight digits that leaving a child's profile asks for; empty for none.",
    )
    has_pin = serializers.SerializerMethodField()
    is_own = serializers.BooleanField(read_only=True, help_text="The account owner's own, which cannot be deleted.")

    class Meta:
        model = Profile
        fields = [
            "id",
            "name",
            "avatar",
            "language",
            "is_public",
            "for_child",
            "highest_rating",
            "shows_unrated",
            "pin",
            "has_pin",
            "is_own",
            "created_at",
        ]
        read_only_fields = ["id", "created_at"]

    def get_has_pin(self, profile: Profile) -> bool:
        return bool(profile.pin)


@extend_schema_view(
    list=extend_schema(summary="The profiles of your account"),
    retrieve=extend_schema(summary="One of your profiles"),
    create=extend_schema(summary="Add a profile", description="An account has at most eight."),
    partial_update=extend_schema(summary="Change a profile", description="What is left out stays as it is."),
    destroy=extend_schema(
        summary="Delete a profile",
        description="With its lists, diary and imports. The account's own cannot be deleted: that is a 409.",
    ),
)
class ProfileViewSet(GenericViewSet[Profile]):
    serializer_class = ProfileSerializer
    permission_classes = [IsAuthenticated]
    filter_backends = []
    queryset = Profile.objects.none()
    lookup_value_regex = "[0-9]{1,19}"

    def get_queryset(self) -> ProfileQuerySet:
        return Profile.objects.of(self.request.user).as_viewers()

    def refine(self, rows: ProfileQuerySet) -> ProfileQuerySet:
        """What the rows of one page need."""
        return rows.as_viewers()

    def list(self, request: Request) -> Response:
        rows = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self.get_serializer(self._profile(pk)).data)

    def create(self, request: Request) -> Response:
        profile = add_profile(by=request.user, facts=self._facts())
        where = reverse("api:profile-detail", args=[profile.pk], request=request)
        return Response(self.get_serializer(profile).data, status.HTTP_201_CREATED, headers={"Location": where})

    def partial_update(self, request: Request, pk: str) -> Response:
        profile = self._profile(pk)
        changed = change_profile(profile=profile, by=request.user, facts=self._facts(partial=True))
        return Response(self.get_serializer(changed).data)

    def destroy(self, request: Request, pk: str) -> Response:
        try:
            remove_profile(profile=self._profile(pk), by=request.user)
        except ValidationError as reason:
            raise Conflict(reason.messages[0]) from None
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _profile(self, pk: str) -> Profile:
        profile = self.get_queryset().filter(pk=pk).first()
        if profile is None:
            raise Http404
        return profile

    def _facts(self, *, partial: bool = False) -> Any:
        form = self.get_serializer(data=self.request.data, partial=partial)
        form.is_valid(raise_exception=True)
        return form.validated_data
