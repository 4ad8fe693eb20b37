"""Addresses of TMDB's pictures, in the sizes that TMDB makes, from TMDB or through our own origin."""

import re

from django.conf import settings

# https://developer.themoviedb.org/docs/image-basics: widths that exist; any other answers 404.
SIZES = {
    "poster": (92, 154, 185, 342, 500, 780),
    "backdrop": (300, 780, 1280),
    "profile": (45, 185),
    "logo": (45, 92, 154, 185, 300, 500),
    "still": (92, 185, 300),
}
# Height of a picture in parts of its width; logos have any.
SHAPES = {"poster": 3 / 2, "backdrop": 9 / 16, "profile": 3 / 2, "still": 9 / 16}
SIZE_NAMES = frozenset(f"w{width}" for widths in SIZES.values() for width in widths) | {"h632", "original"}
_PATH = re.compile(r"^/[A-Za-z0-9_-]{1,80}\.(?:jpg|png|svg)\Z")


def is_picture_path(path: str) -> bool:
    """Whether `path` looks like one of TMDB's. Nothing else may go into an address."""
    return bool(_PATH.match(path))


def picture_url(path: str, size: str) -> str:
    """The address of a picture; "" when there is none or the path is not one of TMDB's. KeyError: no such size."""
    if size not in SIZE_NAMES:
        raise KeyError(size)
    if not is_picture_path(path):
        return ""
    return f"{_origin()}/{size}{path}"


def srcset(path: str, kind: str, widths: tuple[int, ...] = ()) -> str:
    """`path` in each of `widths` (all of the kind's when none is given), as an `srcset` attribute wants it."""
    if not is_picture_path(path):
        return ""
    origin = _origin()
    return ", ".join(f"{origin}/w{width}{path} {width}w" for width in widths or SIZES[kind])


def height_of(kind: str, width: int) -> int:
    return round(width * SHAPES[kind])


def _origin() -> str:
    return "/pictures" if settings.TMDB_IMAGE_PROXY else settings.TMDB_IMAGE_URL
