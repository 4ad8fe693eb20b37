"""Lists, entries, members, suggestions and invitations as JSON: what is shown, and the shape of what is sent."""

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.reverse import reverse

from apps.accounts.models import Profile
from apps.catalog.api.fields import PageField, PictureField
from apps.catalog.models import Movie
from apps.core.fields import IdField, TextField
from apps.watchlists.models import LONGEST_NOTE, Entry, Invitation, Member, Suggestion, Watchlist


class WhoSerializer(serializers.ModelSerializer[Profile]):
    class Meta:
        model = Profile
        fields = ["id", "name", "avatar"]
        read_only_fields = fields


class FilmSerializer(serializers.ModelSerializer[Movie]):
    poster_url = PictureField(source="poster_path", size="w500")
    url = PageField()

    class Meta:
        model = Movie
        fields = ["id", "title", "year", "runtime", "poster_url", "url"]
        read_only_fields = fields


class WatchlistSerializer(serializers.ModelSerializer[Watchlist]):
    profile = WhoSerializer(read_only=True)
    films = serializers.SerializerMethodField(help_text="How many of its films you may see.")
    minutes = serializers.SerializerMethodField(help_text="Their running time together.")
    may_edit = serializers.SerializerMethodField()
    link = serializers.SerializerMethodField(help_text="The address to give out, while the list is shared by link.")
    url = PageField()

    class Meta:
        model = Watchlist
        fields = [
            "id", "name", "description", "visibility", "is_main", "profile", "films", "minutes", "may_edit", "link",
            "url", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_films(self, watchlist: Watchlist) -> int:
        return self.context["sums"][watchlist.pk].films

    def get_minutes(self, watchlist: Watchlist) -> int:
        return self.context["sums"][watchlist.pk].minutes

    def get_may_edit(self, watchlist: Watchlist) -> bool:
        return self._is_own(watchlist) or bool(watchlist.is_member)  # type: ignore[attr-defined]

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_link(self, watchlist: Watchlist) -> str | None:
        if not watchlist.is_shared_by_link or not self._is_own(watchlist):
            return None
        return reverse("watchlist_shared", args=[watchlist.secret], request=self.context["request"])

    def _is_own(self, watchlist: Watchlist) -> bool:
        profile = self.context["request"].profile
        return profile is not None and watchlist.profile_id == profile.pk


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A list for a film club",
            request_only=True,
            value={"name": "Autumn season", "description": "One a week", "visibility": "members"},
        )
    ]
)
class WatchlistFactsSerializer(serializers.Serializer[Watchlist]):
    """What one may say of a list: the shape alone. The rules are the model's."""

    name = TextField(max_length=80)
    description = TextField(max_length=2000, allow_blank=True, required=False)
    visibility = serializers.ChoiceField(choices=Watchlist.Visibility.choices, required=False)


class EntrySerializer(serializers.ModelSerializer[Entry]):
    movie = FilmSerializer(read_only=True)
    added_by = serializers.CharField(source="added_by.name", default=None, read_only=True, allow_null=True)

    class Meta:
        model = Entry
        fields = ["id", "movie", "note", "added_by", "added_at"]
        read_only_fields = fields


class NewEntrySerializer(serializers.Serializer[Entry]):
    movie = IdField(help_text="The id of a film, as /api/movies has it.")
    note = TextField(max_length=LONGEST_NOTE, allow_blank=True, required=False)


class EntryChangeSerializer(serializers.Serializer[Entry]):
    """A note, a place, or both."""

    note = TextField(max_length=LONGEST_NOTE, allow_blank=True, required=False)
    before = IdField(required=False, help_text="The id of an entry of this list: the film goes right before it.")
    after = IdField(required=False, help_text="The same, right after it. One of the two.")


class EditorSerializer(serializers.ModelSerializer[Member]):
    profile = WhoSerializer(read_only=True)

    class Meta:
        model = Member
        fields = ["id", "profile", "joined_at"]
        read_only_fields = fields


class NewMemberSerializer(serializers.Serializer[Member]):
    profile = IdField(help_text="The id of a profile of your own household; invite others.")


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation as its list's owner sees it."""

    class Meta:
        model = Invitation
        fields = ["id", "email", "created_at"]
        read_only_fields = fields


class NewInvitationSerializer(serializers.Serializer[Invitation]):
    email = serializers.EmailField(max_length=254)


class ReceivedInvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation as who was asked sees it."""

    watchlist = serializers.CharField(source="watchlist.name", read_only=True)
    profile = WhoSerializer(source="watchlist.profile", read_only=True)

    class Meta:
        model = Invitation
        fields = ["id", "watchlist", "profile", "created_at"]
        read_only_fields = fields


class SuggestionSerializer(serializers.ModelSerializer[Suggestion]):
    movie = FilmSerializer(read_only=True)
    by = WhoSerializer(read_only=True)

    class Meta:
        model = Suggestion
        fields = ["id", "movie", "by", "note", "created_at"]
        read_only_fields = fields


class NewSuggestionSerializer(serializers.Serializer[Suggestion]):
    movie = IdField(help_text="The id of a film, as /api/movies has it.")
    note = TextField(max_length=500, allow_blank=True, required=False)
