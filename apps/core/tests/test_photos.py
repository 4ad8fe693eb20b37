import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from apps.core import photos
from apps.core.photos import encoded


def file_of(kind="JPEG", size=(640, 480), mode="RGB", colour="teal", **options):
    out = BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out


def opened(photo):
    return Image.open(BytesIO(photo.content))


@pytest.mark.parametrize("kind", photos.FORMATS)
def test_what_people_send_becomes_small_webp(kind):
    large, small = encoded(file_of(kind, (3000, 2000)), 1600, 400)

    assert [(large.width, large.height), (small.width, small.height)] == [(1600, 1067), (400, 267)]
    assert opened(large).format == opened(small).format == "WEBP"
    assert opened(large).size == (1600, 1067)


def test_nothing_is_made_larger():
    assert encoded(file_of(size=(90, 60)), 1600)[0][1:] == (90, 60)


def test_where_and_with_what_it_was_taken_is_not_kept():
    exif = Image.Exif()
    exif[0x010F] = "Camera of Alice"
    exif.get_ifd(0x8825)[1] = "N"
    sent = file_of(exif=exif, comment=b"Kitchen at 52.5 N")
    assert b"Camera of Alice" in sent.getvalue()

    content = encoded(sent, 1600)[0].content

    kept = Image.open(BytesIO(content))
    assert not kept.getexif() and not {"exif", "xmp", "icc_profile", "comment"} & kept.info.keys()
    assert b"Camera" not in content and b"Kitchen" not in content


def test_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    assert encoded(file_of(size=(640, 480), exif=exif), 1600)[0][1:] == (480, 640)


def test_what_is_see_through_lies_on_white():
    photo = encoded(file_of("PNG", mode="RGBA", colour=(0, 0, 0, 0)), 100)[0]
    assert min(opened(photo).getpixel((5, 5))) > 250


def test_colours_are_those_of_the_web():
    other = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    right = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (right, other, b"no profile"):  # of which one fits, one is for other pictures and one is none
        assert opened(encoded(file_of(icc_profile=profile), 100)[0]).mode == "RGB"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM", "ICO"])
def test_other_pictures_are_no_photos(kind):
    with pytest.raises(ValidationError, match="JPEG, PNG or WebP"):
        encoded(file_of(kind), 100)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 100, b"<svg onload=alert(1)>", b"\xff\xd8\xff\xe0", b"%!PS", b"RIFF\0\0\0\0WEBP"],
)
def test_what_is_none_is_refused(content):
    with pytest.raises(ValidationError, match="JPEG, PNG or WebP"):
        encoded(BytesIO(content), 100)


def test_a_file_that_ends_early_is_refused():
    with pytest.raises(ValidationError, match="damaged"):
        encoded(BytesIO(file_of("PNG", (400, 400)).getvalue()[:-200]), 100)


def bomb(width, height):
    """The head of a PNG that says how large it is, and a few bytes that would become all of it."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return BytesIO(b"\x89PNG\r\n\x1a\n" + body)


@pytest.mark.parametrize("size", [(10_000, 4_001), (12_000, 12_000), (60_000, 60_000)])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_more_pixels_than_there_is_room_for_are_not_decoded(size):
    with pytest.raises(ValidationError, match="40 megapixels"):
        encoded(bomb(*size), 100)


def test_a_file_above_the_limit_is_not_opened(monkeypatch):
    monkeypatch.setattr(photos, "MOST_MEGABYTES", 0.001)
    with pytest.raises(ValidationError, match="MB"):
        encoded(file_of(size=(2000, 2000)), 100)


SOUND = [file_of(kind, (60, 40)).getvalue() for kind in photos.FORMATS]


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SOUND), st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 255)), max_size=12))
def test_damage_raises_nothing_but_what_can_be_told(content, damage):
    changed = bytearray(content)
    for place, byte in damage:
        changed[place % len(changed)] = byte
    try:
        found = encoded(BytesIO(bytes(changed)), 50)
    except ValidationError as error:
        assert error.code in ("invalid", "too_large")
    else:
        assert max(found[0][1:]) <= 50
