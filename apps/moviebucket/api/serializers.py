"""Buckets, items, people and changes as JSON; and the shape of what is sent, but for items: see shapes.py."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.reverse import reverse

from apps.accounts.models import User
from apps.catalog.api.fields import PageField
from apps.core.fields import IdField, TextField
from apps.groups.models import Group
from apps.moviebucket.actions import EXTRAS
from apps.moviebucket.models import CONTRACT, Bucket, Change, GroupShare, Invitation, Item, Role, Share

ROLES = ("owner", *Role.values)
_FACTS = {"type": "object", "additionalProperties": True}


class BucketPersonSerializer(serializers.Serializer[User]):
    """Whoever has a bucket or shares it, by the name that they show and not by their address."""

    id = serializers.IntegerField()
    name = serializers.CharField(source="shown_name")


class BucketSerializer(serializers.ModelSerializer[Bucket]):
    owner = BucketPersonSerializer(read_only=True)
    role = serializers.ChoiceField(choices=ROLES, read_only=True, help_text="Yours.")
    items = serializers.SerializerMethodField(help_text="How many of its items you may see.")
    items_url = serializers.SerializerMethodField()
    link = serializers.SerializerMethodField(help_text="The address to give out, to its owner, while it is shared so.")
    url = PageField()

    class Meta:
        model = Bucket
        fields = [
            "id", "name", "description", "visibility", "link_role", "owner", "role", "items", "items_url", "link",
            "url", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_items(self, bucket: Bucket) -> int:
        return self.context["counts"].get(bucket.pk, 0)

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_link(self, bucket: Bucket) -> str | None:
        if not bucket.is_shared_by_link or bucket.role != "owner":
            return None
        return reverse("bucket_shared", args=[bucket.secret], request=self.context["request"])

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_items_url(self, bucket: Bucket) -> str:
        return reverse("api:bucket-item-list", args=[bucket.pk], request=self.context["request"])


@extend_schema_serializer(
    examples=[OpenApiExample("A shelf", request_only=True, value={"name": "Living room", "description": "Mostly VHS"})]
)
class BucketFactsSerializer(serializers.Serializer[Bucket]):
    """What one may say of a bucket: the shape alone. The rules are the model's."""

    name = TextField(max_length=80, trim_whitespace=False)
    description = TextField(max_length=2000, allow_blank=True, required=False, trim_whitespace=False)
    visibility = serializers.ChoiceField(choices=Bucket.Visibility.choices, required=False)
    link_role = serializers.ChoiceField(
        choices=Role.choices, required=False, help_text="What whoever has the link may do; to edit they sign in."
    )


class ItemSerializer(serializers.ModelSerializer[Item]):
    """The five first, as the service's contract has them."""

    title = serializers.CharField(read_only=True)
    format = serializers.CharField(source="format_id", read_only=True)
    length = serializers.IntegerField(read_only=True, help_text="Minutes.")
    release_year = serializers.IntegerField(read_only=True)
    rating = serializers.IntegerField(read_only=True)
    condition = serializers.CharField(read_only=True)
    link = serializers.CharField(read_only=True)
    tags = serializers.ListField(child=serializers.CharField(), read_only=True)
    movie = serializers.IntegerField(source="movie_id", read_only=True, allow_null=True)
    version = serializers.IntegerField(read_only=True, help_text="Its ETag is this in quotation marks.")
    bucket = serializers.IntegerField(source="bucket_id", read_only=True)
    photo = serializers.SerializerMethodField(help_text="The address of its photo, if it has one.")
    url = PageField()

    class Meta:
        model = Item
        fields = [*CONTRACT, *EXTRAS, "movie", "id", "bucket", "version", "photo", "url", "added_at", "changed_at"]
        read_only_fields = fields

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_photo(self, item: Item) -> str | None:
        if not item.photo_id:
            return None
        return reverse("api:bucket-item-photo", args=[item.bucket_id, item.pk], request=self.context["request"])


