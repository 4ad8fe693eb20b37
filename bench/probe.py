"""Which pages are measured, and how many queries each takes to make: JSON on standard output. Runs in Django."""

import json

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.catalog.models import Movie, Person
from bench.client import never_asked


def pages() -> dict[str, str]:
    movie = Movie.objects.order_by("-popularity", "-id")[0]
    person = Person.objects.order_by("id")[0]
    return {
        "home": "/",
        "browse": "/movies/",
        "browse, filtered": "/movies/?genre=drama&decade=1970&sort=rating",
        "browse, page 20": "/movies/?page=20",
        "film": movie.get_absolute_url(),
        "person": person.get_absolute_url(),
    }


def queries(path: str) -> int:
    client = Client(HTTP_HOST="127.0.0.1")
    client.get(path)  # what a process reads once is not of the page
    with CaptureQueriesContext(connection) as captured:
        response = client.get(never_asked(path))
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return len(captured)


if __name__ == "__main__":
    print(json.dumps({name: {"path": path, "queries": queries(path)} for name, path in pages().items()}))
