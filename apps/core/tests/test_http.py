import gzip
import logging
import time
import traceback
from http.client import HTTPConnection

import pytest

from apps.core.http import FetchError, Secret, TooLarge, fetch, session
from apps.core.tests import service
from apps.core.tests.service import Answer, Service

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

KEY = "k3y-nobody-may-read"


@pytest.fixture
def server():
    with service.running() as running:
        yield running


def test_gives_status_headers_and_body(server: Service):
    server.says(Answer({"a": 1}, 418, {"X-Kind": "teapot"}))

    reply = fetch(session(), server.url)

    assert (reply.status, reply.headers["x-kind"], reply.body) == (418, "teapot", b'{"a": 1}')


def test_unpacks_what_is_compressed(server: Service):
    server.says(Answer(gzip.compress(b"words " * 50_000), headers={"Content-Encoding": "gzip"}))

    assert fetch(session(), server.url).body == b"words " * 50_000


def test_one_connection_serves_several_calls(server: Service):
    server.says(Answer({"a": 1}))
    using = session()
    for _ in range(3):
        fetch(using, server.url)

    assert len({asked.port for asked in server.asked}) == 1


def test_a_call_without_a_time_out_has_the_sessions(server: Service):
    server.says(Answer(delay=5))
    started = time.monotonic()

    with pytest.raises(FetchError, match="in time"):
        fetch(session(timeout=(0.2, 0.2)), server.url)

    assert time.monotonic() - started < 4


def test_a_session_used_without_fetch_has_a_time_out_too(server: Service):
    server.says(Answer(delay=5))
    started = time.monotonic()

    with pytest.raises(Exception, match="Read timed out"):
        session(timeout=(0.2, 0.2)).get(server.url)

    assert time.monotonic() - started < 4


def test_a_body_that_drips_ends_at_the_total(server: Service):
    server.says(Answer(b"x" * 1000, drip=0.05))
    started = time.monotonic()

    with pytest.raises(FetchError, match="did not end in time"):
        fetch(session(), server.url, timeout=(1, 1), total=0.3)

    assert time.monotonic() - started < 20


def test_a_body_beyond_the_limit_is_not_read_to_its_end(server: Service):
    server.says(Answer(b"x" * 1_000_000))

    with pytest.raises(TooLarge, match="100000 bytes"):
        fetch(session(), server.url, max_bytes=100_000)


def test_a_compressed_bomb_stops_at_the_limit(server: Service):
    server.says(Answer(gzip.compress(b"\0" * 50_000_000), headers={"Content-Encoding": "gzip"}))

    with pytest.raises(TooLarge):
        fetch(session(), server.url, max_bytes=1_000_000)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(drop=True),
        Answer(b"x" * 100, missing=50),
        Answer(b"no gzip", headers={"Content-Encoding": "gzip"}),
    ],
    ids=["dropped", "half a body", "not what it says"],
)
def test_a_broken_answer_is_one_kind_of_error(server: Service, answer: Answer):
    server.says(answer)

    with pytest.raises(FetchError, match="no whole answer"):
        fetch(session(), server.url)


def test_nobody_listening_is_the_same_kind_of_error():
    with pytest.raises(FetchError):
        fetch(session(), "http://127.0.0.1:9", timeout=(0.5, 0.5))


def test_a_retry_after_is_for_the_caller_to_obey(server: Service):
    server.says(Answer(status=429, headers={"Retry-After": "3600"}))

    assert fetch(session(), server.url).headers["Retry-After"] == "3600"
    assert len(server.asked) == 1


def test_a_redirect_is_not_followed(server: Service):
    server.says(Answer(status=302, headers={"Location": "http://169.254.169.254/"}))

    assert fetch(session(), server.url).status == 302
    assert len(server.asked) == 1


def test_a_cookie_is_not_kept(server: Service):
    server.says(Answer({}, headers={"Set-Cookie": "seen=1"}))
    using = session()
    fetch(using, server.url)
    fetch(using, server.url)

    assert "Cookie" not in server.asked[1].headers


def test_the_bearer_token_arrives_and_a_netrc_file_does_not_replace_it(server: Service, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login other password one\n")
    monkeypatch.setenv("NETRC", str(netrc))

    fetch(session(bearer=Secret(KEY)), server.url)
    fetch(session(), server.url)

    assert server.asked[0].headers["Authorization"] == f"Bearer {KEY}"
    assert "Authorization" not in server.asked[1].headers


class TestSecretQuery:
    @pytest.fixture
    def using(self):
        return session(secret_query=Secret(f"api_key={KEY}"), timeout=(0.5, 0.5))

    @pytest.mark.parametrize("params", [None, {"page": 2}])
    def test_arrives_with_and_without_other_parameters(self, server: Service, using, params):
        fetch(using, f"{server.url}/3/movie", params=params)

        assert server.asked[0].path == "/3/movie"
        assert server.asked[0].query == {"api_key": KEY} | {name: str(value) for name, value in (params or {}).items()}

    def test_arrives_with_every_request_of_a_connection(self, server: Service, using):
        for _ in range(3):
            fetch(using, server.url)

        assert [asked.query["api_key"] for asked in server.asked] == [KEY] * 3

    @pytest.mark.parametrize(
        "answer", [Answer({}), Answer({}, 500), Answer(drop=True), Answer(delay=1)], ids=["ok", "500", "drop", "slow"]
    )
    def test_shows_in_no_log_and_no_exception(self, server: Service, using, caplog, answer):
        server.says(answer)
        caplog.set_level(logging.DEBUG)
        told = ""
        try:
            fetch(using, f"{server.url}/3/movie", params={"page": 1})
        except FetchError as error:
            told = "".join(traceback.format_exception(error)) + repr(error.__context__) + repr(error.__cause__)

        assert server.asked[0].query["api_key"] == KEY
        assert "urllib3.connectionpool" in caplog.text or "urllib3" in {
            record.name.split(".")[0] for record in caplog.records
        }
        assert KEY not in caplog.text + "".join(repr(record.__dict__) for record in caplog.records)
        assert KEY not in told

    def test_shows_in_no_url_of_http_client(self, server: Service, using, monkeypatch):
        """Error reporters wrap putrequest to note each call."""
        noted = []
        original = HTTPConnection.putrequest

        def noting(self, method, url, *args, **options):
            noted.append(url)
            return original(self, method, url, *args, **options)

        monkeypatch.setattr("http.client.HTTPConnection.putrequest", noting)
        fetch(using, f"{server.url}/3/movie")

        assert noted == ["/3/movie"]


def test_a_secret_shows_itself_to_nobody_by_accident():
    secret = Secret(KEY)

    assert KEY not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == KEY
    assert secret.redact(f"wrong key {KEY} given") == "wrong key *** given"
    assert bool(secret) and not Secret("")
    assert Secret("").redact("as it is") == "as it is"
