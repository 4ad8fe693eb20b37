"""All that an account has, as one zip of JSON and CSV. The layout is in docs/adr/0010; formats.own reads it.

It reads in batches and keeps none: an account may have any number of rows. What another app adds to an account gets a
piece in `contents.py`.
"""

from apps.transfers.exporting.archive import write_archive
from apps.transfers.exporting.contents import pieces_of

__all__ = ["pieces_of", "write_archive"]
