"""Asks TMDB for the films of lines that nothing here fits. Runs in tasks only, and never fails them."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from apps.catalog.search.folding import fold
from apps.catalog.tmdb.errors import TmdbError, TmdbNotFound, TmdbRejected, TmdbUnavailable
from apps.catalog.tmdb.lookups import film_with_ids, films_called
from apps.transfers.matching import Found, Wanted, match
from apps.transfers.titles import split_year

logger = logging.getLogger(__name__)

Key = tuple[int | None, str, str, int | None]

FAILURES_IN_A_ROW = 3
SILENT = "TMDB did not answer, so it was not asked about every unknown film. Look again in a while."
REFUSED = "TMDB refuses this site's key, so it was not asked about unknown films. Whoever runs the site can mend it."


@dataclass(slots=True)
class Elsewhere:
    """What TMDB was asked during one import; each film once."""

    viewer: Any
    notice: str = ""
    _failures: int = 0
    # What was asked for, and the film that TMDB has for the ids of it.
    _asked: dict[Key, int | None] = field(default_factory=dict)

    def settle(self, rows: Sequence[Wanted], found: Sequence[Found], beat: Callable[[], None]) -> list[Found]:
        """`found` again, where TMDB knew more; `beat` is called after each answer."""
        if not settings.TMDB_ENABLED:
            return list(found)
        open_ones = [number for number, one in enumerate(found) if one.movie_id is None and not one.is_near]
        answered: dict[int, Found] = {}
        for number in open_ones:
            if self.notice:
                break
            self._ask(rows[number])
            beat()
        again = match([rows[number] for number in open_ones], viewer=self.viewer) if open_ones else []
        for number, one in zip(open_ones, again, strict=True):
            named = self._asked.get(_key_of(rows[number]))
            answered[number] = Found(named) if named and one.movie_id is None else one
        return [answered.get(number, one) for number, one in enumerate(found)]

    def _ask(self, row: Wanted) -> None:
        key = _key_of(row)
        if key in self._asked:
            return
        self._asked[key] = None
        try:
            self._asked[key] = _brought(row)
            self._failures = 0
        except TmdbUnavailable as error:
            logger.info("%s", error)
            del self._asked[key]
            self._failures += 1
            self.notice = SILENT if self._failures >= FAILURES_IN_A_ROW else ""
        except TmdbRejected as error:
            logger.warning("%s", error)
            self.notice = REFUSED if error.is_about_the_key else ""
        except TmdbNotFound:
            return
        except TmdbError as error:
            logger.warning("%s", error)


def _key_of(row: Wanted) -> Key:
    return row.tmdb_id, row.imdb_id, row.title, row.year


def _brought(row: Wanted) -> int | None:
    """Stores what TMDB has for the row: the id of the film that has its ids; by title, matching finds it afterwards."""
    named = film_with_ids(row.tmdb_id, row.imdb_id) if row.tmdb_id or row.imdb_id else None
    if named:
        return named
    title, year = split_year(row.title)
    wanted = fold(title)
    if wanted:
        films_called(title, row.year or year, lambda name: fold(name) == wanted)
    return None
