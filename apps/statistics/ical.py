"""Release dates as a calendar that calendar programs subscribe to (RFC 5545, RFC 7986)."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from apps.catalog.names import country_name
from apps.statistics.releases import Release

REFRESH = timedelta(hours=12)
# A sequence rises with each change and fits into 31 bits: seconds since then do both.
_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)


def calendar_of(found: Iterable[Release], country: str, address_of: Callable[[str], str]) -> bytes:
    """`country` is a code; `address_of` makes a path of this site a whole address."""
    calendar = Calendar()
    calendar.add("prodid", "-//Notflix//Release dates//EN")
    calendar.add("version", "2.0")
    name = f"Films in {country_name(country)}"
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for release in found:
        calendar.add_component(_event(release, country, address_of))
    return calendar.to_ical()


def _event(release: Release, country: str, address_of: Callable[[str], str]) -> Event:
    """A whole day. A date that moves keeps its event: what names it is the film, the country and the kind."""
    movie, changed = release.movie, release.movie.updated_at.astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", f"release-{movie.pk}-{country}-{release.kind_slug}-{release.earlier + 1}@notflix")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", max(0, int((changed - _BEGAN).total_seconds())))
    event.add("dtstart", release.on)
    event.add("dtend", release.on + timedelta(days=1))
    event.add("summary", f"{movie.title} ({release.kind.label})")
    notes = "; ".join(release.notes)
    event.add("description", f"{release.kind.label}, {country_name(country)}{f': {notes}' if notes else ''}")
    event.add("url", address_of(movie.get_absolute_url()))
    event.add("categories", [str(release.kind.label)])
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
