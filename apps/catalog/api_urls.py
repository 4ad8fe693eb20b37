"""What the catalogue adds to /api/."""

from rest_framework.routers import SimpleRouter

from apps.catalog.api.genres import GenreViewSet
from apps.catalog.api.movies import MovieViewSet
from apps.catalog.api.people import PersonViewSet


def _routes(*, trailing_slash: bool) -> SimpleRouter:
    router = SimpleRouter(trailing_slash=trailing_slash)
    router.register("movies", MovieViewSet, basename="movie")
    router.register("people", PersonViewSet, basename="person")
    router.register("genres", GenreViewSet, basename="genre")
    return router


# The last one is what reverse() gives and what the schema shows; the other answers too.
urlpatterns = [*_routes(trailing_slash=True).urls, *_routes(trailing_slash=False).urls]
