from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('transfers', '0010_exports'),
    ]

    operations = [
        migrations.AddField(
            model_name='importedlist',
            name='was',
            field=models.CharField(blank=True, choices=[('private', 'Private'), ('link', 'Anybody with the link'), ('members', 'Members of this site')], help_text='As the file says.', max_length=8, verbose_name='visibility before'),
        ),
    ]
