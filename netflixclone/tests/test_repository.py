"""What must be true of the repository as a whole."""

import hashlib
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

pytestmark = pytest.mark.once

ROOT: Path = settings.BASE_DIR
SHARED = ROOT.parent / "shared"
TEXT = {
    ".py",
    ".md",
    ".html",
    ".css",
    ".js",
    ".txt",
    ".in",
    ".toml",
    ".yml",
    ".yaml",
    ".json",
    ".jsonl",
    ".svg",
    ".xml",
    "",
}
SETTING = re.compile(r"""(?:\benv(?:\.\w+)?|\brequired)\(\s*"([A-Z][A-Z0-9_]*)\"""")


def tracked() -> list[Path]:
    """The files of the repository; of an unpacked archive without git, all but what is made."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        files = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        made = {".venv", "var", "staticfiles", "node_modules", "__pycache__"}
        files = [path for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts)]
    return [path for path in files if path.is_file()]


TRACKED = tracked()
TEXTS = {path: path.read_text(encoding="utf-8") for path in TRACKED if path.suffix in TEXT}


# --- settings -------------------------------------------------------------------------------------


def documented_settings() -> set[str]:
    return set(re.findall(r"^#?([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_every_setting_is_documented_and_every_documented_setting_exists():
    read = set(SETTING.findall((ROOT / "netflixclone" / "settings.py").read_text()))
    assert len(read) > 15
    assert documented_settings() == read


def test_every_setting_is_documented_with_a_word():
    lines = (ROOT / ".env.example").read_text().splitlines()
    for number, line in enumerate(lines):
        if re.match(r"[A-Z][A-Z0-9_]*=", line):
            assert lines[number - 1].startswith("# "), f"{line} is a needed setting without an explanation above it"


def start(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, so that settings are read as a site reads them; `.env` of the developer is shut out."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    empty = {
        name: "" for name in documented_settings() - set(environment) if name in ("TMDB_API_TOKEN", "TMDB_API_KEY")
    }
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        cwd=tmp_path,
        env=clean | empty | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


PRODUCTION = {
    "DEBUG": "off",
    "SECRET_KEY": "z" * 30 + "Q7-x" * 8,
    "ALLOWED_HOSTS": "films.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
    "EMAIL_URL": "smtp+tls://notflix:secret@mail.example.org:587",
}


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_a_production_start_names_what_is_missing(tmp_path, missing):
    ended = start(tmp_path, "check", **PRODUCTION | {missing: ""})
    assert ended.returncode != 0
    assert f"{missing} is not set" in ended.stderr


def test_production_settings_pass_the_deploy_check(tmp_path):
    ended = start(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert ended.returncode == 0, ended.stderr


def test_a_weak_key_does_not_pass(tmp_path):
    ended = start(tmp_path, "check", "--deploy", **PRODUCTION | {"SECRET_KEY": "only-for-tests-" + "0" * 50})
    assert ended.returncode != 0
    assert "netflixclone.E002" in ended.stderr


# --- migrations -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_models_and_migrations_agree():
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)


# --- imports --------------------------------------------------------------------------------------


def test_apps_import_only_what_is_below_them():
    linter = Path(sys.executable).parent / "lint-imports"
    ended = subprocess.run(
        [str(linter), "--config", "pyproject.toml", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout


def test_only_one_package_speaks_to_tmdb():
    found = [
        str(path.relative_to(ROOT))
        for path, text in TEXTS.items()
        if path.suffix == ".py"
        and "tests" not in path.parts
        and "apps/catalog/tmdb" not in path.as_posix()
        and re.search(r"settings\.TMDB_API_\w+", text)
    ]
    assert found == []


# --- documents ------------------------------------------------------------------------------------

LINK = re.compile(r"(?<!`)!?\[[^\]]*\]\(([^)\s#]+)(?:#[^)]*)?\)")
DOCUMENTS = [path for path in TEXTS if path.suffix == ".md"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_in_documents_lead_somewhere(document):
    links = [link for link in LINK.findall(TEXTS[document]) if "://" not in link and not link.startswith("mailto:")]
    dead = [link for link in links if not (document.parent / link).exists()]
    assert dead == []


def test_documents_name_make_targets_that_exist():
    targets = set(re.findall(r"^([a-z][a-z0-9%-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for document in DOCUMENTS:
        named = set(re.findall(r"`?\bmake ([a-z][a-z0-9-]*)`?(?=[\s`\"]*$|`| ARGS)", TEXTS[document], re.MULTILINE))
        named = {"bench-%" if name.startswith("bench-") else name for name in named}
        assert named <= targets, f"{document.name} names {named - targets}"


# --- what must not be in it -----------------------------------------------------------------------


def test_no_path_of_somebodys_machine_and_no_private_registry():
    # Spelt in pieces, so that this file does not find itself.
    private = re.compile("|".join(["/wo" + "rk/", "/ho" + "me/[a-z]", "/Us" + "ers/[a-z]", "/ro" + "ot/"]))
    registry = re.compile(r"--(?:extra-)?index-url|(?:artifactory|nexus|devpi|verdaccio)\b", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in TEXTS.items()
        for match in (*private.finditer(text), *registry.finditer(text))
        if path != Path(__file__)
    ]
    assert found == []


def test_locks_name_no_address():
    for lock in ("requirements.txt", "requirements-dev.txt", "requirements-prod.txt"):
        text = (ROOT / lock).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_every_dependency_says_why_it_is_there():
    for name in ("requirements.in", "requirements-prod.in"):
        for line in (ROOT / name).read_text().splitlines():
            assert not line or line.startswith(("#", "-")) or "  # " in line, f"{name}: {line}"


def test_no_secret_is_in_the_repository():
    secret = re.compile(r"eyJhbGciOi[\w-]{20,}|AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|AIza[\w-]{35}")
    assert [str(path.relative_to(ROOT)) for path, text in TEXTS.items() if secret.search(text)] == []


@pytest.mark.skipif(not (SHARED / "data" / "MANIFEST.tsv").exists(), reason="the data next to the checkout is not here")
def test_no_data_from_next_door_was_copied_in():
    manifest = (SHARED / "data" / "MANIFEST.tsv").read_text().splitlines()
    foreign = {line.split("\t")[0]: line.split("\t")[2] for line in manifest if line.count("\t") == 2}
    assert len(foreign) > 100
    ours = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in TRACKED if path.stat().st_size}
    assert {foreign[digest]: str(ours[digest]) for digest in foreign.keys() & ours.keys()} == {}
