from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_search_index")]

    operations = [
        migrations.AddField(
            model_name='movie',
            name='facets',
            field=models.CharField(blank=True, editable=False, help_text='Written by catalog.facets.', max_length=1400),
        ),
        migrations.AddField(
            model_name='movie',
            name='is_locked',
            field=models.GeneratedField(db_persist=True, expression=models.Q(('curated_fields', []), _negated=True), output_field=models.BooleanField()),
        ),
    ]
