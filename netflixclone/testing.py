"""Personas that every test may ask for by name.

Alice owns, Bob is shared with, Charlie is a stranger; Ann is Alice's child; a curator edits the catalogue, a moderator
reads what is reported, an administrator runs the site.
"""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db.models.signals import post_migrate
from django.template import engines
from django.test import Client

from apps.accounts.actions.profiles import ProfileFacts, add_profile
from apps.accounts.models import Profile, User
from apps.accounts.roles import CURATORS, MODERATORS, grant
from apps.accounts.viewers import SESSION_KEY
from apps.catalog.age_ratings import RATINGS
from apps.catalog.genres import forget_genres
from apps.catalog.models import AgeRating
from apps.core import paging
from apps.moviebucket.models import Format
from apps.moviebucket.models.item import FIRST_FORMATS
from netflixclone.strict_templates import Strict


def pytest_collection_finish() -> None:
    """The modules and thousands of tests stay to the end: a fifth of the time went into looking for garbage there."""
    gc.freeze()


def _member(name: str, **fields: object) -> User:
    return User.objects.create_user(f"{name.lower()}@example.org", name=name, **fields)


@pytest.fixture
def alice(db: None) -> User:
    return _member("Alice")


@pytest.fixture
def bob(db: None) -> User:
    return _member("Bob")


@pytest.fixture
def charlie(db: None) -> User:
    return _member("Charlie")


def own(user: User) -> Profile:
    """Somebody as they watch: their account's own profile."""
    return Profile.objects.as_viewers().get(account=user, place=1)


@pytest.fixture
def own_alice(alice: User) -> Profile:
    return own(alice)


@pytest.fixture
def own_bob(bob: User) -> Profile:
    return own(bob)


@pytest.fixture
def own_charlie(charlie: User) -> Profile:
    return own(charlie)


def rating(name: str) -> AgeRating:
    """An age rating of the United States. Made if need be: a test with real transactions empties the table."""
    ages = RATINGS["US"]
    facts = {"minimum_age": ages[name], "order": list(ages).index(name)}
    return AgeRating.objects.get_or_create(country="US", name=name, defaults=facts)[0]


@pytest.fixture
def ann(alice: User) -> Profile:
    """A child of Alice's household, who may see films up to PG."""
    facts = ProfileFacts(name="Ann", for_child=True, highest_rating=rating("PG"))
    return add_profile(by=alice, facts=facts)


@pytest.fixture
def as_profile(as_user):
    """`as_profile(ann)` is a test client signed in with the account, in which this profile is watching."""

    def client_of(profile: Profile) -> Client:
        client = as_user(profile.account)
        session = client.session
        session[SESSION_KEY] = profile.pk
        session.save()
        return client

    return client_of


@pytest.fixture
def curator(db: None) -> User:
    user = _member("Curator", is_staff=True)
    user.groups.add(Group.objects.get(name="Curators"))
    return user


@pytest.fixture
def moderator(db: None) -> User:
    user = _member("Moderator", is_staff=True)
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


@pytest.fixture
def administrator(db: None) -> User:
    return _member("Administrator", is_staff=True, is_superuser=True)


@pytest.fixture
def as_user(client: Client):
    """`as_user(alice)` is a test client signed in as Alice; `as_user(None)` one of a visitor."""

    def client_of(user: User | None) -> Client:
        fresh = Client()
        if user is not None:
            fresh.force_login(user)
        return fresh

    return client_of


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page, a count or a genre kept by another test would hide what this one changed; a slow count what it did."""
    cache.clear()
    forget_genres()
    monkeypatch.setattr(paging, "SLOW_SECONDS", 60.0)


def _fill_again(**kwargs: Any) -> None:
    grant(apps, CURATORS, "catalog")
    Group.objects.get_or_create(name=MODERATORS)
    for place, name in enumerate(FIRST_FORMATS, start=1):
        Format.objects.get_or_create(name=name, defaults={"place": place})


@pytest.fixture(autouse=True, scope="session")
def first_rows_come_back() -> None:
    """A test with real transactions empties every table after it, also of what migrations wrote."""
    post_migrate.connect(_fill_again, sender=apps.get_app_config("netflixclone"))


@pytest.fixture(autouse=True, scope="session")
def strict_templates() -> Iterator[None]:
    engine = engines["django"].engine
    before, engine.string_if_invalid = engine.string_if_invalid, Strict()
    yield
    engine.string_if_invalid = before
