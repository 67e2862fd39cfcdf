"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MaterialsConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.materials"
    verbose_name = _("Materials")
