"""The rows of the home page: what curators order, and which films stand in them now."""

from django.db import models
from django.db.models import Q


class ChartEntry(models.Model):
    """A film's place in a list that TMDB keeps, as of the last time we read it."""

    class Chart(models.TextChoices):
        TRENDING = "trending", "Trending this week"
        NOW = "now", "In cinemas"
        UPCOMING = "upcoming", "Coming soon"

    chart = models.CharField(max_length=10, choices=Chart)
    rank = models.PositiveIntegerField()
    movie = models.ForeignKey("catalog.Movie", models.CASCADE, related_name="chart_entries")

    class Meta:
        ordering = ["chart", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["chart", "movie"], name="catalog_chartentry_once"),
        ]
        indexes = [models.Index(fields=["chart", "rank"], name="catalog_chartentry_rank")]

    def __str__(self) -> str:
        return f"{self.get_chart_display()} {self.rank}: {self.movie}"


class HomeRow(models.Model):
    """A row of the home page. What it draws on is its kind; curators name, order and switch rows in the admin."""

    class Kind(models.TextChoices):
        TRENDING = "trending", "Trending this week"
        NOW = "now", "In cinemas"
        UPCOMING = "upcoming", "Coming soon"
        POPULAR = "popular", "Popular"
        NEWEST = "newest", "New"
        TOP_RATED = "top_rated", "Top rated"
        GENRE = "genre", "A genre"
        DECADE = "decade", "A decade"
        FREE = "free", "Freely licensed"
        CHOSEN = "chosen", "Chosen by hand"

    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    genre = models.ForeignKey("catalog.Genre", models.CASCADE, related_name="home_rows", null=True, blank=True)
    decade = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its first year: 1970 for the seventies."
    )
    position = models.PositiveSmallIntegerField(default=0)
    enabled = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="catalog_homerow_genre_given",
                condition=Q(kind="genre", genre__isnull=False) | ~Q(kind="genre") & Q(genre__isnull=True),
                violation_error_message="A row of a genre names the genre, and no other row does.",
            ),
            models.CheckConstraint(
                name="catalog_homerow_decade_given",
                condition=Q(kind="decade", decade__isnull=False) | ~Q(kind="decade") & Q(decade__isnull=True),
                violation_error_message="A row of a decade names its first year, and no other row does.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ChosenMovie(models.Model):
    """A film that curators have put into a row of kind CHOSEN, where they want it."""

    row = models.ForeignKey(HomeRow, models.CASCADE, related_name="chosen")
    movie = models.ForeignKey("catalog.Movie", models.CASCADE, related_name="chosen_in")
    position = models.PositiveSmallIntegerField(default=0, help_text="The smallest stands first.")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "movie"],
                name="catalog_chosenmovie_once",
                violation_error_message="This film stands in the row already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.position}: {self.movie}"


class HomeRowEntry(models.Model):
    """A film that stands in a row now: the rows are filled ahead, so that the home page only reads."""

    row = models.ForeignKey(HomeRow, models.CASCADE, related_name="entries")
    movie = models.ForeignKey("catalog.Movie", models.CASCADE, related_name="home_entries")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["row", "position"]
        constraints = [models.UniqueConstraint(fields=["row", "position"], name="catalog_homerowentry_place")]

    def __str__(self) -> str:
        return f"{self.row} {self.position}: {self.movie}"
