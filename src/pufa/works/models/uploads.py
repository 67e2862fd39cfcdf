"""Files that come in pieces: a video larger than one request, over a line that breaks."""

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import User
from pufa.works.models.works import Work


class Upload(models.Model):
    """A file on its way to a work; `version` is empty for the work's own file. The pieces lie in one file beside."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    work = models.ForeignKey(Work, models.CASCADE, related_name="uploads", verbose_name=_("work"))
    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("sent by"))
    version = models.CharField(_("name of the version"), max_length=30, blank=True)
    size = models.PositiveBigIntegerField(_("bytes"))
    received = models.PositiveBigIntegerField(_("bytes received"), default=0)
    touched_at = models.DateTimeField(_("last piece at"))

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(received__lte=models.F("size")), name="works_upload_not_over")
        ]

    def __str__(self) -> str:
        return str(self.token)

    @property
    def path(self) -> Path:
        """Where the pieces lie: in the media folder, which all machines share, but given out to nobody."""
        return Path(settings.MEDIA_ROOT) / "uploads" / f"{self.token.hex}.part"
