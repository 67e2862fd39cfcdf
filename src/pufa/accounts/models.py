"""Districts, organisations, people and their roles."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do; one person may hold several."""

    OFFICE = "office", _("Programme office")
    EDITOR = "editor", _("Editor")
    FIRST_REVIEWER = "first_reviewer", _("First reviewer")
    SECOND_REVIEWER = "second_reviewer", _("Second reviewer")
    FINAL_REVIEWER = "final_reviewer", _("Final reviewer")
    UNIT_CONTACT = "unit_contact", _("Unit contact")
    LECTURER = "lecturer", _("Lecturer")
    OBSERVER = "observer", _("Observer")


class User(AbstractUser):
    """A person who signs in at the desk."""

    name = models.CharField(_("name"), max_length=40)
