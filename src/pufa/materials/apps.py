"""Registers the app: copies handed out are counted, and the names of its deeds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MaterialsConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.materials"
    verbose_name = _("Materials")

    def ready(self) -> None:
        """Registers the metric and the deeds."""
        from pufa.audit import verbs
        from pufa.materials.deeds import DEEDS
        from pufa.materials.metrics import HANDED_OUT
        from pufa.reach import metrics

        verbs.describe(DEEDS)
        label, unit = _("Materials handed out"), pgettext_lazy("unit", "copies")
        description = _("Booklets, leaflets and cards given to people; what was printed bounds what can be handed out.")
        metrics.register(metrics.Metric(HANDED_OUT, label, unit, description, move=metrics.Move.MILE))
