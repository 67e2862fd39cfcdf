"""Registers the app: conventions can be reviewed, signatures and promises are counted, accounts carry their mark."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PledgesConfig(AppConfig):
    """The app as Django sees it."""

    name = "pufa.pledges"
    verbose_name = _("Conventions")

    def ready(self) -> None:
        """Registers kind, metrics, deeds, the job and the mark."""
        from pufa.audit import verbs
        from pufa.matrix import badges as account_badges
        from pufa.pledges import badges
        from pufa.pledges.actions import new_edition
        from pufa.pledges.deeds import DEEDS
        from pufa.pledges.metrics import CITIZENS, SIGNED
        from pufa.pledges.models import Convention
        from pufa.reach import metrics
        from pufa.review import reviewed

        verbs.describe(DEEDS)
        reviewed.register("convention", Convention, published=new_edition)
        label, unit = _("Signatories of conventions"), pgettext_lazy("unit", "signatories")
        description = _("Accounts, units and people who signed a convention; renewing does not count again.")
        metrics.register(metrics.Metric(SIGNED, label, unit, description, move=metrics.Move.NET))
        label, unit = _("Citizens' promises"), pgettext_lazy("unit", "promises")
        description = _("Promises made on the wall, entered day by day; nobody is known.")
        metrics.register(metrics.Metric(CITIZENS, label, unit, description, move=metrics.Move.MILE))
        account_badges.register("pledges", badges.of_account)
        import_module("pufa.pledges.jobs")
