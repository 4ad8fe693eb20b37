from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NetflixcloneConfig(AppConfig):
    name = "netflixclone"
    verbose_name = "Notflix"

    def ready(self) -> None:
        autodiscover_modules("checks")
