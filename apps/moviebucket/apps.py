from django.apps import AppConfig


class MoviebucketConfig(AppConfig):
    name = "apps.moviebucket"
    verbose_name = "Moviebucket"
