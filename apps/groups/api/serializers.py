"""Groups, members and invitations as JSON; and the shape of what is sent."""

from rest_framework import serializers

from apps.accounts.models import User
from apps.core.fields import TextField
from apps.groups.models import Group, Invitation, Membership, Role


class GroupPersonSerializer(serializers.Serializer[User]):
    """Whoever is in a group or asks to it, by the name that they show and not by their address."""

    id = serializers.IntegerField()
    name = serializers.CharField(source="shown_name")


class GroupSerializer(serializers.ModelSerializer[Group]):
    role = serializers.ChoiceField(choices=Role.choices, source="own_role", read_only=True, help_text="Yours.")
    may_manage = serializers.BooleanField(
        read_only=True, help_text="Managers may; where nobody is left who manages it, all members."
    )
    members = serializers.IntegerField(source="size", read_only=True, help_text="How many.")

    class Meta:
        model = Group
        fields = ["id", "name", "role", "may_manage", "members", "created_at"]
        read_only_fields = fields


class GroupFactsSerializer(serializers.Serializer[Group]):
    """What one may say of a group: the shape alone. The rules are the model's."""

    name = TextField(max_length=80, trim_whitespace=False)


class GroupMemberSerializer(serializers.ModelSerializer[Membership]):
    user = GroupPersonSerializer(read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "user", "role", "since"]
        read_only_fields = fields


class GroupRoleSerializer(serializers.Serializer[Membership]):
    role = serializers.ChoiceField(choices=Role.choices)


class GroupInvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation as who manages the group sees it."""

    class Meta:
        model = Invitation
        fields = ["id", "email", "role", "created_at"]
        read_only_fields = fields


class NewGroupInvitationSerializer(serializers.Serializer[Invitation]):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=Role.choices, required=False)


class ReceivedGroupInvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation as who was asked sees it."""

    group = serializers.CharField(source="group.name", read_only=True)
    invited_by = GroupPersonSerializer(read_only=True)

    class Meta:
        model = Invitation
        fields = ["id", "group", "invited_by", "role", "created_at"]
        read_only_fields = fields
