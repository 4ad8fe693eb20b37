"""The net under the templates: it must catch what it is for, and let pass what a template allows itself."""

import pytest
from django.conf import settings
from django.template import Context, Engine, Origin, Template

from netflixclone.strict_templates import Strict, UnknownVariable

OURS = str(settings.BASE_DIR / "templates" / "page.html")
THEIRS = str(settings.BASE_DIR / ".venv" / "lib" / "site-packages" / "x" / "templates" / "page.html")


class Film:
    title = "Alien"


def rendered(source: str, *, place: str = OURS) -> str:
    engine = Engine(string_if_invalid=Strict())
    return Template(source, origin=Origin(place), engine=engine).render(Context({"film": Film(), "none": None}))


@pytest.mark.parametrize(
    "source",
    [
        "{{ flim }}",
        "{{ film.titel }}",
        "{{ flim|upper }}",
        "{{ flim|length }}",
        "{% with name=flim %}{{ name }}{% endwith %}",
        "{% if film %}{{ flim.title }}{% endif %}",
        "{% autoescape off %}{{ flim }}{% endautoescape %}",
    ],
)
def test_an_unknown_variable_fails_with_its_name_and_place(source):
    with pytest.raises(UnknownVariable, match=r"(flim|film.titel).* is unknown in .*page.html"):
        rendered(source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ film.title }}", "Alien"),
        ("{{ none }}", "None"),
        ("{{ flim|default:'a film' }}", "a film"),
        ("{{ flim|default:''|upper }}", ""),
        ("{% if flim %}yes{% else %}no{% endif %}", "no"),
        ("{% if flim.title == 'Alien' %}yes{% else %}no{% endif %}", "no"),
        ("{% firstof flim film.title %}", "Alien"),
    ],
)
def test_what_a_template_allows_to_be_absent_passes(source, text):
    assert rendered(source) == text


def test_templates_of_others_are_left_alone():
    assert rendered("[{{ flim }}{{ flim|upper }}]", place=THEIRS) == "[]"
