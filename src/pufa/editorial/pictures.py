"""The form of a picture at the desk: a file the public sees is not exchanged behind the reviewers' backs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.images.forms import BaseImageForm

from pufa.editorial import queries


class PictureForm(BaseImageForm):
    """Wagtail's form with one rule more; named in the settings."""

    def clean_file(self) -> Any:
        """Raises ValidationError for another file of a picture that a public or approved piece shows."""
        if self.instance.pk and "file" in self.changed_data and queries.is_shown_in_public(self.instance):
            raise ValidationError(
                _("A public piece shows this picture. Upload the new one as a picture of its own."), code="in_use"
            )
        return self.cleaned_data.get("file")
