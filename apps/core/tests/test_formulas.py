"""Cells that a spreadsheet would run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core import formulas

RISKY = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("first", RISKY)
def test_what_would_run_is_written_with_an_apostrophe(first):
    assert formulas.written(f"{first}1+1") == f"'{first}1+1"


@pytest.mark.parametrize("cell", ["", "Alien", "8½", "'Round Midnight", "''", "A = B", " =1"])
def test_what_would_not_stays_as_it_is(cell):
    assert formulas.written(cell) == cell == formulas.read(cell)


@pytest.mark.parametrize("cell", ["'=1", "''=1", "'-30-"])
def test_an_apostrophe_of_ones_own_comes_back(cell):
    assert formulas.written(cell) == f"'{cell}"
    assert formulas.read(formulas.written(cell)) == cell


@given(st.text(alphabet=f"'{RISKY}aé", max_size=6))
def test_whatever_is_written_is_read_again_and_none_runs(cell):
    written = formulas.written(cell)
    assert formulas.read(written) == cell
    assert not written.startswith(tuple(RISKY))
