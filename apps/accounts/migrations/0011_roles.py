"""The four roles as groups: everybody is a member; administrators hold all that is in reach here, and more by being superusers."""

from django.db import migrations

from apps.accounts.roles import ADMINISTRATORS, MEMBERS, grant

BATCH = 500


def make_roles(apps, schema_editor):
    Group, User = apps.get_model("auth", "Group"), apps.get_model("accounts", "User")
    for app_label in ("accounts", "auth", "catalog"):
        grant(apps, ADMINISTRATORS, app_label)
    members, _ = Group.objects.get_or_create(name=MEMBERS)
    administrators = Group.objects.get(name=ADMINISTRATORS)
    put_in(User, members, User.objects.all())
    put_in(User, administrators, User.objects.filter(is_superuser=True))


def put_in(User, group, users):
    rows = [User.groups.through(user_id=pk, group_id=group.pk) for pk in users.values_list("pk", flat=True)]
    User.groups.through.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_invitations"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("catalog", "0009_age_ratings"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
