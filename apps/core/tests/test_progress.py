import io

import pytest

from apps.core.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_log_gets_a_line_now_and_then_and_one_at_the_end():
    log, clock = io.StringIO(), Clock()
    with Progress(log, "popular", 100, clock=clock) as progress:
        for _ in range(100):
            clock.now += 0.25
            progress.advance()

    assert log.getvalue().splitlines() == [
        "popular 40 of 100, 15 s left",
        "popular 80 of 100, 5 s left",
        "popular 100 of 100",
    ]


def test_a_terminal_gets_a_bar_in_one_line():
    terminal, clock = Terminal(), Clock()
    with Progress(terminal, "popular", 4, clock=clock) as progress:
        clock.now = 200
        progress.at(2)

    drawn = terminal.getvalue()
    assert "\r\x1b[Kpopular " + "█" * 15 + "·" * 15 + " 2 of 4, 3 min 20 s left" in drawn
    assert drawn.count("\n") == 1 and drawn.endswith("\n")


def test_a_terminal_is_not_redrawn_for_each_step():
    terminal, clock = Terminal(), Clock()
    with Progress(terminal, "import", 1_000_000, clock=clock) as progress:
        for _ in range(1000):
            progress.advance()

    assert terminal.getvalue().count("\r") <= 2


def test_an_unknown_total_shows_the_count_alone():
    log = io.StringIO()
    with Progress(log, "changes") as progress:
        progress.at(1234)

    assert log.getvalue() == "changes 1,234\n"


def test_the_total_may_become_known_on_the_way():
    log = io.StringIO()
    with Progress(log, "changes") as progress:
        progress.at(1, 2)

    assert log.getvalue() == "changes 1 of 2\n"


def test_more_than_the_total_does_not_overflow_the_bar():
    terminal = Terminal()
    with Progress(terminal, "x", 2) as progress:
        progress.at(5)

    assert "█" * 31 not in terminal.getvalue()


def test_the_line_ends_when_the_work_breaks_off():
    terminal = Terminal()
    with pytest.raises(KeyboardInterrupt), Progress(terminal, "x", 2):
        raise KeyboardInterrupt

    assert terminal.getvalue().endswith("\n")
