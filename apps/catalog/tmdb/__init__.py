"""TMDB as a source of films: the only package that speaks to it, and the only one that knows its shapes."""
