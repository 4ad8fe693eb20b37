from django.db import migrations

from apps.accounts.roles import CURATORS, grant


def give_catalogue_to_curators(apps, schema_editor):
    grant(apps, CURATORS, "catalog")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial"), ("accounts", "0002_moderators"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(give_catalogue_to_curators, migrations.RunPython.noop)]
