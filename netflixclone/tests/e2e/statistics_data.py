"""Somebody with a diary and a list, and somebody with nothing. Runs in Django, prints the keys of their sessions."""

import json
import sys
from datetime import date, timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.catalog.models import Movie, ReleaseDate
from apps.diary.models import Viewing
from apps.watchlists.actions import add_entry
from apps.watchlists.models import Watchlist


def prepare() -> dict[str, str]:
    full, empty = (User.objects.create_user(f"{name}@example.org", name=name) for name in ("full", "empty"))
    profile, films = full.profiles.get(), list(Movie.objects.order_by("pk")[:60])
    for number, film in enumerate(films):
        day = None if number == 0 else date(2023 + number % 3, 1 + number % 12, 1 + number % 28)
        Viewing.objects.create(profile=profile, movie=film, watched_on=day, half_stars=1 + number % 10)
    watchlist = Watchlist.objects.main_of(profile)
    for number, film in enumerate(films[:12]):
        add_entry(watchlist=watchlist, movie=film, by=profile)
        if number % 3:
            on = timezone.localdate() + timedelta(days=number * 3)
            ReleaseDate.objects.create(movie=film, country=settings.HOME_COUNTRY, kind=1 + number % 6, date=on)
    return {"full": session_of(full), "empty": session_of(empty)}


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    sys.stdout.write(json.dumps(prepare()))
