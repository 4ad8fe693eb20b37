"""Serves the stylesheets as css/site.css and the behaviours as js/head.js and js/site.js, without a build step.

A static files finder, so that the development server sees every change and collectstatic hashes and compresses the
result. It is a matter of joining files: no module here imports another, and each stylesheet names its own layer.
js/head.js is what cannot wait for the page: the scheme of the first paint, and a reveal that is told only once.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage
from rjsmin import jsmin

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")


def join_styles(sources: Iterable[str]) -> str:
    """Without comments and indentation, which only their readers need."""
    return "".join(_INDENT.sub("\n", _COMMENT.sub("", source)).lstrip() for source in sources)


def join_scripts(sources: Iterable[str]) -> str:
    """Each in a block of its own, in which stays what it declares."""
    joined: str = jsmin("".join(f"{{\n{source}}}\n" for source in sources))
    return joined


class Bundle:
    """One file of several: `first` in that order and, unless `rest` is False, all others in the folder but `alone`."""

    def __init__(
        self,
        name: str,
        join: Callable[[Iterable[str]], str],
        first: tuple[str, ...] = (),
        alone: tuple[str, ...] = (),
        rest: bool = True,
    ) -> None:
        self.name = name
        self.join = join
        self.first = first
        self.alone = alone
        self.rest = rest

    def sources(self) -> list[Path]:
        folder, suffix = (settings.BASE_DIR / "static" / self.name).parent, Path(self.name).suffix
        found = {path.name: path for path in folder.glob(f"*{suffix}") if path.name not in self.alone}
        leading = [found.pop(name) for name in self.first if name in found]
        return leading + [found[name] for name in sorted(found) if self.rest]

    def write_to(self, folder: Path) -> Path:
        """Where the joined file is; written again only when a source is younger."""
        target = folder / self.name
        sources = self.sources()
        # The folder's own time changes when a source is taken away.
        newest = max(path.stat().st_mtime for path in [*sources, sources[0].parent])
        if not target.exists() or target.stat().st_mtime <= newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Several processes may do this at once; none may read half a file.
            unfinished = target.with_suffix(f".{os.getpid()}")
            unfinished.write_text(self.join(path.read_text() for path in sources))
            unfinished.replace(target)
        return target


_EARLY = ("theme.js", "travel.js")

BUNDLES = {
    bundle.name: bundle
    for bundle in (
        Bundle("css/site.css", join_styles, first=("tokens.css", "base.css"), alone=("admin.css", "api-docs.css")),
        Bundle("js/head.js", join_scripts, first=_EARLY, rest=False),
        Bundle("js/site.js", join_scripts, alone=_EARLY),
    )
}


class BundleFinder(BaseFinder):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.folder = Path(settings.BUNDLE_DIR)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The joined file's place, as finders give it; an empty list when `path` is no bundle."""
        if path not in BUNDLES:
            return []
        found = str(BUNDLES[path].write_to(self.folder))
        return [found] if find_all or kwargs.get("all") else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        storage = FileSystemStorage(location=self.folder)
        for name, bundle in BUNDLES.items():
            bundle.write_to(self.folder)
            yield name, storage
