"""The report of a quarterly check in Word: how the sample was drawn, what was found, what units answered."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from pufa.lib import clock
from pufa.matrix.models import Inspection, InspectionFinding, Sampled
from pufa.ui.printing import Word


def make(inspection: Inspection, sample: Iterable[Sampled]) -> bytes:
    """The report as a .docx file."""
    accounts = list(sample)
    title = _("Quarterly check %(year)d, quarter %(quarter)d") % {
        "year": inspection.year,
        "quarter": inspection.quarter,
    }
    word = Word(title)
    for line in _head(inspection, accounts):
        word.paragraph(line)
    word.section(_("Accounts"))
    head = [_("Account"), _("Platform"), _("Unit"), _("Result"), _("Findings")]
    word.table(head, [_row(one) for one in accounts], (24, 14, 34, 14, 14))
    word.section(_("Findings and answers"))
    findings = [(one, finding) for one in accounts for finding in one.findings.all()]
    for one, finding in findings:
        word.paragraph(f"{one.account.name}（{one.account.platform}） · {finding.get_kind_display()}", is_bold=True)
        _lines(word, finding)
    if not findings:
        word.paragraph(_("Nothing was found."))
    return word.done()


def _head(inspection: Inspection, accounts: list[Sampled]) -> list[str]:
    counted = {verdict: sum(one.verdict == verdict for one in accounts) for verdict in Sampled.Verdict}
    population = sum(len(numbers) for numbers in inspection.population.values())
    drawn = clock.in_shanghai(inspection.drawn_at)
    return [
        _("Drawn on %(day)s from %(population)d accounts: %(size)d, each platform its share, at least one.")
        % {"day": f"{drawn:%Y-%m-%d %H:%M}", "population": population, "size": inspection.size},
        _("Seed %(seed)s: SHA-256 of “seed:number” is each account's lot, the smallest are drawn.")
        % {"seed": inspection.seed},
        _("Passed %(passed)d, failed %(failed)d, not judged yet %(open)d.")
        % {
            "passed": counted[Sampled.Verdict.PASSED],
            "failed": counted[Sampled.Verdict.FAILED],
            "open": counted[Sampled.Verdict.OPEN],
        },
    ]


def _row(one: Sampled) -> list[object]:
    return [
        one.account.name,
        str(one.account.platform),
        str(one.account.organisation),
        str(one.get_verdict_display()),
        len(one.findings.all()),
    ]


def _lines(word: Word, finding: InspectionFinding) -> None:
    word.paragraph(f"{_('Evidence')}：{finding.evidence} {finding.link}".strip())
    if finding.answer:
        word.paragraph(f"{_('Answer of the unit')}：{finding.answer}")
    if finding.ruling:
        word.paragraph(f"{finding.get_state_display()}：{finding.ruling}")
