"""What people bring from elsewhere, while it is looked at and after it was taken in."""

from apps.transfers.models.imports import Import, ImportedList, ImportRow, Trace
from apps.transfers.models.reviews import KeptReview

__all__ = ["Import", "ImportRow", "ImportedList", "KeptReview", "Trace"]
