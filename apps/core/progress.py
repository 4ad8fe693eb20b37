"""How far a long command is: a bar on a terminal, a line now and then in a log."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Protocol, Self

BAR, LINE_EVERY, DRAW_EVERY = 30, 10.0, 0.1  # characters, seconds, seconds


class Stream(Protocol):
    def write(self, text: str, /) -> object: ...
    def flush(self) -> object: ...
    def isatty(self) -> bool: ...


class Progress:
    """`total` may be 0 while it is unknown, and may change on the way."""

    def __init__(
        self, stream: Stream, label: str, total: int = 0, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.total, self.done = total, 0
        self._stream, self._label, self._clock = stream, label, clock
        self._terminal = stream.isatty()
        self._started = clock()
        self._drawn = self._started if not self._terminal else float("-inf")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._draw()
        if self._terminal:
            self._write("\n")

    def advance(self, steps: int = 1) -> None:
        self.at(self.done + steps)

    def at(self, done: int, total: int | None = None) -> None:
        self.done = done
        self.total = self.total if total is None else total
        if self._clock() - self._drawn >= (DRAW_EVERY if self._terminal else LINE_EVERY):
            self._draw()

    def _draw(self) -> None:
        self._drawn = self._clock()
        if self._terminal:
            self._write(f"\r\x1b[K{self._label} {self._bar()}{self._figures()}")
        else:
            self._write(f"{self._label} {self._figures()}\n")

    def _bar(self) -> str:
        if not self.total:
            return ""
        filled = min(BAR, self.done * BAR // self.total)
        return f"{'█' * filled}{'·' * (BAR - filled)} "

    def _figures(self) -> str:
        if not self.total:
            return f"{self.done:,}"
        text = f"{self.done:,} of {self.total:,}"
        elapsed = self._clock() - self._started
        if 0 < self.done < self.total and elapsed > 1:
            text += f", {_duration(elapsed * (self.total - self.done) / self.done)} left"
        return text

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
