"""/movies/<id>/<slug>/: everything we hold about a film, in six queries."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from apps.accounts.viewers import may_edit
from apps.catalog.linked_data import movie_linked_data, picture_of
from apps.catalog.models import Credit, Movie, Trailer
from apps.catalog.names import country_name
from apps.catalog.shared_facts import shared_facts
from apps.catalog.tmdb.refresh import ask_for_details
from apps.catalog.translating import translate
from apps.core.page_cache import cached_for_visitors
from apps.core.templatetags.core import runtime

CAST_SHOWN = 18
KEY_JOBS = {
    "Director": "Directed by",
    "Screenplay": "Written by",
    "Writer": "Written by",
    "Story": "Story by",
    "Novel": "From the novel by",
    "Director of Photography": "Photographed by",
    "Original Music Composer": "Music by",
    "Editor": "Edited by",
    "Producer": "Produced by",
    "Animation": "Animated by",
}
PEOPLE_IN_JOB = 6
# What costs time to read and says nothing to a visitor.
NOT_SHOWN = (
    "alternative_titles", "sort_title", "release_key", "facets", "score", "popularity", "curated_fields", "is_locked",
    "tmdb_etag", "created_at", "updated_at", "franchise__tmdb_id", "franchise__slug",
    "franchise__overview", "franchise__poster_path", "franchise__backdrop_path",
)  # fmt: skip
PERSON_SHOWN = ("person__name", "person__slug", "person__profile_path", "person__adult")
ASKED_AT_MOST = 15


@login_not_required
@require_safe
@cached_for_visitors
def movie(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    film = _visible(request, pk)
    if film is None:
        return redirect(_merged_into(request, pk), permanent=True)
    if slug != film.slug:
        return redirect(film, permanent=True)
    ask_for_details(film)
    translate(film, request.profile)
    if "waiting" in request.GET and "HX-Request" in request.headers:
        return _still_waiting(request, film)
    context = _context(request, film)
    response = render(request, "catalog/movie.html", context)
    if context["is_waiting"]:
        patch_cache_control(response, no_store=True)
    return response


def _still_waiting(request: HttpRequest, film: Movie) -> HttpResponse:
    """What the notice on a page of little asks every other second: the page anew once the details are here."""
    if film.has_details:
        return HttpResponse(headers={"HX-Refresh": "true"})
    given = request.GET["waiting"]
    asked = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else ASKED_AT_MOST
    return render(request, "components/_partial.html", {"url": _asking_url(film, asked + 1)})


def _asking_url(film: Movie, asked: int) -> str:
    """Where the notice asks next, "" once it has asked often enough: the worker may not be running."""
    return f"{film.get_absolute_url()}?waiting={asked}" if asked < ASKED_AT_MOST else ""


def _visible(request: HttpRequest, pk: int) -> Movie | None:
    films = Movie.objects.visible_to(request.profile).select_related("franchise").defer(*NOT_SHOWN)
    return films.filter(pk=pk).order_by().first()


def _merged_into(request: HttpRequest, pk: int) -> Movie:
    kept = Movie.objects.visible_to(request.profile).filter(merged__pk=pk).order_by().first()
    if kept is None:
        raise Http404("There is no such film.")
    return kept


def _context(request: HttpRequest, film: Movie) -> dict[str, Any]:
    cast, crew = _people(film)
    shared = shared_facts(film.pk)
    similar, in_franchise = _other_films(request, film)
    trailer = _best_trailer(film)
    offers = list(film.watch_offers.filter(country=settings.HOME_COUNTRY).select_related("provider"))
    genres = [fact.name for fact in shared["genre"]]
    return {
        "movie": film,
        "facts": [film.year, *(fact.name for fact in shared["rating"]), runtime(film.runtime), ", ".join(genres[:3])],
        "cast": cast[:CAST_SHOWN],
        "crew": crew,
        "shared": shared,
        "trailer": trailer,
        "offers": offers,
        "country": country_name(settings.HOME_COUNTRY),
        "similar_row": {"title": "Similar films", "movies": similar},
        "franchise_row": {"title": film.franchise.name if film.franchise else "", "movies": in_franchise},
        "linked_data": movie_linked_data(request, film, genres=genres, cast=cast, crew=crew, trailer=trailer),
        "picture": picture_of(request, film.backdrop_path, "w1280") or picture_of(request, film.poster_path, "w500"),
        "is_waiting": settings.TMDB_ENABLED and not film.has_details and film.tmdb_gone_at is None,
        "waiting_url": _asking_url(film, 0),
        "may_edit": may_edit(request, "catalog.change_movie"),
    }


def _people(film: Movie) -> tuple[list[Credit], dict[str, list[Credit]]]:
    """The head of the cast, and the crew in the jobs that a reader looks for, by what they are called there."""
    wanted = Q(kind=Credit.Kind.CAST, position__lt=CAST_SHOWN + 6) | Q(kind=Credit.Kind.CREW, job__in=KEY_JOBS)
    rows = film.credits.filter(wanted).select_related("person").order_by("kind", "position", "pk")
    rows = rows.only("kind", "character", "position", "job", "movie_id", *PERSON_SHOWN)
    cast: list[Credit] = []
    by_job: dict[str, list[Credit]] = {title: [] for title in dict.fromkeys(KEY_JOBS.values())}
    for credit in rows:
        if credit.person.adult:
            continue
        if credit.kind == Credit.Kind.CAST:
            cast.append(credit)
        else:
            _add_once(by_job[KEY_JOBS[credit.job]], credit)
    return cast, {title: credits_[:PEOPLE_IN_JOB] for title, credits_ in by_job.items() if credits_}


def _add_once(credits_: list[Credit], credit: Credit) -> None:
    if all(other.person_id != credit.person_id for other in credits_):
        credits_.append(credit)


def _other_films(request: HttpRequest, film: Movie) -> tuple[list[Movie], list[Movie]]:
    """What is similar, and what belongs to the same franchise, in one query."""
    wanted = Q(pk__in=film.similar_ids)
    if film.franchise_id:
        wanted |= Q(franchise_id=film.franchise_id)
    others = Movie.objects.visible_to(request.profile).filter(wanted).exclude(pk=film.pk)
    cards = list(
        others.only(*Movie.objects.all().CARD_FIELDS, "franchise_id", "release_key").order_by("release_key", "pk")[:60]
    )
    in_franchise = [other for other in cards if film.franchise_id and other.franchise_id == film.franchise_id]
    rank = {pk: place for place, pk in enumerate(film.similar_ids)}
    similar = [other for other in cards if other.pk in rank and other not in in_franchise]
    return sorted(similar, key=lambda other: rank[other.pk]), in_franchise


def _best_trailer(film: Movie) -> Trailer | None:
    """A trailer before a teaser before anything else, an official one first, in English or the film's own language."""

    def rank(trailer: Trailer) -> tuple[bool, bool, bool, int]:
        languages = ("en", "", film.original_language)
        return (
            trailer.kind != "Trailer",
            trailer.language not in languages,
            not trailer.official,
            trailer.pk,
        )

    return min(film.trailers.all(), key=rank, default=None)
