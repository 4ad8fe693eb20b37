"""Speaks HTTP to TMDB's API, version 3: typed payloads out, or an exception of the family in errors.py."""

import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import requests
from django.conf import settings

from apps.catalog.tmdb.breaker import Breaker
from apps.catalog.tmdb.errors import TmdbError, TmdbNotFound, TmdbRejected, TmdbUnavailable
from apps.catalog.tmdb.movie_payload import APPENDED, MovieDetails
from apps.catalog.tmdb.payloads import (
    ChangesPage,
    FranchisePayload,
    NamedPayload,
    Page,
    PersonDetails,
    genres_of,
)
from apps.core.http import FetchError, Reply, Secret, Timeout, fetch, session
from apps.core.rates import RateLimiter

CALLS_A_SECOND = 40  # of the whole process
LONGEST_PAUSE = 8.0  # seconds between two tries, unless TMDB asks for more
LISTS = {
    "popular": "/movie/popular",
    "top": "/movie/top_rated",
    "now": "/movie/now_playing",
    "upcoming": "/movie/upcoming",
    "trending": "/trending/movie/week",
}
BUSY = {408, 425, 429}

Params = Mapping[str, str | int]
Payload = TypeVar("Payload")

limiter = RateLimiter(CALLS_A_SECOND)
breaker = Breaker("tmdb")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a caller can wait: `total` seconds for all tries and pauses together."""

    tries: int
    total: float
    timeout: Timeout
    heeds_breaker: bool = False


BEHIND = Patience(tries=5, total=60, timeout=(3.05, 15))
ON_CLICK = Patience(tries=2, total=8, timeout=(2, 5), heeds_breaker=True)
ON_PAGE = Patience(tries=1, total=2, timeout=(1, 1.5), heeds_breaker=True)


class NotModified:
    """TMDB still has what we have (304)."""


@dataclass(frozen=True, slots=True)
class Fetched(Generic[Payload]):
    payload: Payload
    etag: str = ""


class TmdbClient:
    def __init__(
        self,
        http: requests.Session,
        base_url: str,
        *,
        patience: Patience = BEHIND,
        secret: Secret | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http, self._base_url = http, base_url
        self._patience, self._secret, self._sleep = patience, secret or Secret(""), sleep

    # --- what we ask for ---

    def movie(self, tmdb_id: int, *, etag: str = "") -> Fetched[MovieDetails] | NotModified:
        params = {
            "append_to_response": ",".join(APPENDED),
            "include_video_language": "en,null",
            "language": "en-US",
        }
        answer = self.get(f"/movie/{tmdb_id:d}", params, etag=etag)
        if isinstance(answer, NotModified):
            return answer
        details = MovieDetails.from_answer(answer.payload)
        if details.item.tmdb_id != tmdb_id:
            raise TmdbError(f"TMDB answered with film {details.item.tmdb_id} instead of {tmdb_id}")
        return Fetched(details, answer.etag)

    def person(self, tmdb_id: int, *, etag: str = "") -> Fetched[PersonDetails] | NotModified:
        answer = self.get(f"/person/{tmdb_id:d}", {"append_to_response": "movie_credits"}, etag=etag)
        if isinstance(answer, NotModified):
            return answer
        details = PersonDetails.from_answer(answer.payload)
        if details.person.tmdb_id != tmdb_id:
            raise TmdbError(f"TMDB answered with person {details.person.tmdb_id} instead of {tmdb_id}")
        return Fetched(details, answer.etag)

    def movie_list(self, name: str, page: int = 1) -> Page:
        """`name` is one of LISTS; KeyError for any other."""
        params: dict[str, str | int] = {"page": page, "language": "en-US"}
        if name in ("now", "upcoming"):
            params["region"] = settings.HOME_COUNTRY
        return Page.of(self._json(LISTS[name], params))

    def search_movies(self, query: str, page: int = 1) -> Page:
        return Page.of(self._json("/search/movie", {"query": query, "page": page, "include_adult": "false"}))

    def changed_movies(self, start: date, end: date, page: int = 1) -> ChangesPage:
        """`end` is at most 14 days after `start`."""
        params: Params = {"start_date": start.isoformat(), "end_date": end.isoformat(), "page": page}
        return ChangesPage.of(self._json("/movie/changes", params))

    def collection(self, tmdb_id: int) -> FranchisePayload:
        return FranchisePayload.from_answer(self._json(f"/collection/{tmdb_id:d}", {"language": "en-US"}))

    def genres(self) -> tuple[NamedPayload, ...]:
        return genres_of(self._json("/genre/movie/list", {"language": "en-US"}))

    def certifications(self) -> Any:
        """The answer as it came: the age ratings of every country."""
        return self._json("/certification/movie/list", {})

    # --- how we ask ---

    def get(self, path: str, params: Params | None = None, *, etag: str = "") -> Fetched[Any] | NotModified:
        """The JSON at `path`, tried as often as the client's patience allows."""
        if self._patience.heeds_breaker and breaker.is_open():
            raise TmdbUnavailable("TMDB did not answer a moment ago")
        deadline = time.monotonic() + self._patience.total
        tries = 0
        while True:
            tries += 1
            try:
                return self._try(path, params or {}, etag, deadline)
            except TmdbUnavailable as error:
                pause = pause_before(tries, error.retry_after)
                if tries >= self._patience.tries or time.monotonic() + pause >= deadline:
                    breaker.open(error.retry_after)
                    raise
            self._sleep(pause)

    def _json(self, path: str, params: Params) -> Any:
        answer = self.get(path, params)
        if isinstance(answer, NotModified):
            raise TmdbError("TMDB says that nothing changed, which nobody asked")
        return answer.payload

    def _try(self, path: str, params: Params, etag: str, deadline: float) -> Fetched[Any] | NotModified:
        left = deadline - time.monotonic()
        if not limiter.take(patience=max(0.0, left)):
            raise TmdbUnavailable("Too many calls are waiting for TMDB")
        headers = {"Accept": "application/json"} | ({"If-None-Match": etag} if etag else {})
        try:
            reply = fetch(
                self._http,
                self._base_url + path,
                params=params,
                headers=headers,
                timeout=self._patience.timeout,
                total=left,
            )
        except FetchError as error:
            raise TmdbUnavailable(f"TMDB: {error}") from error
        return self._understood(reply)

    def _understood(self, reply: Reply) -> Fetched[Any] | NotModified:
        if reply.status == 304:
            return NotModified()
        if reply.status in BUSY or reply.status >= 500:
            retry_after = seconds_of(reply.headers.get("Retry-After"))
            raise TmdbUnavailable(f"TMDB answered with status {reply.status}", retry_after=retry_after)
        body = _json_of(reply.body)
        if reply.status >= 300:
            raise self._refusal(reply.status, body)
        if body is _RUBBISH:
            raise TmdbUnavailable("TMDB's answer is no JSON")
        etag = reply.headers.get("ETag", "")
        return Fetched(body, etag if len(etag) <= 100 else "")

    def _refusal(self, status: int, body: Any) -> TmdbError:
        told = body.get("status_message") if isinstance(body, dict) else None
        message = self._secret.redact(str(told or "no reason given"))[:200]
        if status == 404 and told:
            return TmdbNotFound(f"TMDB: {message}")
        if status == 404 or status < 400:
            # Not TMDB's own "not found": nothing of the catalogue may be held to be gone because of it.
            return TmdbError(f"Something other than TMDB answered with status {status}: is TMDB_API_URL right?")
        return TmdbRejected(f"TMDB refused with status {status}: {message}", status=status)


