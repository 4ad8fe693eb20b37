"""Cells that a spreadsheet would run as a formula: written with an apostrophe before them, read without it.

See OWASP, "CSV Injection". Whatever was written so comes back as it was, apostrophes of its own included.
"""

import re

_RUN = "=+\\-@\t\r\n＝＋－＠"  # the last four are wide forms, which some spreadsheets take for the same
_RISKY = re.compile(f"'*[{_RUN}]")
_WRITTEN_SAFELY = re.compile(f"'+[{_RUN}]")


def written(cell: str) -> str:
    return f"'{cell}" if _RISKY.match(cell) else cell


def read(cell: str) -> str:
    return cell[1:] if _WRITTEN_SAFELY.match(cell) else cell
