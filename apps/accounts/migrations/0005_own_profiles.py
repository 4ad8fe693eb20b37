"""Whoever is here already gets the profile that is their own."""

from django.db import migrations


def make_profiles(apps, schema_editor):
    Profile = apps.get_model("accounts", "Profile")
    users = apps.get_model("accounts", "User").objects.filter(profiles=None).order_by("pk")
    Profile.objects.bulk_create(
        [
            Profile(account_id=pk, place=1, name=(name.strip() or email.partition("@")[0])[:40])
            for pk, name, email in users.values_list("pk", "name", "email")
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_profiles")]

    operations = [migrations.RunPython(make_profiles, migrations.RunPython.noop)]
