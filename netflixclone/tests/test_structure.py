"""The sizes and habits of docs/STYLE.md, so that nobody has to remember them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

ROOT: Path = settings.BASE_DIR
FOLDERS = ("apps", "netflixclone", "bench", "scripts")
FUNCTION_LINES, FILE_LINES, TEST_FILE_LINES, TEMPLATE_LINES, APP_LINES = 60, 500, 600, 200, 2500


def python_files() -> list[Path]:
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in [*files, ROOT / "conftest.py", ROOT / "manage.py"] if "migrations" not in path.parts)


def is_test(path: Path) -> bool:
    return "tests" in path.parts or path.name in ("conftest.py", "testing.py")


def place(path: Path, node: ast.AST | None = None) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


FILES = {path: path.read_text(encoding="utf-8") for path in python_files()}
TREES = {path: ast.parse(text) for path, text in FILES.items()}
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))


def nodes(kind: type | tuple[type, ...]) -> Iterator[tuple[Path, ast.AST]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield path, node


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_there_is_something_to_look_at():
    assert len(FILES) > 50
    assert len(TEMPLATES) > 10


def test_functions_are_short():
    found = [
        f"{place(path, node)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path, node in nodes(FUNCTIONS)
        if node.end_lineno - node.lineno >= FUNCTION_LINES
    ]
    assert found == []


def test_files_are_short():
    found = [
        f"{place(path)} {text.count(chr(10))} lines"
        for path, text in FILES.items()
        if text.count("\n") > (TEST_FILE_LINES if is_test(path) else FILE_LINES)
    ]
    assert found == []


def test_templates_are_short():
    found = [place(path) for path in TEMPLATES if path.read_text(encoding="utf-8").count("\n") > TEMPLATE_LINES]
    assert found == []


def test_apps_are_small_or_a_decision_says_why():
    decisions = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "adr").glob("*.md"))
    for app in sorted(path for path in (ROOT / "apps").iterdir() if path.is_dir() and path.name != "__pycache__"):
        lines = sum(text.count("\n") for path, text in FILES.items() if app in path.parents and not is_test(path))
        assert lines <= APP_LINES or f"apps/{app.name}" in decisions, (
            f"{app.name} has {lines} lines and no ADR names it"
        )


def test_nothing_is_imported_inside_a_function():
    found = [
        place(path, inner)
        for path, node in nodes(FUNCTIONS)
        for inner in ast.walk(node)
        if isinstance(inner, (ast.Import, ast.ImportFrom))
    ]
    assert found == []


def test_no_star_import():
    found = [place(path, node) for path, node in nodes(ast.ImportFrom) if any(name.name == "*" for name in node.names)]
    assert found == []


def _names(handler: ast.ExceptHandler) -> set[str]:
    if handler.type is None:
        return {"everything"}
    return {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}


def test_no_broad_except():
    broad = {"everything", "Exception", "BaseException"}
    found = [place(path, node) for path, node in nodes(ast.ExceptHandler) if _names(node) & broad]
    assert found == []


def test_no_signal_receivers():
    found = [
        place(path, node)
        for path, node in nodes((ast.Name, ast.Attribute, ast.alias))
        if getattr(node, "id", getattr(node, "attr", getattr(node, "name", ""))) == "receiver"
    ]
    assert found == []


def test_no_module_called_utils():
    assert [place(path) for path in FILES if path.stem in ("utils", "util", "helpers", "misc")] == []


def test_no_inline_script_or_style_in_templates():
    """The Content Security Policy would block it in the browser; this says so earlier."""
    inline = re.compile(
        r"<style\b|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", re.IGNORECASE
    )
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in TEMPLATES
        if path.suffix == ".html"
        for match in inline.finditer(
            re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.S)
        )
    ]
    assert found == []


def test_texts_do_not_shout():
    """Sentence case, no exclamation marks, no "oops"."""
    text_of = re.compile(r">([^<>{}]*(?:!(?!=)|\b[Oo]ops\b)[^<>{}]*)<")
    found = [
        f"{path.relative_to(ROOT)}: {match[1].strip()}"
        for path in TEMPLATES
        for match in text_of.finditer(re.sub(r"<!.*?>|{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.S))
    ]
    assert found == []


@pytest.mark.parametrize("test_file", [path for path in FILES if is_test(path) and path.name.startswith("test_")])
def test_a_test_file_stands_where_pytest_finds_it(test_file):
    assert "tests" in test_file.parts
    assert (test_file.parent / "__init__.py").exists()
