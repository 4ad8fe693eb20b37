"""What curators, moderators and administrators may do. Migrations apply it; the admin shows it."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions

CURATORS, MODERATORS = "Curators", "Moderators"


def grant(apps: Apps, role: str, app_label: str) -> None:
    """Gives the group `role` (made if need be) every permission on the models of one app. For migrations."""
    config = apps.get_app_config(app_label)
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
    group.permissions.add(*apps.get_model("auth", "Permission").objects.filter(content_type__app_label=app_label))
