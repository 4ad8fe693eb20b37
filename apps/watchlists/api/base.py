"""What the resources of lists have in common: whose list it is, who may do what, how wrong input is answered."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from rest_framework.exceptions import PermissionDenied

from apps.accounts.api.private import PrivateViewSet, Row
from apps.catalog.models import Movie
from apps.core.errors import Conflict
from apps.watchlists.models import Member, Watchlist

# The id of a list, or the secret of one that is shared by link: whoever has that may read and suggest.
KEY = "(?:[0-9]{1,19}|[A-Za-z0-9_-]{32})"  # in brackets: the schema puts ^ and $ around it


class ListViewSet(PrivateViewSet[Row]):
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

    def film(self, pk: int) -> Movie:
        film = Movie.objects.visible_to(self.profile).filter(pk=pk).first()
        if film is None:
            raise Conflict("There is no such film, or none that you may see.")
        return film
