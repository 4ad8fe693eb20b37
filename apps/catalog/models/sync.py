"""What was asked of TMDB, how far it came and what went wrong."""

from django.db import models


class SyncRun(models.Model):
    """One run of a synchronisation. An unfinished run keeps its cursor, so that the next one goes on from there."""

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped half-way"
        FAILED = "failed", "Failed"

    name = models.CharField(max_length=120, help_text="What was synchronised: popular, changes, movie ...")
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    cursor = models.JSONField(default=dict, blank=True, help_text="Where to go on.")
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    errors = models.TextField(blank=True, help_text="The last errors, one a line, without secrets.")
    started_at = models.DateTimeField(auto_now_add=True)
    heartbeat_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["name", "-started_at"], name="catalog_syncrun_name")]

    def __str__(self) -> str:
        return f"{self.name} {self.started_at:%Y-%m-%d %H:%M}: {self.get_state_display()}"
