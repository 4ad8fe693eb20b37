"""Who gets at an import: its own profile. Others do not learn that there is one; a child is told that it may not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from apps.transfers.models import Import

View = Callable[..., HttpResponse]


def grown_ups_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        profile = getattr(request, "profile", None)
        if profile is not None and profile.for_child:
            raise PermissionDenied("A child's profile imports nothing.")
        return view(request, *args, **kwargs)

    return guarded


def own_import(request: HttpRequest, pk: int) -> Import:
    return get_object_or_404(Import.objects.visible_to(request.profile), pk=pk)  # type: ignore[attr-defined]
