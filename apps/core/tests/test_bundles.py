import os

import pytest

from apps.core.bundles import BUNDLES, BundleFinder, join_scripts, join_styles


@pytest.fixture
def bundle_dir(settings, tmp_path):
    settings.BUNDLE_DIR = tmp_path
    return tmp_path


def test_styles_lose_comments_and_indentation_and_nothing_else():
    assert join_styles(["/* why\nand how */\n.a {\n  color: red;\n}\n", ".b { content: '  x'; }\n"]) == (
        ".a {\ncolor: red;\n}\n.b { content: '  x'; }\n"
    )


def test_scripts_keep_what_they_declare_to_themselves_and_lose_what_only_readers_need():
    assert join_scripts(["// why\nconst a = 1;\n", "const a = '//  2';\n"]) == "{const a=1;}\n{const a='//  2';}"


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


def test_what_cannot_wait_is_in_the_head_and_nowhere_else(bundle_dir):
    early = [path.name for path in BUNDLES["js/head.js"].sources()]

    assert early == ["theme.js", "travel.js"]
    assert not set(early) & {path.name for path in BUNDLES["js/site.js"].sources()}


def test_collecting_yields_every_bundle_from_a_storage_that_has_it(bundle_dir):
    collected = dict(BundleFinder().list([]))

    assert set(collected) == {"css/site.css", "js/head.js", "js/site.js"}
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
