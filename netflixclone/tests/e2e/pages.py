"""The pages that every visitor may meet, by name."""

from netflixclone.tests.e2e.conftest import Site

NAMES = (
    "home",
    "browse",
    "browse with filters",
    "browse without result",
    "film",
    "person",
    "search",
    "search without result",
    "search empty",
    "log in",
    "forgotten password",
    "not found",
)


def path_of(name: str, site: Site) -> str:
    return {
        "home": "/",
        "browse": "/movies/",
        "browse with filters": "/movies/?genre=drama&sort=rating",
        "browse without result": "/movies/?year_min=2199",
        "film": site.film["path"],
        "person": site.actor["path"],
        "search": f"/search/?q={site.film['title']}",
        "search without result": "/search/?q=qqqqxxxxzzzz",
        "search empty": "/search/",
        "log in": "/accounts/login/",
        "forgotten password": "/accounts/password/reset/",
        "not found": "/nothing/of/that/name/",
    }[name]
