"""From a file to a stream of rows. What a file is, its contents say and not its name. No database here.

`open_source` finds out what it is; `Source.rows()` reads it, as often as one likes, always in the same order.
"""

from apps.core.tables import NotImportable
from apps.transfers.formats.detection import FORMATS, Source, open_source
from apps.transfers.formats.mapped import COLUMNS, SCALES, Columns, Sample, sample_of
from apps.transfers.formats.parts import Limits
from apps.transfers.formats.rows import TABLE_KINDS, Kind, Row

__all__ = [
    "COLUMNS", "FORMATS", "SCALES", "TABLE_KINDS", "Kind", "Limits",
    "Columns", "NotImportable", "Row", "Sample", "Source",
    "open_source", "sample_of",
]  # fmt: skip
