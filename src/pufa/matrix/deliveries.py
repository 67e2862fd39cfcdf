"""Deliveries of figures between view and action: who sees which, taking an opened table, doubts in words."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pufa.accounts.models import User
from pufa.matrix import desk, figure_files
from pufa.matrix.actions import figures
from pufa.matrix.models import Account, AccountFigure, FigureBatch, Platform
from pufa.matrix.models.figures import MEASURES as COLUMNS
from pufa.matrix.queries import register


def visible_to(person: User) -> QuerySet[FigureBatch]:
    """All for who reads all accounts; for a contact what they brought or what holds figures of the own unit."""
    order = Case(When(state=FigureBatch.State.DOUBTFUL, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = FigureBatch.objects.select_related("platform", "brought_by", "decided_by").order_by(order, "-pk")
    if any(person.has_role(role) for role in register.READERS):
        return found
    own = AccountFigure.objects.filter(batch=OuterRef("pk"), account__in=register.visible_to(person))
    return found.filter(brought_by=person) | found.filter(Exists(own))


def take(opened: figure_files.Opened, told: Mapping[str, str], by: User) -> figures.Outcome:
    """Brings an opened table's figures. Raises FigureFileError, NotAllowedError, MatrixError."""
    visible = register.visible_to(by)
    account = visible.filter(pk=told["account"]).first() if told["account"] else None
    platform = Platform.objects.filter(pk=told["platform"]).first() if told["platform"] else None
    rows = figure_files.understand(opened, account=account, platform=platform)
    return figures.bring_figures(rows=rows, source="file", file_name=told["name"], platform=platform, by=by)


def said(outcome: figures.Outcome) -> str:
    """What became of a delivery, in a sentence."""
    if outcome.is_replay:
        return _("These figures came before; nothing was written twice.")
    if outcome.batch.doubts:
        count = len(outcome.batch.doubts)
        text = ngettext(
            "%(count)d thing is odd. Nothing is recorded until the office decides.",
            "%(count)d things are odd. Nothing is recorded until the office decides.",
            count,
        )
        return text % {"count": count}
    counts = outcome.batch.counts
    return _("Recorded: %(new)d new rows, %(changed)d changed, %(same)d unchanged.") % counts


def page(batch: FigureBatch) -> dict[str, Any]:
    """What the page of a delivery shows."""
    names = {one.pk: one for one in Account.objects.select_related("platform").filter(pk__in=_accounts(batch))}
    doubts = [
        {**doubt, "name": names.get(doubt["account"], ""), "words": words(doubt), "title": column_name(doubt["column"])}
        for doubt in batch.doubts
    ]
    return {
        "title": str(batch) if batch.file_name else _("Figures by connector"),
        "crumbs": desk.crumbs((_("Figures of the accounts"), reverse("matrix_desk:batches")), (str(batch), "")),
        "batch": batch,
        "doubts": doubts,
        "rows": [
            {"row": row, "account": names.get(account, ""), "day": day, "values": [values.get(n) for n in COLUMNS]}
            for account, day, values, row in batch.rows[:200]
        ],
        "columns": [column_name(name) for name in COLUMNS],
        "is_open": batch.state == FigureBatch.State.DOUBTFUL,
    }


def column_name(name: str) -> str:
    """A column's name."""
    names = {
        "day": _("day"), "followers": _("followers"), "reads": _("reads of a day"), "likes": _("likes"),
        "comments": _("comments"), "shares": _("shares"), "posts": _("posts"),
    }  # fmt: skip
    return names[name]


def words(doubt: Mapping[str, Any]) -> str:
    """A doubt in a sentence."""
    texts = {
        "jump": _("%(value)s after %(before)s on %(before_day)s: a jump"),
        "fall": _("%(value)s after %(before)s on %(before_day)s: hardly possible"),
        "gap": _("%(days)s days without figures since %(before_day)s"),
        "over_reads": _("%(value)s, but only %(reads)s reads"),
        "differs": _("%(value)s, but %(before)s is recorded for this day"),
    }
    facts = {name: f"{value:,}" if isinstance(value, int) else value for name, value in doubt["facts"].items()}
    return texts[doubt["kind"]] % facts


def _accounts(batch: FigureBatch) -> set[int]:
    return {row[0] for row in batch.rows[:200]} | {doubt["account"] for doubt in batch.doubts}
