import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers

from apps.core.fields import ANY_TEXT, MORE_THAN_BLANKS, TextField

BLANKS_AND_MORE = st.text(
    st.one_of(st.sampled_from("\x00\x1c\x1d\x1e\x1f\x85\xa0\u2003\u3000\t\n\ra "), st.characters(codec="utf-8"))
)


def takes(text, **kwargs):
    try:
        TextField(**kwargs).run_validation(text)
    except serializers.ValidationError:
        return False
    return True


@given(BLANKS_AND_MORE)
def test_the_schema_says_which_texts_are_taken(text):
    assert bool(re.fullmatch(MORE_THAN_BLANKS.strip("^$"), text)) == takes(text)
    assert bool(re.fullmatch(ANY_TEXT.strip("^$"), text)) == takes(text, allow_blank=True)


@pytest.mark.parametrize("blank", ["", " ", "\t\n", "\x1c\x1f", "\x85", "\u2003\u3000"])
def test_blanks_alone_are_no_text(blank):
    assert not takes(blank)
    assert not re.search(MORE_THAN_BLANKS, blank)


def test_a_number_is_no_text():
    with pytest.raises(serializers.ValidationError, match="Not a valid string"):
        TextField().run_validation(7)
