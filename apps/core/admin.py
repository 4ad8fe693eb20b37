"""What pages of the administration have in common. No model is registered here."""

from typing import Any

from django.http import HttpRequest


class BriefDeletion:
    """Asks before a deletion without a line for each of the hundreds of rows that go with a film."""

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        rows = list(objs)
        opts = self.opts  # type: ignore[attr-defined]
        allowed = all(self.has_delete_permission(request, row) for row in rows)  # type: ignore[attr-defined]
        lines = [f"{row}, with everything that belongs to it" for row in rows]
        return lines, {str(opts.verbose_name_plural): len(rows)}, set() if allowed else {str(opts.verbose_name)}, []
