"""How a form that changed something is answered: a page of this site with a message, or a toast for htmx."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest, default: str) -> str:
    """What `next` names when it is a page of this site, else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else default


def back(request: HttpRequest, fallback: str) -> HttpResponse:
    return redirect(way_back(request, fallback))


def toast(text: str, *, status: int = 204, undo: dict[str, str] | None = None, **events: Any) -> HttpResponse:
    """Told where it was asked, without a new page. `undo` has the url, name and value of the button that takes it back;
    `events` are others that the page listens to."""
    told = {"toast": {"text": text} | ({"undo": undo} if undo else {}), **events}
    return HttpResponse(status=status, headers={"HX-Trigger": json.dumps(told)})


def said(request: HttpRequest, text: str, fallback: str, *, undo: str = "") -> HttpResponse:
    """What was done. `undo` is where a POST takes it back."""
    if request.htmx:  # type: ignore[attr-defined]
        return toast(text, undo={"url": undo, "name": "undo", "value": "1"} if undo else None)
    messages.success(request, text, extra_tags=f"undo={undo}" if undo else "")
    return back(request, fallback)


def refused(request: HttpRequest, error: ValidationError, fallback: str) -> HttpResponse:
    """What keeps it from being done, in words; nothing was."""
    text = " ".join(error.messages)
    if request.htmx:  # type: ignore[attr-defined]
        return toast(text, status=409)
    messages.error(request, text)
    return back(request, fallback)
