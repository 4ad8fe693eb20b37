"""How imports and their lines look in the API, and what it takes."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from apps.core.fields import TextField
from apps.core.ids import LARGEST_ID
from apps.transfers.formats import COLUMNS, SCALES, TABLE_KINDS
from apps.transfers.forms import KINDS
from apps.transfers.models import Import, ImportedList, ImportRow

MOST_COLUMNS = 300
_PERSON = {"type": "object", "properties": {"number": {"type": "integer"}, "name": {"type": "string"}}}
_PEOPLE = {"type": "array", "items": _PERSON}
_STATES = {"type": "object", "additionalProperties": {"type": "integer"}}


class ImportedListSerializer(serializers.ModelSerializer[ImportedList]):
    """A list that the import brings; `was` is its visibility where it comes from, `watchlist` its id once taken in."""

    # Not an enum of its own in the schema: it has the values of visibility, or none.
    was = serializers.CharField(read_only=True, help_text="A visibility, or nothing where the file says none.")

    class Meta:
        model = ImportedList
        fields = ["id", "name", "description", "is_main", "visibility", "was", "watchlist"]
        read_only_fields = fields


class ImportSerializer(serializers.ModelSerializer[Import]):
    """An import. While it is at work, `done` and `total` count lines and `seconds_left` goes by the pace so far."""

    counts = serializers.SerializerMethodField(help_text="Lines in each state.")
    lists = ImportedListSerializer(many=True, read_only=True)
    left_out = serializers.SerializerMethodField(help_text="Files of an archive that tell of no films.")
    profiles = serializers.SerializerMethodField(help_text="The people of an export of this program's.")
    profile = serializers.SerializerMethodField(help_text="The number of the one who is read.")
    seconds_left = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Import
        fields = [
            "id", "state", "format", "file_name", "size", "done", "total", "seconds_left", "error", "notice", "counts",
            "lists", "left_out", "profiles", "profile", "created_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(_STATES)
    def get_counts(self, imported: Import) -> dict[str, int]:
        return imported.counts()

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_left_out(self, imported: Import) -> list[str]:
        return list(imported.options.get("left_out", []))

    @extend_schema_field(_PEOPLE)
    def get_profiles(self, imported: Import) -> list[dict[str, Any]]:
        return imported.profiles

    @extend_schema_field({"type": ["integer", "null"]})
    def get_profile(self, imported: Import) -> int | None:
        number: int | None = imported.options.get("profile")
        return number


class ImportSummarySerializer(serializers.ModelSerializer[Import]):
    class Meta:
        model = Import
        fields = ["id", "state", "format", "file_name", "size", "done", "total", "created_at", "finished_at"]
        read_only_fields = fields


class UploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="A zip, CSV or JSON file.", allow_empty_file=True, max_length=1_000)
    kind = serializers.ChoiceField(
        choices=KINDS, required=False, help_text="What a single table holds, if it is unclear."
    )


class ImportRowSerializer(serializers.ModelSerializer[ImportRow]):
    """A line. `facts` holds what else it says; `candidates` are ids of films, the likeliest first."""

    facts = serializers.SerializerMethodField()
    list = serializers.SerializerMethodField()

    class Meta:
        model = ImportRow
        fields = [
            "id", "number", "file", "line", "kind", "title", "year", "date", "facts", "state", "reason", "movie",
            "candidates", "list",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {"candidates": {"help_text": "Ids of films."}}

    @extend_schema_field({"type": "object", "additionalProperties": {}})
    def get_facts(self, row: ImportRow) -> dict[str, Any]:
        return dict(row.fields)

    @extend_schema_field({"type": ["string", "null"]})
    def get_list(self, row: ImportRow) -> str | None:
        return row.brings.name if row.brings else None


_ROW_EXAMPLE = OpenApiExample("It means this film", request_only=True, value={"movie": 12})


@extend_schema_serializer(examples=[_ROW_EXAMPLE])
class RowChangeSerializer(serializers.Serializer[Any]):
    """Either the film that the line means, or whether it is left out; false opens it again."""

    movie = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    left_out = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError("Give either movie or left_out.")
        return attrs


class ListPrivacySerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    visibility = serializers.ChoiceField(choices=ImportedList.Visibility.choices)


class CommitSerializer(serializers.Serializer[Any]):
    """Who may see the lists that are made. Those not named are private, whatever they were."""

    lists = ListPrivacySerializer(many=True, required=False, max_length=200)


class ProfileChoiceSerializer(serializers.Serializer[Any]):
    profile = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, help_text="One of the numbers of `profiles`.")


class ColumnPlacesSerializer(serializers.Serializer[Any]):
    """The place of each column, from 0; what is left out is not in the table."""

    def get_fields(self) -> dict[str, Any]:
        return {
            name: serializers.IntegerField(min_value=0, max_value=MOST_COLUMNS - 1, required=False) for name in COLUMNS
        }


class ColumnsSerializer(serializers.Serializer[Any]):
    columns = ColumnPlacesSerializer()
    kind = serializers.ChoiceField(choices=[(kind.value, kind.value) for kind in TABLE_KINDS])
    scale = serializers.ChoiceField(choices=[(scale, str(scale)) for scale in SCALES], default=10)
    day_first = serializers.BooleanField(default=False)
    list_name = TextField(max_length=80, allow_blank=True, default="")
