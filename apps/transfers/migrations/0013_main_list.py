from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transfers', '0012_lists_by_key'),
    ]

    operations = [
        migrations.AddField(
            model_name='importedlist',
            name='is_main',
            field=models.BooleanField(default=False, help_text='It stands for the main list, of which it tells name and description alone.'),
        ),
        migrations.AlterField(
            model_name='trace',
            name='kind',
            field=models.CharField(choices=[('viewing', 'Viewing'), ('rating', 'Rating of a viewing that was there'), ('entry', 'Film on a list'), ('list', 'List'), ('main', 'Name of the main list'), ('review', 'Review')], max_length=8),
        ),
    ]
