"""The catalogue for curators. What is saved here goes through the same actions as everywhere else."""

from apps.catalog.admin import facts, home, movies, people, sync

__all__ = ["facts", "home", "movies", "people", "sync"]
