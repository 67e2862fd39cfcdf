"""Registers the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.review"
    verbose_name = _("Review")
