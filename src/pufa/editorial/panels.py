"""Panels of the piece's editor that only show something: what must be settled, and where an import came from."""

from typing import Any

from wagtail.admin.panels import Panel


class WarningsPanel(Panel):
    """What an editor must settle before submitting; nothing when all is well."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one piece."""

        template_name = "editorial/panels/warnings.html"

        def is_shown(self) -> bool:
            """Whether there is anything to say."""
            return bool(self.instance.pk and self.instance.warnings())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Adds the warnings."""
            return {**super().get_context_data(parent_context), "warnings": self.instance.warnings()}


class ProvenancePanel(Panel):
    """Where the piece came from: address, fingerprint, what was taken out of the page, what the reader doubted."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one piece."""

        template_name = "editorial/panels/provenance.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Adds the provenance, None for a piece written here."""
            found = getattr(self.instance, "provenance", None) if self.instance.pk else None
            return {**super().get_context_data(parent_context), "provenance": found}
