"""/gallery/: every component in every state, for whoever works on the look. Only there while DEBUG is on."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.catalog.models import Genre, Movie, Person, Trailer, WatchOffer, WatchProvider
from netflixclone.gallery_samples import FILMS, LONG, OVERVIEW, PEOPLE


class SampleForm(forms.Form):
    title = forms.CharField(help_text="As it stands on the poster.")
    year = forms.IntegerField(min_value=1870)
    summary = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    genre = forms.ChoiceField(choices=[("drama", "Drama"), ("horror", "Horror")])
    scheme = forms.ChoiceField(choices=[("day", "By day"), ("night", "By night")], widget=forms.RadioSelect)
    seen = forms.BooleanField(label="I have seen it", required=False)


@require_safe
@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    films = sample_films()
    pages = Paginator(range(4000), 40)
    return render(
        request,
        "gallery.html",
        {
            "films": films,
            "row": {"title": "Trending this week", "url": "/movies/", "movies": films[:14]},
            "plain_row": {"title": "Two films only", "movies": films[20:22]},
            "broken": _film(900, ("A picture that does not come", 1998, "", ""), {}, poster_path="/none.jpg"),
            "people": sample_people(),
            "hero": films[5],
            "long_hero": next(film for film in films if film.title == LONG),
            "facts": ["1979", "1 h 57", "Horror, Science fiction", "", None, "15"],
            "first_page": pages.page(1),
            "middle_page": pages.page(47),
            "form": SampleForm(),
            "wrong_form": SampleForm({"wrong-year": "1066", "wrong-genre": "horror"}, prefix="wrong"),
            "chips": [SimpleNamespace(label=label, url="#") for label in ("Horror", "1970s", "At least 7.0")],
            "trailer": Trailer(site="YouTube", key="abc", name="Official trailer", kind="Trailer", official=True),
            "offers": sample_offers(),
            "steps": ["5", "4", "3", "2", "1", "0", "-1", "-2"],
        },
    )


def sample_films() -> list[Movie]:
    genres = {genre.name: genre.pk for genre in Genre.objects.all()}
    return [_film(place, sample, genres) for place, sample in enumerate(FILMS, start=1)]


def _film(pk: int, sample: tuple[str, int | None, str, str], genres: dict[str, int], **fields: Any) -> Movie:
    title, year, genre, director = sample
    film = Movie(
        pk=pk, title=title, year=year, director_names=director, lead_genre_id=genres.get(genre), overview=OVERVIEW
    )
    for name, value in fields.items():
        setattr(film, name, value)
    film.derive()
    return film


def sample_people() -> list[tuple[Person, str]]:
    people = [(Person(pk=place, name=name), part) for place, (name, part) in enumerate(PEOPLE, start=1)]
    for person, _ in people:
        person.derive()
    return people


def sample_offers() -> list[WatchOffer]:
    kinds = (("flatrate", "Cinemathek"), ("flatrate", "Nachtkino"), ("rent", "Filmverleih"), ("buy", "Plattenladen"))
    return [WatchOffer(kind=kind, country="GB", provider=WatchProvider(name=name)) for kind, name in kinds]
