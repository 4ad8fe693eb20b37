"""Puts somebody's last export into a state, to be looked at. Runs in Django: NAME STATE."""

import sys
from datetime import timedelta

from django.utils import timezone

from apps.transfers.models import Export


def set_back(name: str, state: str) -> None:
    now = timezone.now()
    export = Export.objects.filter(account__email=f"{name}@example.org").first()
    assert export is not None
    fields = {
        "waiting": {"attempts": 0, "done": 0, "total": 0},
        "working": {"attempts": 1, "done": 1200, "total": 4000, "began_at": now - timedelta(seconds=50)},
        "expired": {"file": ""},
        "failed": {"file": ""},
    }[state]
    Export.objects.filter(pk=export.pk).update(state=state, heartbeat_at=now, **fields)


if __name__ == "__main__":
    set_back(*sys.argv[1:])
