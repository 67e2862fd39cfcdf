"""The words pieces are filed under: what they are about and whom they are for."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Topic(models.Model):
    """What a piece is about, such as 个人信息保护."""

    name = models.CharField(pgettext_lazy("word", "name"), max_length=30, unique=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Audience(models.Model):
    """Whom a piece is for, such as 老年人."""

    name = models.CharField(pgettext_lazy("word", "name"), max_length=30, unique=True)

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
