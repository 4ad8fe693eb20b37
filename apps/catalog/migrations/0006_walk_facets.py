from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_fill_facets")]

    operations = [
        migrations.RemoveIndex(
            model_name='movie',
            name='catalog_movie_popular',
        ),
        migrations.RemoveIndex(
            model_name='movie',
            name='catalog_movie_top',
        ),
        migrations.RemoveIndex(
            model_name='movie',
            name='catalog_movie_released',
        ),
        migrations.RemoveIndex(
            model_name='movie',
            name='catalog_movie_title',
        ),
        migrations.RemoveIndex(
            model_name='movie',
            name='catalog_movie_lang_popular',
        ),
        migrations.RemoveIndex(
            model_name='movie',
            name='catalog_movie_lang_top',
        ),
        migrations.RemoveIndex(
            model_name='movie',
            name='catalog_movie_lang_released',
        ),
        migrations.RemoveIndex(
            model_name='movie',
            name='catalog_movie_lang_title',
        ),
        migrations.AddIndex(
            model_name='movie',
            index=models.Index(fields=['-popularity', '-id', 'adult', 'year', 'runtime', 'original_language', 'score', 'facets'], name='catalog_movie_popular'),
        ),
        migrations.AddIndex(
            model_name='movie',
            index=models.Index(fields=['-score', '-id', 'adult', 'year', 'runtime', 'original_language', 'facets'], name='catalog_movie_top'),
        ),
        migrations.AddIndex(
            model_name='movie',
            index=models.Index(fields=['release_key', 'id', 'adult', 'year', 'runtime', 'original_language', 'score', 'facets'], name='catalog_movie_released'),
        ),
        migrations.AddIndex(
            model_name='movie',
            index=models.Index(fields=['sort_title', 'id', 'adult', 'year', 'runtime', 'original_language', 'score', 'facets'], name='catalog_movie_title'),
        ),
        migrations.AddIndex(
            model_name='movie',
            index=models.Index(fields=['original_language'], name='catalog_movie_language'),
        ),
        migrations.AddIndex(
            model_name='movie',
            index=models.Index(condition=models.Q(('is_locked', True)), fields=['-popularity', '-id'], name='catalog_movie_locked'),
        ),
        migrations.AddIndex(
            model_name='movie',
            index=models.Index(condition=models.Q(('freely_licensed', True)), fields=['-popularity', '-id'], name='catalog_movie_free'),
        ),
    ]
