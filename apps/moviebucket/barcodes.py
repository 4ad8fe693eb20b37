"""Barcodes of what is sold: EAN-8, UPC-A, EAN-13 and GTIN-14, each with a check digit (GS1 General Specifications)."""

LENGTHS = (8, 12, 13, 14)


def is_barcode(digits: str) -> bool:
    """Whether the last digit is the one that the others ask for."""
    if not (digits.isascii() and digits.isdigit() and len(digits) in LENGTHS):
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return weighted % 10 == 0


def plain(text: str) -> str:
    """Without the blanks and hyphens that people and printers put in."""
    return text.replace(" ", "").replace("-", "")
