"""The quick widgets write what Django's write."""

import pytest
from django import forms
from django.test.html import parse_html
from hypothesis import given
from hypothesis import strategies as st

from apps.core.widgets import QuickCheckboxes, QuickSelect

PAIRS = [(QuickSelect, forms.Select), (QuickCheckboxes, forms.CheckboxSelectMultiple)]
CHOICES = [("", "Any"), ("a", "Ä & <b>"), ('"q', "Quoted"), (1970, "1970s"), (1980, "1980s")]


def both(pair, value, attrs=None):
    return [parse_html(widget(choices=CHOICES).render("field", value, attrs)) for widget in pair]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("value", [None, "", "a", '"q', 1970, "1970", "unknown", []], ids=repr)
@pytest.mark.parametrize("attrs", [None, {"id": "id_field"}, {"id": "x", "aria-describedby": "help", "disabled": True}])
def test_the_same_html(pair, value, attrs):
    if pair[0] is QuickCheckboxes and isinstance(value, (str, int)):
        value = [value]
    quick, ordinary = both(pair, value, attrs)
    assert quick == ordinary


def test_several_checkboxes_may_be_checked():
    quick, ordinary = both(PAIRS[1], ["a", "1980"])
    assert quick == ordinary


@pytest.mark.parametrize("pair", PAIRS)
def test_attributes_of_the_widget_itself(pair):
    made = [parse_html(widget({"class": "wide"}, CHOICES).render("f", ["a"], {"id": "f"})) for widget in pair]
    assert made[0] == made[1]


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_no_choice_leaves_its_element(choices):
    for widget in (QuickSelect, QuickCheckboxes):
        html = widget(choices=choices).render("f", [])
        shown = html.count("<option" if widget is QuickSelect else "<input")
        assert shown == len(choices)
        assert html.count("<") == (2 + 2 * shown if widget is QuickSelect else 2 + 5 * shown)


def test_choices_are_read_when_they_are_shown():
    titles = ["Early"]
    widget = QuickSelect(choices=lambda: [(title, title) for title in titles])
    titles.append("Late")
    assert "Late</option>" in widget.render("f", "Late")
