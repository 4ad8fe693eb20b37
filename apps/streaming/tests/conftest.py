from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from apps.streaming.tests import clips


@pytest.fixture(scope="session")
def drawn(tmp_path_factory) -> Path:
    """A folder with clips; each test reads them and writes none."""
    folder = tmp_path_factory.mktemp("clips")
    usual = clips.draw(folder / "usual")
    clips.turned(folder / "turned", usual)
    clips.draw_sound(folder / "sound")
    return folder


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path / "media"
    default_storage._wrapped.__dict__.pop("base_location", None)  # it keeps the folder that it was made with
    default_storage._wrapped.__dict__.pop("location", None)
    yield
    default_storage._wrapped.__dict__.pop("base_location", None)
    default_storage._wrapped.__dict__.pop("location", None)
