"""What the diary adds to /api/."""

from rest_framework.routers import SimpleRouter

from apps.diary.api import ViewingViewSet


def _routes(*, trailing_slash: bool) -> SimpleRouter:
    router = SimpleRouter(trailing_slash=trailing_slash)
    router.register("viewings", ViewingViewSet, basename="viewing")
    return router


# The last one is what reverse() gives and what the schema shows; the other answers too.
urlpatterns = [*_routes(trailing_slash=True).urls, *_routes(trailing_slash=False).urls]
