"""Writes the facets of the films that are here already, in the form that apps.catalog.facets had when this was made."""

from collections import defaultdict

from django.conf import settings
from django.db import migrations

BATCH = 1000


def fill(apps, schema_editor):
    Movie = apps.get_model("catalog", "Movie")
    last = 0
    while movies := list(Movie.objects.filter(pk__gt=last).order_by("pk").only("pk", "facets")[:BATCH]):
        last = movies[-1].pk
        parts = parts_of(apps, [movie.pk for movie in movies])
        for movie in movies:
            movie.facets = f"|{'|'.join(parts[movie.pk])}|" if movie.pk in parts else ""
        Movie.objects.bulk_update(movies, ["facets"], batch_size=200)


def parts_of(apps, ids):
    Movie, Certification = apps.get_model("catalog", "Movie"), apps.get_model("catalog", "Certification")
    parts = defaultdict(list)
    for movie_id, genre_id in rows(Movie.genres.through, ids).values_list("movie_id", "genre_id"):
        parts[movie_id].append(f"g{genre_id}")
    for movie_id, code in rows(Movie.countries.through, ids).values_list("movie_id", "country_id"):
        parts[movie_id].append(f"c{code}")
    ratings = rows(Certification, ids).filter(country=settings.HOME_COUNTRY)
    for movie_id, value in ratings.values_list("movie_id", "value"):
        parts[movie_id].append(f"r{settings.HOME_COUNTRY}:{value.replace('|', '/')}")
    return parts


def rows(model, ids):
    return model.objects.filter(movie_id__in=ids).order_by("pk")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_facets")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
