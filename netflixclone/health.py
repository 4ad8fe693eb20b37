"""Answers for machines: /healthz (is the process alive), /readyz (can it serve), /metrics (figures for Prometheus)."""

import ipaddress
import logging
import secrets
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

TIME_LIMIT = 2.0  # seconds for each part; they are asked side by side
QUEUE_IS_LATE = 900.0  # seconds that a task has waited

# Bounded, so that a part that hangs holds a few threads and not one for each question.
_pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="readyz")


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """503 when a part is down. A late queue is told and is no reason to take the site away."""
    asked = {name: _pool.submit(_on_own_connection, ask) for name, ask in PARTS.items()}
    deadline = time.monotonic() + TIME_LIMIT
    answers = {name: _answer_of(name, future, deadline) for name, future in asked.items()}
    is_ready = all(answer["status"] != "down" for answer in answers.values())
    status = 200 if is_ready else 503
    return JsonResponse({"status": "ok" if is_ready else "down", "parts": answers}, status=status)


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 for everybody without the token who does not come from an allowed address."""
    if not (_has_token(request) or _comes_from_allowed_address(request)):
        return HttpResponseNotFound("Not found\n", content_type="text/plain")
    return ExportToDjangoView(request)


# --- the parts ------------------------------------------------------------------------------------


def ask_database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return {}


def ask_cache() -> dict[str, Any]:
    key, value = f"readyz:{secrets.token_hex(8)}", secrets.token_hex(8)
    cache.set(key, value, timeout=10)
    if cache.get(key) != value:
        raise PartDown("the cache does not give back what it was given")
    cache.delete(key)
    return {}


def ask_storage() -> dict[str, Any]:
    name = default_storage.save(f"readyz/{secrets.token_hex(8)}", ContentFile(b"ready"))
    try:
        with default_storage.open(name) as stored:
            if stored.read() != b"ready":
                raise PartDown("the storage does not give back what it was given")
    finally:
        default_storage.delete(name)
    return {}


def ask_queue() -> dict[str, Any]:
    waiting = DBTaskResult.objects.ready()
    oldest: datetime | None = waiting.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    age = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    return {"status": "late" if age > QUEUE_IS_LATE else "ok", "oldest_seconds": round(age)}


PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "database": ask_database,
    "cache": ask_cache,
    "storage": ask_storage,
    "queue": ask_queue,
}


class PartDown(Exception):
    """A part answers, and wrongly."""


def _on_own_connection(ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return ask()
    finally:
        connection.close()


def _answer_of(name: str, future: Future[dict[str, Any]], deadline: float) -> dict[str, Any]:
    """What the part says. The log has the error; the public answer does not, it could name hosts and users."""
    try:
        error = future.exception(timeout=max(0.0, deadline - time.monotonic()))
    except TimeoutError:
        future.cancel()
        logger.error("readyz: %s did not answer within %s s", name, TIME_LIMIT)
        return {"status": "down"}
    if error is not None:
        logger.error("readyz: %s is down: %s", name, error)
        return {"status": "down"}
    return {"status": "ok", **future.result()}


# --- who may read the figures ----------------------------------------------------------------------


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")


def _comes_from_allowed_address(request: HttpRequest) -> bool:
    """A forwarded request shows the proxy's address, which says nothing about who asks."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(network) for network in settings.METRICS_ALLOWED_ADDRESSES)
