from django.apps import AppConfig


class NetflixcloneConfig(AppConfig):
    name = "netflixclone"
    verbose_name = "Notflix"
