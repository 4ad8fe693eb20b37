import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from lucide import IconDoesNotExist


def render(source, **context):
    return Template(source).render(Context(context))


def test_an_icon_is_small_inline_svg_that_screen_readers_pass_by():
    html = render('{% icon "play" %}')

    assert html.startswith("<svg")
    assert 'aria-hidden="true"' in html
    assert 'class="icon"' in html
    assert "\n" not in html
    assert len(html) < 300


def test_an_icon_that_does_not_exist_is_a_mistake():
    with pytest.raises(IconDoesNotExist):
        render('{% icon "no-such-icon" %}')


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(117, "1 h 57"), (120, "2 h"), (61, "1 h 01"), (59, "59 min"), (1, "1 min"), (0, ""), (None, ""), (-5, "")],
)
def test_running_times_read_as_a_programme_prints_them(minutes, expected):
    assert render("{{ minutes|runtime }}", minutes=minutes) == expected


def test_facts_leave_out_what_is_not_known():
    assert render("{{ facts|facts_line }}", facts=[1979, "", None, "1 h 57", "<b>"]) == "1979 · 1 h 57 · &lt;b&gt;"
    assert render("{{ facts|facts_line }}", facts=[]) == ""


def test_page_numbers_show_the_ends_and_what_is_near():
    page = Paginator(range(4000), 40).page(47)

    assert page is not None
    assert render("{% for n in page|page_numbers %}{{ n }} {% endfor %}", page=page) == "1 … 46 47 48 … 100 "
