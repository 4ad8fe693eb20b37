"""Whoever could sign in until now still can: their addresses count as confirmed."""

from django.db import migrations


def confirm(apps, schema_editor):
    EmailAddress = apps.get_model("account", "EmailAddress")
    users = apps.get_model("accounts", "User").objects.filter(emailaddress=None).exclude(email="")
    EmailAddress.objects.bulk_create(
        [EmailAddress(user_id=pk, email=email.lower(), verified=True, primary=True) for pk, email in users.values_list("pk", "email")],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_moderators"), ("account", "0009_emailaddress_unique_primary_email")]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
