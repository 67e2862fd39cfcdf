"""Panels of the piece's editor that only show something: what must be settled, and where an import came from."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

DOUBTS = {
    "no_title": _("No title was found."),
    "no_time": _("No time of publication was found."),
    "no_source": _("No source is named on the page."),
    "repaired_bytes": _("Some characters were damaged and had to be repaired."),
    "noise_removed": _("Planted readings were taken out; compare with the text as read."),
}


def law_notices(piece: Any) -> list[str]:
    """What changed in the laws under a public piece and nobody has looked at yet, a sentence for each article."""
    words = gettext("%(law)s%(article)s, cited here: %(now)s. Look whether the text still holds.")
    rows = piece.law_citations.open().select_related("law")
    return [words % {"law": row.law, "article": row.label, "now": row.get_standing_display()} for row in rows]


class WarningsPanel(Panel):
    """What an editor must settle before submitting; nothing when all is well."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one piece."""

        template_name = "editorial/panels/warnings.html"

        def is_shown(self) -> bool:
            """Whether there is anything to say."""
            return bool(self.instance.pk and self.warnings())

        def warnings(self) -> list[str]:
            """What is to be settled in the piece, and what changed in the laws it cites."""
            return [*self.instance.warnings(), *law_notices(self.instance)]

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Adds the warnings."""
            return {**super().get_context_data(parent_context), "warnings": self.warnings()}


class ProvenancePanel(Panel):
    """Where the piece came from: address, fingerprint, what was taken out of the page, what the reader doubted."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one piece."""

        template_name = "editorial/panels/provenance.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Adds the provenance, None for a piece written here."""
            found = getattr(self.instance, "provenance", None) if self.instance.pk else None
            doubts = [DOUBTS.get(code, code) for code in found.page["warnings"]] if found else []
            return {**super().get_context_data(parent_context), "provenance": found, "doubts": doubts}
