"""What the look promises: weights, contrast in both schemes, and colours and sizes named in one place."""

import gzip
import re
from math import cos, radians, sin

import pytest
from django.conf import settings

from apps.catalog.posters import PALETTE_COUNT
from apps.core.bundles import BUNDLES

STATIC = settings.BASE_DIR / "static"
TOKENS = (STATIC / "css" / "tokens.css").read_text()
COMPONENTS = sorted(path for path in (STATIC / "css").glob("*.css") if path.name != "tokens.css")
MODULES = sorted((STATIC / "js").glob("*.js"))
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))

_OKLCH = r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)"
# Queries cannot read custom properties, so breakpoints stay where they are used.
_QUERY = re.compile(r"@(?:media|container)[^{]*")
_COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:oklch|oklab|rgba?|hsla?|color-mix|lab|lch)\(|:\s*(?:white|black|red|grey|gray)\b"
)
_SIZE = re.compile(r"(?<![\w.-])\d*\.?\d+(?:px|rem|pt|ms|s|vw|vh)\b")


def gzipped(name, tmp_path):
    return len(gzip.compress(BUNDLES[name].write_to(tmp_path).read_bytes()))


def test_styles_weigh_less_than_30_kb(tmp_path):
    assert gzipped("css/site.css", tmp_path) < 30_000


def test_behaviours_weigh_less_than_6_kb(tmp_path):
    assert gzipped("js/head.js", tmp_path) + gzipped("js/site.js", tmp_path) < 6_000


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_colours_and_sizes_are_named_in_tokens_only(path):
    source = _QUERY.sub("", re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL))

    assert _COLOUR.findall(source) == []
    assert _SIZE.findall(source) == []


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_a_component_uses_only_tokens_that_exist(path):
    source = path.read_text()
    known = set(re.findall(r"(--[\w-]+):", TOKENS + source))

    assert set(re.findall(r"var\((--[\w-]+)", source)) <= known


def test_every_token_is_used():
    everything = TOKENS + "".join(path.read_text() for path in COMPONENTS)
    named = set(re.findall(r"(--[\w-]+):", TOKENS))

    assert named - set(re.findall(r"var\((--[\w-]+)", everything)) == set()


# The admin's sheet has to beat Django's, which has no layers.
LAYERED = [path for path in COMPONENTS if path.name != "admin.css"]


@pytest.mark.parametrize("path", LAYERED, ids=lambda path: path.name)
def test_every_rule_lives_in_a_layer(path):
    outside = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    depth, top = 0, ""
    for character in outside:
        depth += (character == "{") - (character == "}")
        top += character if depth == 0 else ""

    assert depth == 0
    assert {part for part in re.split(r"[\s{}]+", top) if part.startswith((".", "#"))} == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR / "templates")))
def test_no_template_carries_style_or_script_that_the_policy_refuses(path):
    source = path.read_text()
    if "emails" in path.parts:
        pytest.skip("Mail has no stylesheet of its own.")

    assert not re.search(r"\sstyle=", source)
    assert not re.search(r"<style[\s>]", source)
    assert not re.search(r"\son[a-z]+=", source)
    for attributes in re.findall(r"<script([^>]*)>", source):
        assert "src=" in attributes or "application/ld+json" in attributes


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_module_runs_text_as_code_or_markup(path):
    assert not re.search(
        r"\beval\(|innerHTML|outerHTML|insertAdjacentHTML|new Function|document\.write", path.read_text()
    )


def luminance(lightness, chroma, hue):
    """Relative luminance (WCAG) of an OKLCH colour, out-of-gamut channels clipped as a browser clips them."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(max(channel, 0.0), 1.0) for channel in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    brighter, darker = sorted((luminance(*one), luminance(*other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def token(name, scheme):
    declared = re.search(rf"--{name}: (.*?);", TOKENS)[1]
    found = re.findall(_OKLCH, declared)
    assert len(found) in (1, 2), f"--{name} is not one opaque colour a scheme"
    return tuple(map(float, found[-1] if scheme == "dark" else found[0]))


def test_contrast_is_computed_as_wcag_does():
    assert contrast((1, 0, 0), (0, 0, 0)) == pytest.approx(21, abs=0.01)
    assert contrast((0.5, 0.1, 30), (0.5, 0.1, 30)) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("surface", ["ground", "raised", "raised-more"])
@pytest.mark.parametrize("ink", ["text", "text-muted", "accent-text", "good", "warning", "bad"])
def test_text_reads_on_every_surface(scheme, surface, ink):
    assert contrast(token(ink, scheme), token(surface, scheme)) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_reads_on_the_accent_and_focus_stands_out(scheme):
    for fill in ("accent", "accent-hover"):
        assert contrast(token("accent-ink", scheme), token(fill, scheme)) >= 4.5
    for surface in ("ground", "raised", "raised-more"):
        assert contrast(token("focus", scheme), token(surface, scheme)) >= 3


@pytest.mark.parametrize("palette", range(PALETTE_COUNT))
def test_a_drawn_title_reads_on_its_ground(palette):
    inks = dict(re.findall(r"--([gabt]): (oklch\([^)]*\))", _rule(palette)))
    colours = {name: tuple(map(float, re.findall(_OKLCH, value)[0])) for name, value in inks.items()}

    assert contrast(colours["t"], colours["g"]) >= 4.5
    assert contrast(colours["a"], colours["g"]) >= 1.25
    assert contrast(colours["b"], colours["g"]) >= 1.25


def _rule(palette):
    return re.search(rf"\.q{palette} \{{(.*?)\}}", TOKENS)[1]