_RUBBISH = object()


def _json_of(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):  # ValueError covers bad UTF-8 and numbers of thousands of digits
        return _RUBBISH


def pause_before(tries: int, retry_after: float | None) -> float:
    """Seconds to wait after so many tries: doubling, spread so that waiting processes do not come back together."""
    if retry_after is not None:
        return retry_after + random.uniform(0, 0.25)
    usual: float = min(LONGEST_PAUSE, 0.5 * 2 ** (tries - 1))
    return usual * random.uniform(0.5, 1.5)


def seconds_of(retry_after: str | None) -> float | None:
    """What a Retry-After header says, in seconds from now: it holds seconds or a date. None when it says nothing."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def client(patience: Patience = BEHIND) -> TmdbClient:
    """A client of the settings; all of a process share one session. TmdbRejected when there is no key."""
    if not settings.TMDB_ENABLED:
        raise TmdbRejected("No key: set TMDB_API_TOKEN or TMDB_API_KEY", status=401)
    secret = Secret(settings.TMDB_API_TOKEN or settings.TMDB_API_KEY)
    http = _session(Secret(settings.TMDB_API_TOKEN), Secret(settings.TMDB_API_KEY))
    return TmdbClient(http, settings.TMDB_API_URL, patience=patience, secret=secret)


@lru_cache(maxsize=4)
def _session(token: Secret, key: Secret) -> requests.Session:
    if token:
        return session(bearer=token)
    return session(secret_query=Secret(f"api_key={quote(key.reveal(), safe='')}"))
