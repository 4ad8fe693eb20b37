"""Which charts a page shows, in which words."""

from calendar import month_abbr, month_name
from collections.abc import Callable, Sequence

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse

from apps.catalog.genres import genre_name
from apps.catalog.names import country_name, language_name
from apps.statistics.charts import Bar, Cell, Chart
from apps.statistics.figures import Face, Figures, Part

MOST_BARS = 12
MOST_YEARS_FILLED = 60
FULL_DECADES = 9  # whose names fit in full below their columns
NAMES: dict[str, Callable[[str], str]] = {
    "genre": lambda key: genre_name(int(key)) or "Another genre" if key else "No genre known",
    "country": lambda key: country_name(key) if key else "No country known",
    "language": lambda key: language_name(key) if key else "No language known",
    "decade": lambda key: f"{key}s" if key else "No year known",
    "rating": lambda key: f"{int(key) / 2:g}",
    "year": str,
    "month": lambda key: month_name[int(key[5:])],
}
HEAD = ("Viewings", "Films", "Hours")


def hours(part: Part) -> str:
    """As a figure beside others. What is not known is said, and not counted as nothing."""
    if part.unknown and part.unknown == part.viewings:
        return "not known"
    figure = hours_figure(part.minutes)
    return f"{figure}, without {part.unknown}" if part.unknown else figure


def hours_figure(minutes: int) -> str:
    """90 is "1.5", from ten hours on whole: 6000 is "100"."""
    return intcomma(round(minutes / 60)) if minutes >= 600 else f"{minutes / 60:.1f}".removesuffix(".0")


def charts_of(figures: Figures) -> list[Chart]:
    found = _by_time(figures) + [_ratings(figures), _decades(figures)]
    found += [
        _ranked(figures, "language", "Languages", ""),
        _ranked(figures, "genre", "Genres", "A film counts to each of its genres."),
        _ranked(figures, "country", "Countries", "A film counts to each country that made it."),
        _people("directors", "Directors", figures.directors),
        _people("actors", "Actors", figures.actors, "Of each film, the first ten names."),
    ]
    return [chart for chart in found if chart.bars]


def _by_time(figures: Figures) -> list[Chart]:
    if figures.year is not None:
        months = _all_months(figures)
        labels = [month_abbr[int(part.key[5:])][:1] for part in months]
        return _pair("months", "by month", "Month", months, labels, NAMES["month"])
    years = _all_years(figures.parts["year"])
    charts = _pair("years", "by year", "Year", years, [part.key for part in years], NAMES["year"])
    return charts + _seasons(figures.parts["month"])


def _pair(
    slug: str, when: str, head: str, parts: Sequence[Part], labels: Sequence[str], name: Callable[[str], str]
) -> list[Chart]:
    """What was watched, and how long that took: two charts over the same time."""
    rows = [_row(name(part.key), part, url=_year_url(part) if slug == "years" else "") for part in parts]
    counts = [Bar(label, part.viewings, intcomma(part.viewings)) for label, part in zip(labels, parts, strict=True)]
    times = [Bar(label, part.hours, hours_figure(part.minutes)) for label, part in zip(labels, parts, strict=True)]
    most = max(parts, key=lambda part: part.viewings, default=None)
    longest = max(parts, key=lambda part: part.minutes, default=None)
    if most is None or longest is None:
        return []
    says = f"Most in {name(most.key)}: {_viewings(most)}."
    say_long = f"Most in {name(longest.key)}: {hours_figure(longest.minutes)} hours."
    return [
        Chart(slug, f"Viewings {when}", says, counts, (head, *HEAD), rows),
        Chart(f"{slug}-hours", f"Hours {when}", say_long, times, (head, *HEAD), rows),
    ]


def _seasons(months: Sequence[Part]) -> list[Chart]:
    """All Januaries together, all Februaries ..."""
    sums = {number: [0, 0, 0] for number in range(1, 13)}
    for part in months:
        for place, value in enumerate((part.viewings, part.minutes, part.unknown)):
            sums[int(part.key[5:])][place] += value
    parts = {number: Part(str(number), seen, 0, minutes, unknown) for number, (seen, minutes, unknown) in sums.items()}
    if not months:
        return []
    most = max(parts, key=lambda number: parts[number].viewings)
    return [
        Chart(
            "seasons",
            "Through the year",
            f"Over all years most in {month_name[most]}: {_viewings(parts[most])}.",
            [Bar(month_abbr[number][:1], part.viewings, intcomma(part.viewings)) for number, part in parts.items()],
            ("Month", "Viewings", "Hours"),
            [(Cell(month_name[n]), Cell(intcomma(part.viewings)), Cell(hours(part))) for n, part in parts.items()],
            note="The same month of all years together.",
        )
    ]


