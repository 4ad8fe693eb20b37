"""Pictures that people send, decoded and written anew: what is kept holds pixels and nothing else of the file.

Not for pictures that come sized and clean from elsewhere (`catalog.pictures`).
"""

import struct
import zlib
from io import BytesIO
from typing import BinaryIO, NamedTuple

from django.core.exceptions import ValidationError
from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000  # before it is made smaller; a decoder may hold some eight bytes for each
MOST_MEGABYTES = 12
CONTENT_TYPE = "image/webp"
QUALITY = 80
NO_PHOTO = "A photo is a JPEG, PNG or WebP picture. This file is none of them, or it is damaged."
TOO_LARGE = f"A photo has at most {MOST_PIXELS // 1_000_000} megapixels. Make it smaller and send it again."
TOO_HEAVY = f"A photo has at most {MOST_MEGABYTES} MB. Make it smaller and send it again."
# What Pillow's readers raise on files that are not what they seem.
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error)


class Photo(NamedTuple):
    """A WebP file without metadata, upright and in sRGB. `width` and `height` in pixels."""

    content: bytes
    width: int
    height: int


def encoded(file: BinaryIO, *sides: int) -> list[Photo]:
    """The picture once for each of `sides`, the most pixels that its longer side then has; never made larger.

    The largest side comes first. ValidationError for anything but a still picture of one of FORMATS, within the limits.
    """
    file.seek(0, 2)
    if file.tell() > MOST_MEGABYTES * 1_000_000:
        raise ValidationError(TOO_HEAVY, code="too_heavy")
    file.seek(0)
    try:
        image = _decoded(file, sides[0])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise ValidationError(TOO_LARGE, code="too_large") from None
    except (*_DAMAGED, zlib.error):
        raise ValidationError(NO_PHOTO, code="invalid") from None
    return [_written(image, side) for side in sides]


def _decoded(file: BinaryIO, side: int) -> Image.Image:
    with Image.open(file, formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValidationError(TOO_LARGE, code="too_large")
        image.draft("RGB", (side, side))  # a large JPEG is decoded at a half or a quarter
        image.load()
        upright = ImageOps.exif_transpose(image)
    return _on_white(_in_srgb(upright))


def _in_srgb(image: Image.Image) -> Image.Image:
    """Phones write wider colour spaces, and without their profile the picture would look dull."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode != "RGB":
        return image
    try:
        return ImageCms.profileToProfile(image, BytesIO(profile), ImageCms.createProfile("sRGB")) or image
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return image


def _on_white(image: Image.Image) -> Image.Image:
    """A new picture: nothing that the old one carried comes along."""
    clean = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        see_through = image.convert("RGBA")
        clean.paste(see_through, mask=see_through.getchannel("A"))
    else:
        clean.paste(image.convert("RGB"))
    return clean


def _written(image: Image.Image, side: int) -> Photo:
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.save(out, "WEBP", quality=QUALITY)
    return Photo(out.getvalue(), *small.size)
