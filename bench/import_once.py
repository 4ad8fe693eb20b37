"""One import from the file to the diary: python -m bench.in_django bench.import_once FILE. JSON with seconds and MB.

Runs in Django, on a database that may be written to. The tasks are called in this process, as a worker would.
"""

import json
import resource
import sys
import time
from pathlib import Path

from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.models import User
from apps.transfers.actions import deciding, receiving
from apps.transfers.models import Import
from apps.transfers.tasks import commit_import, read_import, undo_import


def run(path: Path) -> dict[str, object]:
    user = User.objects.filter(email="bench@example.org").first() or User.objects.create_user("bench@example.org")
    profile = user.profiles.get(place=1)
    took: dict[str, object] = {}
    with path.open("rb") as file:
        upload = SimpleUploadedFile(path.name, File(file).read())
    imported = receiving.receive(profile=profile, file=upload, by=profile)
    del upload
    took["before"] = _megabytes()
    for name, begin, task in (
        ("read", None, read_import),
        ("commit", deciding.begin_commit, commit_import),
        ("undo", deciding.begin_undo, undo_import),
    ):
        if begin is not None:
            begin(imported=imported, by=profile)
        began = time.perf_counter()
        task.func(imported.pk)
        took[name] = time.perf_counter() - began
        took[f"{name} memory"] = _megabytes()
        imported = Import.objects.get(pk=imported.pk)
        took[f"{name} state"] = imported.state
        if name == "read":
            took["counts"] = imported.counts()
    return took


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]))))
