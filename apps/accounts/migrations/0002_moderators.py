from django.db import migrations

from apps.accounts.roles import MODERATORS


def make_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.get_or_create(name=MODERATORS)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
