"""What stands on the desk's pages of forwarding tasks."""

from typing import Any, Final

from django.core.paginator import Page as ListPage
from django.urls import reverse
from django.utils.translation import gettext as _

from pufa.accounts import queries as accounts_queries
from pufa.accounts.models import Role, User
from pufa.distribution import forward_mails, forward_packs
from pufa.distribution.models import Forward, ForwardTask, Told
from pufa.distribution.queries import forward_board, forwards
from pufa.editorial import queries as editorial_queries
from pufa.editorial.models import PiecePage
from pufa.lib import clock
from pufa.matrix.models import Account, Sector
from pufa.matrix.queries import register
from pufa.review import desk as review_desk

Context = dict[str, Any]
MOST_SINGLE: Final = 600
PIECES: Final = 40
PREVIEWED: Final = 200


def task_list(page: "ListPage[ForwardTask]", person: User) -> Context:
    """All tasks with their progress."""
    return {
        "title": _("Forwarding tasks"),
        "subtitle": _("The system finds the posts itself: no screenshots, nothing to fill in twice."),
        "page": page,
        "rows": forward_board.overview(page.object_list, person),
        "may_ask": person.has_role(Role.OFFICE),
        "now": clock.now(),
        "empty": {
            "icon": "forward",
            "title": _("No forwarding task yet"),
            "text": _("Choose a public piece, the accounts and a time. Each unit gets a pack ready to copy."),
            "verb": _("Ask units to forward"),
            "url": reverse("forwards:choose") if person.has_role(Role.OFFICE) else "",
        },
    }


def choose() -> Context:
    """Public pieces to ask for, newest first."""
    return {
        "title": _("Which piece?"),
        "subtitle": _("Public pieces, newest first."),
        "crumbs": crumbs((_("Ask units to forward"), "")),
        "pieces": editorial_queries.published()[:PIECES],
    }


def ask(piece: PiecePage, form: Any) -> Context:
    """The form of a new task: whole kinds of unit, or single accounts where they are not too many to list."""
    accounts = Account.objects.registered().whole().order_by("sector", "organisation__code", "platform__position", "pk")
    asked = forwards.asked_accounts(piece)
    ticked = set(form.data.getlist("accounts")) if form.is_bound else set()
    sectors = set(form.data.getlist("sectors")) if form.is_bound else set()
    is_many = accounts.count() > MOST_SINGLE
    groups = register.by_sector(accounts) if not is_many else [(sector, []) for sector in Sector]
    return {
        "title": _("Ask units to forward"),
        "subtitle": piece.title,
        "crumbs": crumbs((piece.title, reverse("distribution:compose", args=[piece.pk])), (_("Ask"), "")),
        "form": form,
        "is_many": is_many,
        "groups": [
            {
                "sector": sector,
                "is_ticked": sector.value in sectors,
                "members": [
                    {"account": one, "is_asked": one.pk in asked, "is_ticked": str(one.pk) in ticked} for one in members
                ],
            }
            for sector, members in groups
        ],
    }


def board(task: ForwardTask, person: User, asked: Any, chosen: Forward | None) -> Context:
    """The board; `asked` are the words of the address: view, sector, page."""
    view, sector = asked.get("view", ""), asked.get("sector", "")
    shown = forward_board.board(task, person, view=view, sector=sector, page=asked.get("page", ""))
    keep = "&".join(f"{name}={value}" for name, value in (("view", view), ("sector", sector)) if value)
    return {
        "title": task.title,
        "crumbs": crumbs((_("Forwarding board"), "")),
        "task": task,
        "board": shown,
        "view": view,
        "sector": sector,
        "keep": f"{keep}&" if keep else "",
        "is_office": person.has_role(Role.OFFICE),
        "due": review_desk.due_words(task.due_at, clock.now()) if not task.called_off_at else None,
        "now": clock.now(),
        **side(chosen, person),
    }


def side(chosen: Forward | None, person: User) -> Context:
    """The evidence of one forward."""
    if chosen is None:
        return {"chosen": None}
    is_office = person.has_role(Role.OFFICE)
    is_off = chosen.task.called_off_at is not None
    contacts = accounts_queries.people_with_role(Role.UNIT_CONTACT).filter(organisation=chosen.account.organisation_id)
    return {
        "chosen": chosen,
        "box": forward_board.box(chosen),
        "problem": forward_board.problem(chosen) if chosen.problem else "",
        "score": None if chosen.score is None else round(chosen.score * 100),
        "contacts": contacts[:3],
        "can_undo": is_office and chosen.is_done and not is_off,
        "can_look": is_office and not chosen.is_done and not is_off,
        "can_confirm": is_office and not chosen.is_done and not is_off and chosen.link_given,
        "can_excuse": is_office and not chosen.is_done and chosen.state != Forward.State.EXCUSED and not is_off,
        "may_open": register.may_write(person, chosen.account.organisation),
    }


def remind(task: ForwardTask) -> Context:
    """Who would be reminded, and in which words."""
    rows = list(forwards.open_of(task)[:PREVIEWED])
    return {
        "title": _("Remind units"),
        "subtitle": task.title,
        "crumbs": crumbs((task.title, task.desk_url), (_("Remind"), "")),
        "task": task,
        "rows": rows,
        "count": forwards.open_of(task).count(),
        "mail_subject": forward_mails.subject(Told.AGAIN, task.title),
        "mail_body": forward_mails.body(Told.AGAIN, rows[:1]) if rows else "",
    }


def pack(forward: Forward, person: User, form: Any) -> Context:
    """The pack page of a unit: what to copy, where, and how it stands."""
    now = clock.now()
    may_write = register.may_write(person, forward.account.organisation)
    is_open = not forward.is_done and not forward.task.called_off_at and forward.task.piece.live
    delivery = forwards.delivery_of(forward)
    return {
        "title": forward.task.title,
        "crumbs": crumbs((forward.account.name, "")),
        "forward": forward,
        "task": forward.task,
        "box": forward_board.box(forward),
        "problem": forward_board.problem(forward) if forward.problem else "",
        "due": review_desk.due_words(forward.task.due_at, now) if is_open else None,
        "form": form,
        "is_open": is_open,
        "may_write": may_write,
        "can_publish": is_open and may_write and delivery is None and forwards.can_publish(forward.account, now),
        "delivery": delivery,
        "sheets": forward_packs.sheets(forward) if forward.task.piece.live else [],
        "chat": forward_packs.chat_text(forward) if forward.task.piece.live else "",
    }


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The way here, from the list of tasks on."""
    first = (_("Forwarding tasks"), reverse("forwards:tasks"))
    return [{"label": label, "url": url} for label, url in (first, *steps)]
