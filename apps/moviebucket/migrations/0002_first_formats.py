"""The three formats that are there from the beginning."""

from django.db import migrations

FIRST = ("VHS", "DVD", "Streaming")


def add_formats(apps, schema_editor):
    formats = apps.get_model("moviebucket", "Format")
    for place, name in enumerate(FIRST, start=1):
        formats.objects.update_or_create(name=name, defaults={"place": place})


class Migration(migrations.Migration):
    dependencies = [("moviebucket", "0001_initial")]

    operations = [migrations.RunPython(add_formats, migrations.RunPython.noop)]
