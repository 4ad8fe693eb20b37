from django.contrib.auth.decorators import login_not_required
from django.urls import path

from apps.catalog.feeds import NewFilms
from apps.catalog.views import browse, lookup, movie, person, pictures, search

urlpatterns = [
    path("movies/", browse.movies, name="movies"),
    path("movies/new.rss", login_not_required(NewFilms()), name="new_films"),
    path("movies/bring-in/<int:tmdb_id>/", search.bring_in, name="bring_in"),
    path("movies/<int:pk>/", movie.movie, name="movie_short"),
    path("movies/<int:pk>/<str:slug>/", movie.movie, name="movie"),
    path("people/<int:pk>/", person.person, name="person_short"),
    path("people/<int:pk>/<str:slug>/", person.person, name="person"),
    path("search/", search.search_page, name="search"),
    path("search/elsewhere/", search.elsewhere, name="search_elsewhere"),
    path("movie/<path:title>", lookup.by_title, name="movie_lookup"),
    path("pictures/<str:size>/<str:file>", pictures.picture, name="picture"),
]
