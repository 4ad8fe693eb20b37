"""What the resources of lists have in common: whose list it is, who may do what, how wrong input is answered."""

from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import Http404
from django.utils.cache import patch_cache_control
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from apps.accounts.models import Profile
from apps.catalog.models import Movie
from apps.core.errors import Conflict
from apps.watchlists.models import Member, Watchlist

Row = TypeVar("Row", bound=Model)

# The id of a list, or the secret of one that is shared by link: whoever has that may read and suggest.
KEY = "(?:[0-9]{1,19}|[A-Za-z0-9_-]{32})"  # in brackets: the schema puts ^ and $ around it


class ListViewSet(GenericViewSet[Row]):
    """Private: nobody but who is signed in, and no cache keeps the answer."""

    permission_classes = [IsAuthenticated]
    filter_backends: list[Any] = []
    lookup_value_regex = "[0-9]{1,19}"

    @property
    def profile(self) -> Profile:
        profile = getattr(self.request, "profile", None)
        if profile is None:
            raise PermissionDenied("Say as which profile you ask.")
        return profile

    def lists(self) -> QuerySet[Watchlist]:
        """The lists that one may read, with `is_member`."""
        return self._with_role(Watchlist.objects.visible_to(self.profile))

    def _with_role(self, lists: QuerySet[Watchlist]) -> QuerySet[Watchlist]:
        member = Member.objects.filter(watchlist=OuterRef("pk"), profile=self.profile)
        return lists.select_related("profile").annotate(is_member=Exists(member))

    def readable(self, key: str) -> Watchlist:
        """A list by its id, or by the secret of its link; 404 for any other."""
        if key.isdigit() and len(key) < 20:
            found = self.lists().filter(pk=key).first()
        else:
            found = self._with_role(Watchlist.objects.with_secret(key)).first()
        if found is None:
            raise Http404
        return found

    def editable(self, key: str) -> Watchlist:
        watchlist = self.readable(key)
        if not (watchlist.profile_id == self.profile.pk or watchlist.is_member):  # type: ignore[attr-defined]
            raise PermissionDenied
        return watchlist

    def owned(self, key: str) -> Watchlist:
        watchlist = self.readable(key)
        if watchlist.profile_id != self.profile.pk:
            raise PermissionDenied
        return watchlist

    def sent(self, shape: type[Serializer[Any]], **kwargs: Any) -> dict[str, Any]:
        """What the body says, if its shape is right."""
        form = shape(data=self.request.data, **kwargs)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def film(self, pk: int) -> Movie:
        film = Movie.objects.visible_to(self.profile).filter(pk=pk).first()
        if film is None:
            raise Conflict("There is no such film, or none that you may see.")
        return film

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        finalized = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(finalized, private=True, no_store=True)
        return finalized
