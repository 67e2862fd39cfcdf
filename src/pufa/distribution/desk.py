"""What stands on the desk's pages of renditions and sendings."""

from typing import Any, Final

from django.core.paginator import Page as ListPage
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.accounts.models import Role, User
from pufa.distribution import suggestions
from pufa.distribution.making import ear, segments
from pufa.distribution.models import Delivery, DeliveryState, Plan, Rendition, RenditionState, Shape
from pufa.distribution.queries import board, choosing, renditions, work
from pufa.editorial.models import PiecePage
from pufa.matrix import connector
from pufa.matrix.models import Account
from pufa.matrix.queries import register
from pufa.review import queries as review_queries

Context = dict[str, Any]
HINTS: Final = {
    Shape.ARTICLE: "file-text",
    Shape.SHORT: "message-square-text",
    Shape.HEADLINE: "heading",
    Shape.CAPTION: "clapperboard",
    Shape.CARD: "image",
    Shape.SMS: "smartphone",
    Shape.BROADCAST: "megaphone",
}


def may_write(person: User) -> bool:
    """Whether somebody makes renditions."""
    return person.has_role(Role.EDITOR) or person.has_role(Role.OFFICE)


def may_stop(person: User) -> bool:
    """Whether somebody may press the stop button."""
    return may_write(person) or person.has_role(Role.FINAL_REVIEWER)


def compose(piece: PiecePage, person: User) -> Context:
    """All shapes of one piece with what was made of each."""
    rows = list(renditions.of_piece(piece))
    return {
        "title": piece.title,
        "subtitle": _("One piece, many shapes. What a rule takes word for word is covered by the piece's approval."),
        "crumbs": _crumbs((_("Sendings"), reverse("distribution:sendings")), (piece.title, "")),
        "piece": piece,
        "shapes": [
            {"shape": shape, "icon": HINTS[shape], "rows": [_told(row) for row in members]}
            for shape, members in renditions.by_shape(rows)
        ],
        "may_write": may_write(person),
        "can_suggest": may_write(person) and suggestions.is_on(),
        "may_plan": person.has_role(Role.OFFICE),
        "has_usable": any(row.state == RenditionState.APPROVED for row in rows),
    }


def rendition(row: Rendition, person: User, form: Any) -> Context:
    """One rendition with its form, its limits, and where it stands."""
    review = review_queries.open_review("rendition", str(row.pk))
    return {
        "title": f"{row.get_shape_display()}：{row.title or row.text[:20]}",
        "crumbs": _crumbs(
            (_("Sendings"), reverse("distribution:sendings")),
            (row.piece.title, reverse("distribution:compose", args=[row.piece_id])),
            (row.get_shape_display(), ""),
        ),
        "row": row,
        "told": _told(row),
        "form": form,
        "fits": limits(row),
        "review": review,
        "may_write": may_write(person) and row.state in {RenditionState.DRAFT, RenditionState.APPROVED},
        "is_draft": row.state == RenditionState.DRAFT,
    }


def limits(row: Rendition) -> list[Context]:
    """For each kind of platform in the register that takes the shape: whether this rendition fits, and if not why."""
    used = {kind.name for kind in choosing.used_kinds()}
    found = [kind for kind in choosing.kinds_for(row) if kind.name in used or kind.name in row.kinds]
    return [
        {"label": choosing.label(kind.name), "problems": choosing.problems(row, kind), "most": _most(row, kind)}
        for kind in found
    ]


def _most(row: Rendition, kind: Any) -> list[Context]:
    form = kind.limits.of(row.form)
    pairs = (
        (_("Title"), len(row.title), form.title),
        (_("Summary"), len(row.summary), form.summary),
        (_("Text"), len(row.text), form.text),
    )
    return [{"name": name, "found": found, "most": most} for name, found, most in pairs if most is not None]


def _told(row: Rendition) -> Context:
    told: Context = {"row": row, "length": len(row.text)}
    if row.shape == Shape.SMS:
        told["segments"] = segments.count(row.text)
    if row.shape == Shape.BROADCAST:
        told["seconds"] = ear.seconds(row.text)
    return told


