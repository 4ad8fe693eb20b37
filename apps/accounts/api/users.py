"""/api/users: oneself, those who show themselves to members, and for administrators all who sign in."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import generics, serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from apps.accounts.models import Profile, User
from apps.core.fields import TextField

_EXAMPLE = OpenApiExample("A change of name", request_only=True, value={"name": "Ada"})
_ROLES = {"type": "array", "items": {"type": "string"}, "examples": [["Curators"]]}


class SeenProfileSerializer(serializers.ModelSerializer[Profile]):
    """A profile as others see it."""

    class Meta:
        model = Profile
        fields = ["id", "name", "avatar"]
        read_only_fields = fields


class MemberSerializer(serializers.Serializer[User]):
    """Somebody of this site. Members see those who have a public profile; administrators see everybody, and more."""

    id = serializers.IntegerField()
    name = serializers.CharField(help_text="Of the first profile that you may see; to administrators the account's.")
    avatar = serializers.ChoiceField(Profile.Avatar.choices)
    profiles = SeenProfileSerializer(many=True)
    email = serializers.EmailField(required=False, help_text="For administrators.")
    roles = serializers.ListField(child=serializers.CharField(), required=False, help_text="For administrators.")
    date_joined = serializers.DateTimeField(required=False, help_text="For administrators.")

    def to_representation(self, user: User) -> dict[str, Any]:
        profiles = list(user.profiles.all())
        first = profiles[0] if profiles else Profile()
        seen = {
            "id": user.pk,
            "name": first.name,
            "avatar": first.avatar,
            "profiles": SeenProfileSerializer(profiles, many=True).data,
        }
        if self.context["request"].user.has_perm("accounts.view_user"):
            whole = UserSerializer(user).data
            seen |= {name: whole[name] for name in ("name", "email", "roles", "date_joined")}
        return seen


@extend_schema_serializer(examples=[_EXAMPLE])
class UserSerializer(serializers.ModelSerializer[User]):
    """Somebody who signs in."""

    name = TextField(max_length=80, allow_blank=True, required=False)
    roles = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "email", "name", "roles", "date_joined"]
        read_only_fields = ["id", "email", "date_joined"]

    @extend_schema_field(_ROLES)
    def get_roles(self, user: User) -> list[str]:
        return user.role_names


class MeSerializer(UserSerializer):
    """Oneself."""

    profiles = SeenProfileSerializer(many=True, read_only=True)
    watching = serializers.SerializerMethodField(help_text="The id of the profile that this request watches as.")

    class Meta(UserSerializer.Meta):
        fields = [*UserSerializer.Meta.fields, "profiles", "watching"]

    def get_watching(self, user: User) -> int:
        return int(self.context["request"].profile.pk)


@extend_schema(
    summary="Who is here",
    description="Yourself and whoever has a profile that is shown to members. Administrators see everybody.",
)
class UserList(generics.ListAPIView[User]):
    serializer_class = MemberSerializer
    permission_classes = [IsAuthenticated]
    filter_backends = []
    queryset = User.objects.none()

    def get_queryset(self) -> QuerySet[User]:
        return User.objects.visible_to(self.request.user).order_by("pk")

    def refine(self, rows: QuerySet[User]) -> QuerySet[User]:
        """What the rows of one page need."""
        profiles = Profile.objects.visible_to(self.request.user).order_by("account", "place")
        return rows.prefetch_related("groups", Prefetch("profiles", profiles))


@extend_schema(summary="Oneself")
class Me(generics.RetrieveUpdateAPIView[User]):
    serializer_class = MeSerializer
    permission_classes = [IsAuthenticated]
    http_method_names = ["get", "head", "options", "patch"]
    request: Request

    def get_object(self) -> User:
        return User.objects.prefetch_related("groups", "profiles").get(pk=self.request.user.pk)

    def perform_update(self, serializer: serializers.BaseSerializer[User]) -> None:
        """Writes the name and nothing else: what an administrator changes meanwhile stays."""
        assert isinstance(serializer.instance, User)
        serializer.instance.name = serializer.validated_data.get("name", serializer.instance.name)
        serializer.instance.save(update_fields=["name"])
