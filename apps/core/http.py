"""HTTP to other services: every call has limits of time and size, and no secret reaches a log.

A secret in a query string would show in urllib3's debug log, in exception texts and in the breadcrumbs of error
reports. `session(secret_query=...)` adds it to the request line when its bytes leave for the socket, so that no layer
above, ours or a library's, has it in a URL. For the same reason `FetchError` carries no URL and no cause.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import Retry

Timeout = tuple[float, float]

CONNECT_TIMEOUT, READ_TIMEOUT = 3.05, 10.0  # seconds
CHUNK = 64 * 1024
# urllib3 would sleep for as long as a Retry-After says, an hour if need be: pauses are the caller's.
_CONNECT_AGAIN = Retry(1, read=False, other=0, status=0, respect_retry_after_header=False)


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that does not show itself in a log, a traceback or an error report."""

    _value: str = field(repr=False)

    def __str__(self) -> str:
        return "***"

    def __bool__(self) -> bool:
        return bool(self._value)

    def reveal(self) -> str:
        return self._value

    def redact(self, text: str) -> str:
        """`text` without this secret, should somebody have echoed it."""
        return text.replace(self._value, "***") if self._value else text


class FetchError(Exception):
    """No whole answer came. The text says why, without the address."""


class TooLarge(FetchError):
    """The answer goes on beyond the limit."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes


def session(
    *,
    user_agent: str = "Notflix",
    bearer: Secret | None = None,
    secret_query: Secret | None = None,
    timeout: Timeout = (CONNECT_TIMEOUT, READ_TIMEOUT),
    connections: int = 8,
) -> requests.Session:
    """A session whose every call is limited to `timeout` (seconds to connect, to the next byte), and keeps no cookie.

    `secret_query` is a pair as it stands in a query string, like "api_key=...". A connection that could not be made is
    tried once more; whether an answer is worth another try is for the caller to say.
    """
    made = requests.Session()
    adapter = _Adapter(secret_query, timeout, pool_maxsize=connections, max_retries=_CONNECT_AGAIN)
    made.mount("https://", adapter)
    made.mount("http://", adapter)
    made.headers["User-Agent"] = user_agent
    # Threads share the session: nothing an answer says may change it.
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    made.auth = _Bearer(bearer)
    return made


def fetch(
    using: requests.Session,
    url: str,
    *,
    params: Mapping[str, str | int] | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: Timeout | None = None,
    total: float = 30.0,
    max_bytes: int = 10_000_000,
) -> Reply:
    """GETs `url`, whatever the status, and follows no redirect; FetchError when no whole answer came.

    `timeout` is of a single step, `total` bounds the body too, which a slow server could send byte by byte for hours.
    """
    deadline = time.monotonic() + total
    try:
        with using.get(
            url, params=params, headers=headers, timeout=timeout, stream=True, allow_redirects=False
        ) as response:
            return Reply(response.status_code, response.headers, _body_of(response.raw, deadline, max_bytes))
    except (requests.Timeout, urllib3.exceptions.TimeoutError):
        reason = "no answer in time"
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        reason = f"no whole answer ({type(error).__name__})"
    # Raised here, not in the handler: the library's exception names the address, and would be attached to ours.
    raise FetchError(reason)


def _body_of(raw: urllib3.HTTPResponse, deadline: float, max_bytes: int) -> bytes:
    body = bytearray()
    while chunk := raw.read1(CHUNK, decode_content=True):
        body += chunk
        if len(body) > max_bytes:
            raise TooLarge(f"the answer is larger than {max_bytes} bytes")
        if time.monotonic() > deadline:
            raise FetchError("the answer did not end in time")
    return bytes(body)


class _Bearer(AuthBase):
    """Sets the token, or nothing; either way requests does not look for another in a .netrc file."""

    def __init__(self, token: Secret | None) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        return request


class _Adapter(HTTPAdapter):
    """Gives every call a time-out, and the connections their secret."""

    def __init__(self, secret_query: Secret | None, timeout: Timeout, **options: Any) -> None:
        self._pool_classes = _pool_classes(secret_query) if secret_query else None
        self._timeout = timeout
        super().__init__(**options)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        if self._pool_classes:
            self.poolmanager.pool_classes_by_scheme = self._pool_classes

    def proxy_manager_for(self, *args: Any, **options: Any) -> Any:
        manager = super().proxy_manager_for(*args, **options)
        if self._pool_classes:
            manager.pool_classes_by_scheme = self._pool_classes
        return manager

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        return super().send(request, stream, timeout or self._timeout, verify, cert, proxies)


def _pool_classes(secret_query: Secret) -> dict[str, Any]:
    plain = type("PlainConnection", (_SecretQuery, HTTPConnection), {"secret_query": secret_query})
    secure = type("SecureConnection", (_SecretQuery, HTTPSConnection), {"secret_query": secret_query})
    return {
        "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }


class _SecretQuery:
    """Completes the request line of a GET on its way to the socket."""

    secret_query: Secret

    def send(self, data: Any) -> None:
        if isinstance(data, bytes) and data.startswith(b"GET "):
            data = self._completed(data)
        super().send(data)  # type: ignore[misc]

    def _completed(self, data: bytes) -> bytes:
        method, target, rest = data.split(b" ", 2)
        separator = b"&" if b"?" in target else b"?"
        return b" ".join((method, target + separator + self.secret_query.reveal().encode("ascii"), rest))
