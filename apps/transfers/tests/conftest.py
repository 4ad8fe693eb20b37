import pytest
from django.core.files.storage import default_storage

from apps.accounts.models import Profile
from apps.catalog import search
from apps.catalog.tests.factories import MovieFactory
from apps.transfers.actions import receiving
from apps.transfers.models import Import
from apps.transfers.tasks import task_of
from apps.transfers.tests.files import LETTERBOXD, upload, zipped


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    # The storage keeps the folder that it was made with.
    default_storage._wrapped.__dict__.pop("base_location", None)
    default_storage._wrapped.__dict__.pop("location", None)
    yield
    default_storage._wrapped.__dict__.pop("base_location", None)
    default_storage._wrapped.__dict__.pop("location", None)


@pytest.fixture
def profile(alice) -> Profile:
    return alice.profiles.get(place=1)


@pytest.fixture
def films(db) -> dict[str, object]:
    made = {
        "alien": MovieFactory(title="Alien", year=1979, source="tmdb", tmdb_id=348, imdb_id="tt0078748"),
        "stalker": MovieFactory(title="Stalker", original_title="Сталкер", year=1979, source="tmdb", tmdb_id=1398),
        "solaris": MovieFactory(title="Solaris", year=1972),
        "thing": MovieFactory(title="The Thing", year=1982),
        "godzilla": MovieFactory(title="Godzilla", year=1998),
        "other godzilla": MovieFactory(title="Godzilla", year=1998),
    }
    search.index_movies(film.pk for film in made.values())
    return made


@pytest.fixture
def received(profile):
    """`received(content, "name.csv")`: the import of Alice's own profile, not yet read."""

    def receive(content=None, name="export.zip", **options) -> Import:
        content = zipped(LETTERBOXD) if content is None else content
        return receiving.receive(profile=profile, file=upload(content, name), by=profile, **options)

    return receive


def worked(imported: Import) -> Import:
    """The import after its task has run."""
    imported.refresh_from_db()
    task = task_of(imported.state)
    task.func(imported.pk)
    imported.refresh_from_db()
    return imported
