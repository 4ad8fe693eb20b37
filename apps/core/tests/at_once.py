"""Two writers at the same moment, on PostgreSQL, for tests that a lock or a constraint holds."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, connections

WAIT = 0.5  # seconds; what waits for the other's lock does not come within them


def at_once(*calls: Callable[[], Any], table: str) -> list[Any]:
    """What each call answered or raised, in their order; each runs in a thread and on a connection of its own.

    Before and after its first write to `table`, and each time that it turns to the table from then on, a call waits for
    the others to be there too. Without a lock all have read before one writes, and all have looked at what they wrote
    before one commits, so that the test fails each time and not now and then. With it the others wait for the database
    instead, and the first goes on by itself.
    """
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one after the other anyhow")
    ready, together = threading.Barrier(len(calls)), threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()  # which may take longer than WAIT
            ready.wait(timeout=60)
            with connection.execute_wrapper(_meeting(together, table)):
                return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        begun = [threads.submit(run, call) for call in calls]
    return [each.exception() or each.result() for each in begun]


def _meeting(together: threading.Barrier, table: str) -> Callable[..., Any]:
    write, name = re.compile(rf'(INSERT INTO|UPDATE|DELETE FROM) "?{table}\b'), re.compile(rf"\b{table}\b")
    wrote = False

    def execute(proceed: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        nonlocal wrote
        if not (name if wrote else write).search(sql):
            return proceed(sql, params, many, context)
        wrote = True
        _meet(together)
        result = proceed(sql, params, many, context)
        _meet(together)
        return result

    return execute


def _meet(together: threading.Barrier) -> None:
    with suppress(threading.BrokenBarrierError):  # the other is kept away, which is what a lock is for
        together.wait(WAIT)
