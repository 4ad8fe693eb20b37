"""What imports add to /api/."""

from rest_framework.routers import SimpleRouter

from apps.transfers.api.imports import ImportRowViewSet, ImportViewSet

_OF_IMPORT = "imports/(?P<import_pk>[0-9]{1,19})"


def _routes(*, trailing_slash: bool) -> SimpleRouter:
    router = SimpleRouter(trailing_slash=trailing_slash)
    router.register("imports", ImportViewSet, basename="import")
    router.register(f"{_OF_IMPORT}/rows", ImportRowViewSet, basename="import-row")
    return router


# The last one is what reverse() gives and what the schema shows; the other answers too.
urlpatterns = [*_routes(trailing_slash=True).urls, *_routes(trailing_slash=False).urls]
