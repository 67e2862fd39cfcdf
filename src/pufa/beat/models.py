"""One row for each time a job was due."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Run(models.Model):
    """A job's turn: claimed by whoever inserts the row, so nobody runs it twice."""

    job = models.CharField(_("job"), max_length=80)
    due_at = models.DateTimeField(_("due to run at"))
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("job run")
        verbose_name_plural = _("job runs")
        constraints = [models.UniqueConstraint(fields=["job", "due_at"], name="beat_run_once_per_due_time")]

    def __str__(self) -> str:
        return f"{self.job} {self.due_at:%Y-%m-%d %H:%M:%S}"
