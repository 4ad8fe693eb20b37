"""/api/users: oneself, and for those who may see them, all who sign in."""

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_serializer
from rest_framework import generics, serializers
from rest_framework.permissions import DjangoModelPermissions, IsAuthenticated

from apps.accounts.models import User
from apps.core.fields import TextField

_EXAMPLE = OpenApiExample("A change of name", request_only=True, value={"name": "Ada"})


@extend_schema_serializer(examples=[_EXAMPLE])
class UserSerializer(serializers.ModelSerializer[User]):
    """Somebody who signs in."""

    name = TextField(max_length=80, allow_blank=True, required=False)
    roles = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "email", "name", "roles", "date_joined"]
        read_only_fields = ["id", "email", "date_joined"]

    @extend_schema_field({"type": "array", "items": {"type": "string"}, "examples": [["Curators"]]})
    def get_roles(self, user: User) -> list[str]:
        return user.role_names


class MayViewUsers(DjangoModelPermissions):
    perms_map = DjangoModelPermissions.perms_map | {"GET": ["accounts.view_user"], "HEAD": ["accounts.view_user"]}


@extend_schema(summary="All who sign in", description="Needs the permission to view users, which administrators have.")
class UserList(generics.ListAPIView[User]):
    serializer_class = UserSerializer
    permission_classes = [MayViewUsers]
    filter_backends = []
    queryset = User.objects.order_by("pk")

    def refine(self, rows: QuerySet[User]) -> QuerySet[User]:
        """What the rows of one page need."""
        return rows.prefetch_related("groups")


@extend_schema(summary="Oneself")
class Me(generics.RetrieveUpdateAPIView[User]):
    serializer_class = UserSerializer
    permission_classes = [IsAuthenticated]
    http_method_names = ["get", "head", "options", "patch"]

    def get_object(self) -> User:
        return User.objects.prefetch_related("groups").get(pk=self.request.user.pk)
