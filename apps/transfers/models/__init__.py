"""What people bring from elsewhere, while it is looked at and after it was taken in; and what they take away."""

from apps.transfers.models.exports import Export
from apps.transfers.models.imports import Import, ImportedBucket, ImportedList, ImportRow, Trace
from apps.transfers.models.reviews import KeptReview

__all__ = ["Export", "Import", "ImportRow", "ImportedBucket", "ImportedList", "KeptReview", "Trace"]
