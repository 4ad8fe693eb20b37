from django.db import migrations, models
from django.db.models import F


def names_are_keys(apps, schema_editor):
    apps.get_model('transfers', 'ImportedList').objects.update(key=F('name'))


class Migration(migrations.Migration):
    """Lists of one name are told apart by a key; up to now there was one of each name in an import."""

    dependencies = [
        ('transfers', '0011_was'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='importedlist', name='transfers_importedlist_once'),
        migrations.AddField(
            model_name='importedlist',
            name='key',
            field=models.CharField(default='', help_text='What tells it from others of its name in the file.', max_length=200),
            preserve_default=False,
        ),
        migrations.RunPython(names_are_keys, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='importedlist',
            constraint=models.UniqueConstraint(fields=('source', 'key'), name='transfers_importedlist_key_once'),
        ),
    ]
