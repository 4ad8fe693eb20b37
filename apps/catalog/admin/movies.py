"""Films for curators: find, edit, lock, refresh from TMDB, merge."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST
from simple_history.admin import SimpleHistoryAdmin

from apps.catalog import tasks
from apps.catalog.actions.merge import merge_movies
from apps.catalog.actions.movies import LOCKABLE, create_movie, delete_movie, parts_edited, set_locks, update_movie
from apps.catalog.admin.base import ByName, SearchedAdmin, find, show_at_once
from apps.catalog.admin.filters import (
    ORDER_WITHIN,
    ByHandFilter,
    DecadeFilter,
    FreshnessFilter,
    GenreFilter,
    LockedFilter,
)
from apps.catalog.admin.forms import MergeForm, MovieForm
from apps.catalog.models import Certification, Credit, Movie, Trailer, Translation
from apps.catalog.templatetags.catalog import poster

MOST_REFRESHED = 200
MOST_MERGED = 6


class CreditInline(ByName, admin.TabularInline[Credit, Movie]):
    model = Credit
    fields = ["person", "kind", "character", "position", "department", "job"]
    autocomplete_fields = ["person"]
    extra = 0
    show_change_link = False


class TrailerInline(admin.TabularInline[Trailer, Movie]):
    model = Trailer
    fields = ["site", "key", "name", "kind", "language", "official"]
    extra = 0


class CertificationInline(admin.TabularInline[Certification, Movie]):
    model = Certification
    extra = 0


class TranslationInline(admin.TabularInline[Translation, Movie]):
    model = Translation
    fields = ["language", "country", "title"]
    extra = 0


@admin.register(Movie)
class MovieAdmin(SearchedAdmin, SimpleHistoryAdmin):
    form = MovieForm
    inlines = [CreditInline, TrailerInline, CertificationInline, TranslationInline]
    list_display = ["thumbnail", "name", "released", "director_names", "source", "fetched_at", "locks"]
    list_display_links = ["thumbnail", "name"]
    list_filter = [ByHandFilter, FreshnessFilter, LockedFilter, DecadeFilter, GenreFilter]
    search_fields = ["title"]  # shows the field; get_search_results asks the index
    ordering = ["-popularity", "-pk"]
    actions = ["refresh_from_tmdb", "merge"]
    autocomplete_fields = ["franchise", "keywords", "studios"]
    filter_horizontal = ["genres", "countries"]
    readonly_fields = ["source", "tmdb_id", "fetched_at", "tmdb_gone_at", "vote_average", "vote_count", "popularity"]
    change_form_template = "admin/catalog/movie/change_form.html"
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["title", "original_title", "alternative_titles", "overview", "tagline"]}),
        ("Facts", {"fields": [("release_date", "year"), "runtime", "original_language", "status", "genres"]}),
        ("Where from", {"classes": ["collapse"], "fields": ["countries", "studios", "franchise", "keywords"]}),
        ("More", {
            "classes": ["collapse"],
            "fields": [
                "imdb_id", "homepage", "poster_path", "backdrop_path", ("budget", "revenue"),
                "freely_licensed", "adult",
            ],
        }),
        ("TMDB", {"fields": [
            ("source", "tmdb_id"), ("fetched_at", "tmdb_gone_at"), ("vote_average", "vote_count", "popularity"),
            "curated_fields",
        ]}),
    ]  # fmt: skip

    class Media:
        css = {"all": ["css/posters.css"]}

    @admin.display(description="")
    def thumbnail(self, movie: Movie) -> SafeString:
        return poster(movie, "thumb")

    @admin.display(description="title", ordering="sort_title")
    def name(self, movie: Movie) -> str:
        return movie.title

    @admin.display(description="year", ordering="release_key")
    def released(self, movie: Movie) -> int | None:
        return movie.year

    @admin.display(description="locks")
    def locks(self, movie: Movie) -> str:
        return ", ".join(movie.curated_fields)

    def get_ordering(self, request: HttpRequest) -> list[str]:
        fitting = (order for (name, value), order in ORDER_WITHIN.items() if request.GET.get(name) == value)
        return next(fitting, ["-popularity", "-pk"])

    def found(self, request: HttpRequest, term: str) -> list[int]:
        return [movie.pk for movie in find(request, term).movies]

    def has_delete_permission(self, request: HttpRequest, obj: Movie | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.source == Movie.Source.MANUAL or obj.tmdb_gone_at is not None)

    def save_model(self, request: HttpRequest, obj: Movie, form: MovieForm, change: bool) -> None:
        facts: Any = {name: form.cleaned_data[name] for name in LOCKABLE if name in form.cleaned_data}
        if not change:
            saved = create_movie(by=request.user, facts=facts)
        else:
            before = set(Movie.objects.values_list("curated_fields", flat=True).get(pk=obj.pk))
            saved = update_movie(by=request.user, movie=obj, facts=facts)
            wanted = _locks_after(before, set(form.cleaned_data["curated_fields"]), set(saved.curated_fields))
            if wanted != set(saved.curated_fields):
                saved = set_locks(by=request.user, movie=saved, fields=wanted)
        obj.__dict__.update(saved.__dict__)

    def save_related(self, request: HttpRequest, form: MovieForm, formsets: Any, change: bool) -> None:
        # The links have been saved with the film, in their order; what is left are the rows of the inlines.
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)
        edited = [formset.prefix for formset in formsets if formset.has_changed()]
        parts_edited(by=request.user, movie=form.instance, parts=edited)
        show_at_once()

    def delete_model(self, request: HttpRequest, obj: Movie) -> None:
        delete_movie(by=request.user, movie=obj)
        show_at_once()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Movie]) -> None:
        for movie in queryset:
            self.delete_model(request, movie)

    # --- refresh from TMDB --------------------------------------------------------------------------

    @admin.action(description="Refresh from TMDB", permissions=["change"])
    def refresh_from_tmdb(self, request: HttpRequest, queryset: QuerySet[Movie]) -> None:
        ids = list(queryset.filter(tmdb_id__isnull=False).values_list("pk", flat=True)[:MOST_REFRESHED])
        self._ask_for_refresh(request, ids)

    def _ask_for_refresh(self, request: HttpRequest, ids: list[int]) -> None:
        if not settings.TMDB_ENABLED:
            self.message_user(request, "This site has no TMDB key: set TMDB_API_TOKEN.", messages.ERROR)
        elif not ids:
            self.message_user(request, "None of these films is known to TMDB.", messages.WARNING)
        else:
            for pk in ids:
                tasks.refresh_movie.enqueue(pk)
            films = "1 film" if len(ids) == 1 else f"{len(ids)} films"
            self.message_user(request, f"{films} will be refreshed from TMDB in a moment.", messages.SUCCESS)

    def refresh_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        movie = self.get_object(request, str(pk))
        if movie is None:
            raise Http404
        if not self.has_change_permission(request, movie):
            raise PermissionDenied
        self._ask_for_refresh(request, [movie.pk] if movie.tmdb_id else [])
        return HttpResponseRedirect(reverse("admin:catalog_movie_change", args=[pk]))

    # --- merge --------------------------------------------------------------------------------------

    @admin.action(description="Merge duplicates ...", permissions=["delete"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Movie]) -> HttpResponse | None:
        ids = list(queryset.values_list("pk", flat=True)[: MOST_MERGED + 1])
        if not 2 <= len(ids) <= MOST_MERGED:
            self.message_user(request, f"Choose 2 to {MOST_MERGED} films that are the same.", messages.WARNING)
            return None
        return HttpResponseRedirect(f"{reverse('admin:catalog_movie_merge')}?ids={','.join(map(str, ids))}")

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Shows the films side by side; posting says which one stays."""
        if not self.has_delete_permission(request):
            raise PermissionDenied
        movies = self._to_merge(request.GET.get("ids", ""))
        form = MergeForm(request.POST or None, movies=movies, initial={"keep": movies.first()})
        if request.method == "POST" and form.is_valid():
            keep = form.cleaned_data["keep"]
            kept = merge_movies(by=request.user, keep=keep, duplicates=[film for film in movies if film != keep])
            show_at_once()
            self.message_user(request, f"{kept} is one film now; its other addresses lead to it.", messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:catalog_movie_change", args=[kept.pk]))
        context = self.admin_site.each_context(request) | {
            "title": "Merge films",
            "opts": self.opts,
            "form": form,
            "columns": [(film, _side(film)) for film in movies],
            "media": self.media,
        }
        return TemplateResponse(request, "admin/catalog/movie/merge.html", context)

    def _to_merge(self, given: str) -> QuerySet[Movie]:
        ids = {int(part) for part in given.split(",") if part.isascii() and part.isdigit() and len(part) < 19}
        movies = Movie.objects.filter(pk__in=list(ids)[: MOST_MERGED + 1]).order_by("-vote_count", "pk")
        if not 2 <= len(movies) <= MOST_MERGED:
            raise Http404("Two films at least")
        return movies

    def get_urls(self) -> list[URLPattern]:
        protect = self.admin_site.admin_view
        return [
            path("merge/", protect(self.merge_view), name="catalog_movie_merge"),
            path("<int:pk>/refresh/", protect(require_POST(self.refresh_view)), name="catalog_movie_refresh"),
            *super().get_urls(),
        ]


def _locks_after(before: set[str], ticked: set[str], after_edit: set[str]) -> set[str]:
    """What was edited just now is locked; a box that was unticked unlocks, one that was ticked locks."""
    unticked, edited = before - ticked, after_edit - before
    return (after_edit | ticked) - (unticked - edited)


def _side(movie: Movie) -> Iterable[tuple[str, Any]]:
    """What tells two entries of a film apart."""
    return [
        ("Original title", movie.original_title),
        ("Release", movie.release_date or movie.year),
        ("Directed by", movie.director_names),
        ("Running time", f"{movie.runtime} min" if movie.runtime else ""),
        ("Language", movie.language),
        ("Source", movie.get_source_display()),
        ("TMDB id", movie.tmdb_id),
        ("IMDb id", movie.imdb_id),
        ("Credits", movie.credits.count()),
        ("Trailers", movie.trailers.count()),
        ("Overview", movie.overview),
    ]
