"""The report of a theme day in Word: plan, activities, pictures, figures with their sources."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pufa.events import handouts
from pufa.events.metrics import HELD, PEOPLE
from pufa.events.models import Activity, State, ThemeDay
from pufa.lib import clock
from pufa.materials.metrics import HANDED_OUT
from pufa.reach.models import Entry
from pufa.ui.chinese_text import written_date
from pufa.ui.printing import Word

MOST_PICTURES: Final = 12


def make(day: ThemeDay) -> bytes:
    """The report as a .docx file."""
    planned = list(
        day.activities.exclude(state=State.DRAFT)
        .select_related("organisation", "district").prefetch_related("pictures").order_by("starts_at", "pk")
    )  # fmt: skip
    activities = [one for one in planned if one.state == State.RECORDED]
    word = Word(
        _("Report on %(day)s of %(campaign)s") % {"day": day.name, "campaign": day.campaign.name},
        _("As of %s") % clock.in_shanghai(clock.now()).strftime("%Y-%m-%d %H:%M"),
    )
    figures = _figures(activities)
    copies = {one.pk: sum(move.count for move in handouts.standing(one)) for one in activities}
    _summary(word, day, activities, figures)
    _plan(word, planned)
    _units(word, activities, copies)
    _activities(word, activities, copies)
    _asked(word, activities)
    _pictures(word, activities)
    _sources(word, day, figures)
    word.signed((day.lead or day.campaign.lead).name, written_date(clock.today()))
    return word.done()


def _figures(activities: list[Activity]) -> dict[str, int]:
    """What the ledger says of these activities, corrections taken off."""
    keys = [one.key for one in activities]
    sums = Entry.objects.filter(source_key__in=keys).values_list("metric").annotate(total=Sum("amount")).order_by()
    return {name: int(total) for name, total in sums}


def _summary(word: Word, day: ThemeDay, activities: list[Activity], figures: dict[str, int]) -> None:
    word.section(pgettext("report", "The day"))
    lead = day.lead or day.campaign.lead
    word.paragraph(
        _("%(day)s was held on %(date)s within %(campaign)s (%(motto)s), led by %(lead)s.")
        % {
            "day": day.name, "date": written_date(day.day), "campaign": day.campaign.name,
            "motto": day.motto or day.campaign.motto or day.name, "lead": lead.name,
        }
    )  # fmt: skip
    units = {one.organisation_id for one in activities}
    districts = {one.district_id for one in activities}
    word.paragraph(
        _(
            "%(units)d units held %(held)d activities in %(districts)d districts. %(people)d people came, "
            "%(copies)d copies of materials were handed out."
        )
        % {
            "units": len(units), "held": figures.get(HELD, 0), "districts": len(districts),
            "people": figures.get(PEOPLE, 0), "copies": figures.get(HANDED_OUT, 0),
        }
    )  # fmt: skip


def _plan(word: Word, planned: list[Activity]) -> None:
    counted = Counter(State(one.state) for one in planned)
    open_ones = counted[State.PLANNED]
    text = _("%(planned)d activities were planned: %(held)d were held, %(off)d called off.") % {
        "planned": len(planned), "held": counted[State.RECORDED], "off": counted[State.CALLED_OFF],
    }  # fmt: skip
    word.paragraph(text + (_(" %d are not recorded yet.") % open_ones if open_ones else ""))


def _units(word: Word, activities: list[Activity], copies: Mapping[int, int]) -> None:
    rows: dict[str, list[int]] = {}
    for one in activities:
        row = rows.setdefault(one.organisation.name, [0, 0, 0])
        for place, amount in enumerate((1, one.people or 0, copies[one.pk])):
            row[place] += amount
    if not rows:
        return
    word.section(pgettext("report", "What the units did"))
    head = [_("Unit"), _("Activities held"), _("People reached"), _("Number of copies")]
    word.table(head, [[name, *row] for name, row in sorted(rows.items(), key=lambda one: -one[1][0])], (4, 2, 2, 2))


def _activities(word: Word, activities: list[Activity], copies: Mapping[int, int]) -> None:
    word.section(pgettext("report", "Activities"))
    if not activities:
        word.paragraph(_("No activity has been recorded yet."))
        return
    rows = [
        [
            str(number), one.title, one.organisation.short_name, _where(one),
            f"{clock.in_shanghai(one.starts_at):%m-%d %H:%M}", one.people or 0, copies[one.pk],
        ]
        for number, one in enumerate(activities, start=1)
    ]  # fmt: skip
    head = [_("No."), _("Activity"), _("Unit"), _("Place"), _("Begins"), _("People reached"), _("Number of copies")]
    word.table(head, rows, (5, 23, 13, 17, 11, 8, 8))


def _where(activity: Activity) -> str:
    """The place, with its district unless it names it itself."""
    district = str(activity.district)
    return activity.place if activity.place.startswith(district[:2]) else f"{district}{activity.place}"


def _asked(word: Word, activities: list[Activity]) -> None:
    asked = [(one, one.asked) for one in activities if one.asked]
    if asked:
        word.section(pgettext("report", "What people asked"))
        for one, text in asked:
            word.paragraph(f"{one.title}：{text}")


def _pictures(word: Word, activities: list[Activity]) -> None:
    some = [(one, picture) for one in activities for picture in one.pictures.all()][:MOST_PICTURES]
    if some:
        word.section(pgettext("report", "Pictures"))
        for one, picture in some:
            with picture.file.open("rb") as file:
                word.picture(file.read(), picture.words or f"{one.title}（{one.place}）")


def _sources(word: Word, day: ThemeDay, figures: dict[str, int]) -> None:
    word.section(pgettext("report", "Where the figures come from"))
    base = settings.BASE_URL.rstrip("/")
    names = {HELD: _("Activities held"), PEOPLE: _("People reached"), HANDED_OUT: _("Materials handed out")}
    word.table(
        [_("Figure"), _("Amount"), _("Source")],
        [[names[code], figures.get(code, 0), f"{base}/figures/{code}/"] for code in names],
        (5, 3, 14),
    )
    word.paragraph(
        _("Each figure is the sum of entries in the ledger; every entry names the activity it came from: %s")
        % (base + day.get_absolute_url())
    )
