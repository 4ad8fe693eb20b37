"""/people/<id>/<slug>/: films by role and year. A career of a thousand credits is one query and one page."""

from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from apps.accounts.viewers import may_edit
from apps.catalog.linked_data import person_linked_data
from apps.catalog.models import Credit, Movie, Person
from apps.catalog.tmdb.refresh import ask_for_details
from apps.core.page_cache import cached_for_visitors

KNOWN_FOR = 8
PER_PAGE = 100
ACTING = "Acting"


class Role(NamedTuple):
    """A kind of work ("Acting", "Directing") and how many films it is in."""

    name: str
    slug: str
    count: int


class Part(NamedTuple):
    """A film of the person's with what they did in it."""

    pk: int
    title: str
    slug: str
    year: int | None
    notes: list[str]

    @property
    def url(self) -> str:
        return reverse("movie", args=[self.pk, self.slug])

    @property
    def note(self) -> str:
        return ", ".join(dict.fromkeys(note for note in self.notes if note))


@login_not_required
@require_safe
@cached_for_visitors
def person(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    someone = get_object_or_404(Person.objects.visible_to(request.profile), pk=pk)
    if slug != someone.slug:
        return redirect(someone, permanent=True)
    ask_for_details(someone)
    parts = _parts_by_role(request, someone)
    roles = [Role(name, slugify(name), len(films)) for name, films in parts.items()]
    shown = next((role for role in roles if role.slug == request.GET.get("role")), roles[0] if roles else None)
    context = {
        "person": someone,
        "facts": [someone.known_for_department, _life(someone), someone.place_of_birth],
        "roles": roles,
        "role": shown,
        "page": _page(parts[shown.name], request.GET.get("page")) if shown else None,
        "known_for": {"title": "Known for", "movies": _known_for(request, someone)},
        "linked_data": person_linked_data(request, someone),
        "may_edit": may_edit(request, "catalog.change_person"),
    }
    return render(request, "catalog/person.html", context)


def _life(someone: Person) -> str:
    born = someone.birthday.year if someone.birthday else ""
    died = someone.deathday.year if someone.deathday else ""
    if died:
        return f"{born}–{died}"
    return f"born {born}" if born else ""


def _known_for(request: HttpRequest, someone: Person) -> list[Movie]:
    """The films with the most votes, then the most popular, in which the person's place was not far down the list."""
    films = Movie.objects.visible_to(request.profile).as_cards()
    mine = someone.credits.filter(position__lt=15).values("movie_id")
    return list(films.filter(pk__in=mine).order_by("-vote_count", "-popularity", "pk")[:KNOWN_FOR])


def _parts_by_role(request: HttpRequest, someone: Person) -> dict[str, list[Part]]:
    """Films by role, the role with the most films first, the newest film first; two jobs in a film are one line."""
    rows = (
        Movie.objects.visible_to(request.profile)
        .filter(credits__person=someone)
        .order_by("-release_key", "pk", "credits__pk")
        .values_list(
            "credits__kind", "credits__department", "credits__job", "credits__character", "pk", "title", "slug", "year"
        )
    )
    by_role: dict[str, dict[int, Part]] = {}
    for kind, department, job, character, pk, title, slug, year in rows:
        role = ACTING if kind == Credit.Kind.CAST else department or "Crew"
        parts = by_role.setdefault(role, {})
        if pk not in parts:
            parts[pk] = Part(pk, title, slug, year, [])
        parts[pk].notes.append(character or job)
    most_first = sorted(by_role.items(), key=lambda item: len(item[1]), reverse=True)
    # Films without a date are announced ones as a rule: they stand before those that are out.
    return {role: sorted(parts.values(), key=lambda part: part.year is not None) for role, parts in most_first}


def _page(parts: list[Part], number: str | None) -> Page[Part]:
    return Paginator(parts, PER_PAGE).get_page(number)
