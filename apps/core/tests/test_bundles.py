import os

import pytest
from django.contrib.staticfiles import finders

from apps.core.bundles import BUNDLES, BundleFinder, join_modules, join_styles


@pytest.fixture
def bundle_dir(settings, tmp_path):
    settings.BUNDLE_DIR = tmp_path
    return tmp_path


def test_styles_lose_comments_and_indentation_and_nothing_else():
    assert join_styles(["/* why\nand how */\n.a {\n  color: red;\n}\n", ".b { content: '  x'; }\n"]) == (
        ".a {\ncolor: red;\n}\n.b { content: '  x'; }\n"
    )


def test_modules_keep_what_they_declare_to_themselves():
    assert join_modules(["const a = 1;\n", "const a = 2;\n"]) == "{\nconst a = 1;\n}\n{\nconst a = 2;\n}\n"


def test_the_finder_knows_the_bundles_and_nothing_else(bundle_dir):
    finder = BundleFinder()

    assert finder.find("css/site.css") == str(bundle_dir / "css" / "site.css")
    assert finder.find("css/site.css", find_all=True) == [str(bundle_dir / "css" / "site.css")]
    assert finder.find("css/tokens.css") == []
    assert finder.find("../settings.py") == []


def test_tokens_come_first_and_every_component_is_there(bundle_dir):
    names = [path.name for path in BUNDLES["css/site.css"].sources()]

    assert names[:2] == ["tokens.css", "base.css"]
    assert len(names) == len(set(names)) > 10


def test_what_must_run_before_the_first_paint_stays_alone(bundle_dir):
    assert "theme.js" not in [path.name for path in BUNDLES["js/site.js"].sources()]
    assert finders.find("js/theme.js")


def test_collecting_yields_every_bundle_from_a_storage_that_has_it(bundle_dir):
    collected = dict(BundleFinder().list([]))

    assert set(collected) == {"css/site.css", "js/site.js"}
    assert all(storage.exists(name) for name, storage in collected.items())


def test_a_changed_source_makes_a_new_bundle_and_nothing_else_does(bundle_dir):
    bundle = BUNDLES["css/site.css"]
    target = bundle.write_to(bundle_dir)
    target.write_text("old")
    sources = bundle.sources()
    newest = max(path.stat().st_mtime for path in [*sources, sources[0].parent])

    os.utime(target, (newest + 100, newest + 100))
    assert bundle.write_to(bundle_dir).read_text() == "old"

    os.utime(target, (newest - 100, newest - 100))
    assert "--accent" in bundle.write_to(bundle_dir).read_text()
