"""What /api/ answers by itself: where everything is, and that there is nothing elsewhere."""

from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView


@extend_schema(exclude=True)
class Root(APIView):
    """Where everything is."""

    permission_classes = [AllowAny]
    RESOURCES = (
        "movie-list",
        "person-list",
        "genre-list",
        "users",
        "me",
        "profile-list",
        "token-list",
        "invitation-list",
        "viewing-list",
        "bucket-list",
        "found-item-list",
        "calendar",
        "statistics",
        "exports",
        "schema",
        "docs",
    )
    NAMES = {
        "movie-list": "movies",
        "person-list": "people",
        "genre-list": "genres",
        "me": "users/me",
        "profile-list": "profiles",
        "token-list": "tokens",
        "invitation-list": "invitations",
        "viewing-list": "viewings",
        "bucket-list": "buckets",
        "found-item-list": "items",
    }

    def get(self, request: Request) -> Response:
        return Response(
            {self.NAMES.get(name, name): reverse(f"api:{name}", request=request) for name in self.RESOURCES}
        )


@extend_schema(exclude=True)
class Nothing(APIView):
    """Any other address below /api/: a problem, not a page."""

    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        raise exceptions.NotFound("There is nothing at this address. /api/docs lists what there is.")
