"""What was done with a group, by whom and when, for administrators. It stays when the group goes.

Invitations are not in it: an address stays with nobody who did not join.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.groups.models.group import Group


class Event(models.Model):
    class Kind(models.TextChoices):
        MADE = "made", "made the group"
        RENAMED = "renamed", "gave the group the name"
        JOINED = "joined", "joined as"
        LEFT = "left", "left"
        TOOK_OFF = "took off", "took off"
        ROLE = "role", "changed the role:"
        DELETED = "deleted", "deleted the group"

    group = models.ForeignKey(Group, models.SET_NULL, related_name="events", null=True, db_index=False)
    number = models.BigIntegerField("group number", help_text="Also of a group that is gone.")
    kind = models.CharField(max_length=8, choices=Kind)
    about = models.CharField(max_length=400, blank=True, help_text="Whom or what, as it was then.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["group", "-at", "-id"], name="groups_event_at")]

    def __str__(self) -> str:
        return f"{self.who} {self.get_kind_display()} {self.about}".rstrip()

    @property
    def who(self) -> str:
        return self.by.shown_name if self.by else "Somebody who left"
