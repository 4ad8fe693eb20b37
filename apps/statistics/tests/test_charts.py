"""Charts as drawings and as tables."""

from xml.etree import ElementTree

import pytest

from apps.statistics.charts import TALL, WIDTH, Bar, Cell, Chart, draw, table

EVIL = "</svg><script>alert(1)</script>"
SVG = "{http://www.w3.org/2000/svg}"


def chart(*values, is_lying=False, label="Name", title="Films"):
    bars = [Bar(label, value, str(value)) for value in values]
    rows = [(Cell(label, "/x/"), Cell(str(value))) for value in values]
    return Chart("films", title, "Most of all Drama.", bars, ("Name", "Films"), rows, is_lying=is_lying)


def drawn(art):
    return ElementTree.fromstring(draw(art).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


@pytest.mark.parametrize("is_lying", [True, False])
@pytest.mark.parametrize("values", [(0,), (1,), (1, 0, 3), tuple(range(80)), (10**7, 10**7)])
def test_a_chart_is_a_named_picture_within_its_sheet(is_lying, values):
    svg = drawn(chart(*values, is_lying=is_lying))
    assert svg.get("role") == "img"
    title, says = svg[0], svg[1]
    assert svg.get("aria-labelledby") == f"{title.get('id')} {says.get('id')}"
    assert (title.text, says.text) == ("Films", "Most of all Drama.")
    height = float(svg.get("viewBox").split()[3])
    for bar in svg.iter(f"{SVG}rect"):
        x, y, wide, tall = (float(bar.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0 and x + wide <= WIDTH + 0.1
        assert y >= 0 and y + tall <= height


def test_bars_are_as_long_as_what_they_stand_for():
    heights = [float(bar.get("height")) for bar in drawn(chart(10, 5, 20)).iter(f"{SVG}rect")]
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.2)
    assert heights[2] == pytest.approx(2 * heights[0], abs=0.2)
    assert max(heights) < TALL


@pytest.mark.parametrize(("values", "peaks"), [((1, 3, 2), 1), ((3, 3, 1), 0), ((0, 0), 0)])
def test_the_one_highest_stands_out(values, peaks):
    assert draw(chart(*values)).count("peak") == peaks


def test_many_columns_have_few_labels():
    labels = [text for text in drawn(chart(*range(1, 61))).iter(f"{SVG}text") if text.text == "Name"]
    assert 5 < len(labels) <= 12


def test_long_names_are_cut_in_the_drawing_and_whole_in_the_table():
    name = "Apichatpong Weerasethakul and others"
    art = chart(3, is_lying=True, label=name)
    assert name not in draw(art)
    assert "Apichatpong" in draw(art)
    assert name in table(art)


def test_the_table_says_what_is_a_heading():
    html = table(chart(4, 5))
    assert html.count('<th scope="col">') == 2
    assert html.count('<th scope="row"><a href="/x/">Name</a></th>') == 2
    assert "<caption" in html


@pytest.mark.parametrize("is_lying", [True, False])
def test_nothing_of_it_is_markup(is_lying):
    art = chart(1, is_lying=is_lying, label=EVIL, title=EVIL)
    for html in (draw(art), table(art)):
        assert "<script" not in html
