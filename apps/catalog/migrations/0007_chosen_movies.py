"""Films that curators choose for a row get places: until now they stood by popularity."""

import django.db.models.deletion
from django.db import migrations, models

from apps.accounts.roles import CURATORS, grant


def give_places(apps, schema_editor):
    ChosenMovie = apps.get_model("catalog", "ChosenMovie")
    for row in apps.get_model("catalog", "HomeRow").objects.order_by("pk"):
        movie_ids = row.chosen.order_by("-popularity", "-id").values_list("pk", flat=True)
        ChosenMovie.objects.bulk_create(
            ChosenMovie(row=row, movie_id=movie_id, position=place * 10) for place, movie_id in enumerate(movie_ids)
        )


def take_places(apps, schema_editor):
    for row in apps.get_model("catalog", "HomeRow").objects.order_by("pk"):
        row.chosen.set(apps.get_model("catalog", "ChosenMovie").objects.filter(row=row).values_list("movie", flat=True))


def let_curators(apps, schema_editor):
    grant(apps, CURATORS, "catalog")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_walk_facets")]

    operations = [
        migrations.CreateModel(
            name="ChosenMovie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=0, help_text="The smallest stands first.")),
                (
                    "movie",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.movie"
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.homerow"
                    ),
                ),
            ],
            options={"ordering": ["position", "id"]},
        ),
        migrations.AddConstraint(
            model_name="chosenmovie",
            constraint=models.UniqueConstraint(
                fields=("row", "movie"),
                name="catalog_chosenmovie_once",
                violation_error_message="This film stands in the row already.",
            ),
        ),
        migrations.RunPython(give_places, take_places),
        migrations.RemoveField(model_name="homerow", name="chosen"),
        migrations.AlterField(
            model_name="chosenmovie",
            name="movie",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="chosen_in", to="catalog.movie"
            ),
        ),
        migrations.AlterField(
            model_name="chosenmovie",
            name="row",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="chosen", to="catalog.homerow"
            ),
        ),
        migrations.RunPython(let_curators, migrations.RunPython.noop),
    ]
