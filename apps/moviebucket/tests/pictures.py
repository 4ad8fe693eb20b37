"""Files as people send them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600), colour: str = "teal") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return SimpleUploadedFile("../../IMG 1.jpg", out.getvalue(), f"image/{kind.lower()}")
