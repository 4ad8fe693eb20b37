"""The API as pages, for whoever opens one of its addresses in a browser."""

from typing import Any

from rest_framework.renderers import BrowsableAPIRenderer


class PageRenderer(BrowsableAPIRenderer):
    """Without what needs inline styles: the policy of the site forbids them. /api/docs tells of the filters."""

    def get_context(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(*args, **kwargs) | {"code_style": ""}

    def get_filter_form(self, *args: Any, **kwargs: Any) -> None:
        return None
