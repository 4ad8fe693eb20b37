"""A film's title and summary in the language of who is watching, where they are known in it."""

from apps.accounts.models import Profile
from apps.catalog.models import Movie

SITE_LANGUAGE = "en"  # in which titles and summaries are kept on the film itself
TRANSLATED = ("title", "overview", "tagline")


def translate(film: Movie, viewer: Profile | None) -> None:
    """Changes what `film`, which is not to be saved, shows. One query for whoever reads another language."""
    if viewer is None or viewer.language == SITE_LANGUAGE:
        return
    row = film.translations.filter(language=viewer.language).exclude(title="", overview="").order_by("country").first()
    for name in TRANSLATED if row else ():
        setattr(film, name, getattr(row, name) or getattr(film, name))