def _all_months(figures: Figures) -> list[Part]:
    known = {part.key: part for part in figures.parts["month"]}
    if not known:
        return []
    keys = [f"{figures.year:04}-{number:02}" for number in range(1, 13)]
    return [known.get(key) or Part(key, 0, 0, 0, 0) for key in keys]


def _all_years(years: Sequence[Part]) -> list[Part]:
    """With those in which nothing was watched, unless they are very many."""
    known = {int(part.key): part for part in years}
    if not known or max(known) - min(known) > MOST_YEARS_FILLED:
        return list(years)
    return [known.get(year) or Part(str(year), 0, 0, 0, 0) for year in range(min(known), max(known) + 1)]


def _ratings(figures: Figures) -> Chart:
    known = {part.key: part for part in figures.parts["rating"]}
    parts = [known.get(str(key)) or Part(str(key), 0, 0, 0, 0) for key in range(1, 11)] if known else []
    average = f"{figures.average:.1f}" if figures.average else ""
    return Chart(
        "ratings",
        "Ratings",
        f"{average} stars on average, of {_count(figures.rated, 'rating')}.",
        [Bar(NAMES["rating"](part.key), part.viewings, intcomma(part.viewings)) for part in parts],
        ("Stars", *HEAD),
        [_row(NAMES["rating"](part.key), part) for part in parts],
    )


def _decades(figures: Figures) -> Chart:
    known = {int(part.key): part for part in figures.parts["decade"] if part.key}
    decades = range(min(known), max(known) + 1, 10) if known else ()
    parts = [known.get(decade) or Part(str(decade), 0, 0, 0, 0) for decade in decades]
    most = figures.most("decade")
    return Chart(
        "decades",
        "Decades",
        f"Most of the {most.key}s: {_viewings(most)}." if most else "",
        [Bar(_decade_label(part.key, len(parts)), part.viewings, intcomma(part.viewings)) for part in parts],
        ("Decade", *HEAD),
        [_row(NAMES["decade"](part.key), part) for part in figures.parts["decade"]],
        note="When the films are from.",
    )


def _decade_label(key: str, decades: int) -> str:
    return f"{key}s" if decades <= FULL_DECADES else f"{key[2:]}s"


def _ranked(figures: Figures, kind: str, title: str, note: str) -> Chart:
    name = NAMES[kind]
    parts = sorted(figures.parts[kind], key=lambda part: (not part.key, -part.viewings, name(part.key)))
    known = [part for part in parts if part.key][:MOST_BARS]
    says = f"Most of all {name(known[0].key)}: {_viewings(known[0])}." if known else ""
    return Chart(
        kind,
        title,
        says,
        [Bar(name(part.key), part.viewings, intcomma(part.viewings)) for part in known],
        (kind.capitalize(), *HEAD),
        [_row(name(part.key), part) for part in parts],
        is_lying=True,
        note=note,
    )


def _people(slug: str, title: str, faces: Sequence[Face], note: str = "") -> Chart:
    shown = faces[:MOST_BARS]
    return Chart(
        slug,
        title,
        f"Most of all {shown[0].name}: {_viewings(shown[0].part)}." if shown else "",
        [Bar(face.name, face.part.viewings, intcomma(face.part.viewings)) for face in shown],
        ("Name", *HEAD),
        [_row(face.name, face.part, url=reverse("person", args=[face.pk, face.slug])) for face in faces],
        is_lying=True,
        note=note,
    )


def _row(name: str, part: Part, *, url: str = "") -> tuple[Cell, ...]:
    return (Cell(name, url), Cell(intcomma(part.viewings)), Cell(intcomma(part.films)), Cell(hours(part)))


def _year_url(part: Part) -> str:
    return reverse("statistics_year", args=[int(part.key)])


def _viewings(part: Part) -> str:
    return _count(part.viewings, "viewing")


def _count(number: int, word: str) -> str:
    return f"{intcomma(number)} {word}{'' if number == 1 else 's'}"