def new(piece: PiecePage, form: Any) -> Context:
    """The form of a new sending: accounts by kind of unit."""
    chosen = set(form.data.getlist("accounts")) if form.is_bound else set()
    accounts = Account.objects.registered().whole().order_by("sector", "organisation__code", "platform__position", "pk")
    have = set(
        Delivery.objects.filter(piece=piece)
        .exclude(state__in=(DeliveryState.REFUSED, DeliveryState.STOPPED, DeliveryState.WITHDRAWN))
        .values_list("account", flat=True)
    )
    groups = [
        (
            sector.label,
            [
                {
                    "account": one,
                    "has": one.pk in have,
                    "ticked": str(one.pk) in chosen if form.is_bound else one.pk not in have,
                    "kind": choosing.label(one.connector),
                }
                for one in members
            ],
        )
        for sector, members in register.by_sector(accounts)
    ]
    crumbs = _crumbs(
        (_("Sendings"), reverse("distribution:sendings")),
        (piece.title, reverse("distribution:compose", args=[piece.pk])),
        (_("Send"), ""),
    )
    return {"title": _("Send a piece"), "subtitle": piece.title, "crumbs": crumbs, "form": form, "groups": groups}


def sendings(page: ListPage[Plan], person: User) -> Context:
    """The list of sendings, and what is stopped."""
    return {
        "title": _("Sendings"),
        "subtitle": _("One piece to many accounts, each account once."),
        "page": page,
        "rows": board.overview(page.object_list, person),
        "holds": list(work.holds()) if may_stop(person) or person.has_role(Role.OBSERVER) else [],
        "may_stop": may_stop(person),
        "may_resume": person.has_role(Role.OFFICE),
        "empty": {
            "icon": "send",
            "title": _("Nothing was sent yet"),
            "text": _("Open a public piece, make its renditions, then send it to the accounts."),
            "verb": _("To the pieces"),
            "url": reverse("editorial:pieces"),
        },
    }


def sending(plan: Plan, person: User, chosen: Delivery | None) -> Context:
    """The live board."""
    shown = board.board(plan, person)
    return {
        "title": plan.title,
        "crumbs": _crumbs((_("Sendings"), reverse("distribution:sendings")), (_("Board"), "")),
        "plan": plan,
        "board": shown,
        "holds": list(board.holds_of(plan, person)),
        "may_stop": may_stop(person),
        "may_plan": person.has_role(Role.OFFICE),
        "can_call_off": any(part["count"] for part in shown.parts if part["state"] in {"waiting", "retry"}),
        **(_chosen(chosen, person) if chosen else {"chosen": None}),
    }


def pack(delivery: Delivery, made: connector.Pack, person: User) -> Context:
    """The pack a person posts by hand: words to copy, files to take, the link and its code."""
    told = _chosen(delivery, person)
    return {
        "title": delivery.account.name,
        "subtitle": _("Post this by hand, then paste the address of the post here."),
        "crumbs": _crumbs(
            (_("Sendings"), reverse("distribution:sendings")),
            (delivery.plan.title, delivery.plan.desk_url),
            (_("Pack"), ""),
        ),
        "pack": made,
        "parts": [
            (_("Title"), made.title, 2),
            (_("Text"), made.text, 12),
            (_("Short caption"), made.caption, 4),
        ],
        **told,
    }


def _chosen(delivery: Delivery, person: User) -> Context:
    state = DeliveryState(delivery.state)
    may = register.may_write(person, delivery.account.organisation)
    return {
        "chosen": delivery,
        "box": board.BOX_OF[state],
        "meaning": board.MEANING.get(delivery.error_kind, "") if delivery.error else "",
        "attempts": [{"row": row, "outcome": board.outcome(row)} for row in board.history(delivery)[:8]],
        "can_retry": state == DeliveryState.REFUSED and person.has_role(Role.OFFICE),
        "can_post": state == DeliveryState.BY_HAND and may,
        "can_settle": state == DeliveryState.UNSURE and may,
        "can_delete": state == DeliveryState.TO_DELETE and may,
    }


def _crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [{"label": label, "url": url} for label, url in steps]
