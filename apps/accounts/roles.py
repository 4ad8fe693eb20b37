"""What curators, moderators and administrators may do. Migrations apply it; the admin shows it."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions

MEMBERS, CURATORS, MODERATORS, ADMINISTRATORS = "Members", "Curators", "Moderators", "Administrators"

# In words, for who gives roles away. What the database allows is listed beside it.
ROLES = {
    MEMBERS: "Everybody with an account. Watches, keeps lists and a diary. What this group is allowed, all are.",
    CURATORS: "Edits the catalogue: films, people, genres and the rows of the home page.",
    MODERATORS: "Reads what members report, and decides what stays.",
    ADMINISTRATORS: "May do everything, and gives these roles. There is always at least one.",
}


def grant(apps: Apps, role: str, app_label: str) -> None:
    """Gives the group `role` (made if need be) every permission on the models of one app. For migrations."""
    config = apps.get_app_config(app_label)
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
    group.permissions.add(*apps.get_model("auth", "Permission").objects.filter(content_type__app_label=app_label))
