"""Ids as requests name them. Databases keep 64 bits; a larger number is the id of nothing, and no error."""

LARGEST_ID = 2**63 - 1


def id_in(given: str) -> int:
    """The id that a form or an address names; 0, which nothing has, for what is no number."""
    is_number = given.isascii() and given.isdigit() and len(given) < 20
    return min(int(given), LARGEST_ID) if is_number else 0
