"""What an import made, written down so that it can be taken back."""

from typing import Any

from apps.transfers.models import Import, Trace


def trace(imported: Import, kind: Trace.Kind, made: dict[int, dict[str, Any]]) -> None:
    """`made`: by id what each thing said when the import had made it."""
    Trace.objects.bulk_create(
        (Trace(source=imported, kind=kind, object_id=pk, was=was) for pk, was in made.items()), ignore_conflicts=True
    )
