"""Writes the table of age ratings, and from it the age of the films that are here already."""

from collections import defaultdict

from django.db import migrations

from apps.catalog.age_ratings import RATINGS, minimum_age

BATCH = 1000


def write_table(apps, schema_editor):
    AgeRating = apps.get_model("catalog", "AgeRating")
    AgeRating.objects.bulk_create(
        AgeRating(country=country, name=name, order=order, minimum_age=age)
        for country, ratings in RATINGS.items()
        for order, (name, age) in enumerate(ratings.items(), 1)
    )


def fill(apps, schema_editor):
    Movie, Certification = apps.get_model("catalog", "Movie"), apps.get_model("catalog", "Certification")
    last = 0
    while ids := list(
        Certification.objects.filter(movie_id__gt=last).order_by("movie_id").values_list("movie_id", flat=True).distinct()[:BATCH]
    ):
        last = ids[-1]
        ratings = defaultdict(dict)
        for movie_id, country, value in Certification.objects.filter(movie_id__in=ids).values_list("movie_id", "country", "value"):
            ratings[movie_id][country] = value
        movies = [Movie(pk=pk, minimum_age=minimum_age(ratings[pk])) for pk in ids]
        Movie.objects.bulk_update(movies, ["minimum_age"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0009_age_ratings")]

    operations = [
        migrations.RunPython(write_table, migrations.RunPython.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
