"""Sends the table of a bucket to an empty one, as a person would. Run by bench.buckets with the id of the bucket.

Prints JSON: seconds to look it over and to take it in, MB by which the process grew, and how many steps of progress
somebody who watches would have seen.
"""

import json
import resource
import sys
import threading
import time

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from apps.moviebucket import tables
from apps.moviebucket.actions import create_bucket, importing
from apps.moviebucket.actions.receiving import begin_taking_in, receive_items
from apps.moviebucket.models import Bucket, ItemImport

LOOKS_A_SECOND = 10


class Watcher(threading.Thread):
    """Looks at the progress as the page does, from a connection of its own: the cache."""

    def __init__(self, imported: ItemImport) -> None:
        super().__init__(daemon=True)
        self.seen: set[int] = set()
        self._imported, self._over = imported, threading.Event()

    def run(self) -> None:
        while not self._over.wait(1 / LOOKS_A_SECOND):
            self.seen.add(self._imported.done)

    def stop(self) -> int:
        self._over.set()
        self.join()
        return len(self.seen)


def peak() -> float:
    """MB, the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main(pk: int) -> None:
    full = Bucket.objects.select_related("owner").get(pk=pk)
    name = default_storage.save("bench-table.csv", ContentFile(b"".join(_lines(full))))
    empty = create_bucket(by=full.owner, name="From a table")
    with default_storage.open(name) as file:
        imported = receive_items(bucket=empty, by=full.owner, file=file)
    default_storage.delete(name)
    before, began = peak(), time.perf_counter()
    importing.check(imported)
    checked = time.perf_counter() - began
    begin_taking_in(imported=imported, by=full.owner, partial=False)
    imported.refresh_from_db()
    watcher = Watcher(imported)
    watcher.start()
    importing.take_in(imported)
    taken, steps = time.perf_counter() - began - checked, watcher.stop()
    imported.refresh_from_db()
    told = {"checked": checked, "taken": taken, "added": imported.added, "steps": steps, "grown": peak() - before}
    print(json.dumps(told))


def _lines(bucket: Bucket) -> list[bytes]:
    return [line if isinstance(line, bytes) else line.encode() for line in tables.csv_of(bucket.items.all())]


if __name__ == "__main__":
    main(int(sys.argv[1]))