class WhichBucketSerializer(serializers.ModelSerializer[Bucket]):
    owner = BucketPersonSerializer(read_only=True)
    url = PageField()

    class Meta:
        model = Bucket
        fields = ["id", "name", "owner", "url"]
        read_only_fields = fields


class FoundItemSerializer(ItemSerializer):
    """An item and in whose bucket it is."""

    bucket = WhichBucketSerializer(read_only=True)


class ReportSerializer(serializers.Serializer[Any]):
    """What became of many rows."""

    class FaultSerializer(serializers.Serializer[Any]):
        row = serializers.IntegerField(help_text="From 1.")
        line = serializers.IntegerField(required=False, help_text="Of a table: where the row begins.")
        pointer = serializers.CharField(required=False, help_text="Of a list: where in the body.")
        column = serializers.CharField(allow_blank=True)
        code = serializers.CharField()
        detail = serializers.CharField()

    rows = serializers.IntegerField()
    added = serializers.ListField(child=serializers.IntegerField(), help_text="Ids of the items that were made.")
    bad_rows = serializers.IntegerField()
    faults = FaultSerializer(many=True)
    unknown_columns = serializers.ListField(child=serializers.CharField(), required=False)


class BucketMemberSerializer(serializers.Serializer[Share]):
    """The owner, who has no id here, or somebody with whom the bucket is shared."""

    id = serializers.IntegerField(allow_null=True)
    user = BucketPersonSerializer()
    role = serializers.ChoiceField(choices=ROLES)
    by_link = serializers.BooleanField(help_text="Whether they took part by the link, and stay as long as that does.")
    since = serializers.DateTimeField()


class BucketRoleSerializer(serializers.Serializer[Share]):
    role = serializers.ChoiceField(choices=Role.choices)


class NamedGroupSerializer(serializers.ModelSerializer[Group]):
    class Meta:
        model = Group
        fields = ["id", "name"]
        read_only_fields = fields


class BucketGroupSerializer(serializers.ModelSerializer[GroupShare]):
    group = NamedGroupSerializer(source="membership.group", read_only=True)

    class Meta:
        model = GroupShare
        fields = ["id", "group", "role", "since"]
        read_only_fields = fields


class NewBucketGroupSerializer(serializers.Serializer[GroupShare]):
    group = IdField(help_text="The id of a group that you are in.")
    role = serializers.ChoiceField(choices=Role.choices, required=False)


class BucketLinkSerializer(serializers.Serializer[Share]):
    secret = TextField(max_length=32)


class BucketInvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation as the owner of the bucket sees it."""

    class Meta:
        model = Invitation
        fields = ["id", "email", "role", "created_at"]
        read_only_fields = fields


class NewBucketInvitationSerializer(serializers.Serializer[Invitation]):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=Role.choices, required=False)


class ReceivedBucketInvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation as who was asked sees it."""

    bucket = serializers.CharField(source="bucket.name", read_only=True)
    owner = BucketPersonSerializer(source="bucket.owner", read_only=True)

    class Meta:
        model = Invitation
        fields = ["id", "bucket", "owner", "role", "created_at"]
        read_only_fields = fields


class ChangeSerializer(serializers.ModelSerializer[Change]):
    by = serializers.CharField(source="who", read_only=True)
    before = serializers.SerializerMethodField(help_text="The fields that it touched, as they were.")
    after = serializers.SerializerMethodField(help_text="The same, as it made them. Of several items at once nothing.")
    may_undo = serializers.SerializerMethodField(help_text="Whether you may take it back; what came after may keep it.")

    class Meta:
        model = Change
        fields = ["id", "kind", "item_id", "about", "by", "at", "before", "after", "undone_at", "may_undo"]
        read_only_fields = fields

    @extend_schema_field(_FACTS)
    def get_before(self, change: Change) -> dict[str, Any]:
        return self.context["facts"].get(change.pk, ({}, {}))[0]

    @extend_schema_field(_FACTS)
    def get_after(self, change: Change) -> dict[str, Any]:
        return self.context["facts"].get(change.pk, ({}, {}))[1]

    def get_may_undo(self, change: Change) -> bool:
        return self.context["bucket"].may_edit and change.can_be_undone
