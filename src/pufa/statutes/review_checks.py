"""The machine check that no wrong citation of a law gets past; loaded when the app starts."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pufa.review.checks import excerpt
from pufa.review.drafts import Draft
from pufa.review.registry import Finding, Level, register_check
from pufa.statutes import checked
from pufa.statutes.models import Law


def law_citations(draft: Draft) -> Iterator[Finding]:
    """Blocks citations of laws that are wrong today; notes those that could not be compared with the law's text."""
    numbered = list(draft.texts())
    texts = [text for _number, text in numbered]
    if not Law.objects.exists():
        if checked.seems_to_cite(texts):
            yield Finding(Level.NOTE, _("No laws are loaded; the citations of laws were not checked."))
        return
    for found in checked.in_texts(texts):
        citation = found.citation
        if not citation.hint and not citation.is_wrong:
            continue
        paragraph, text = numbered[found.text]
        level = Level.BLOCK if citation.is_wrong else Level.NOTE
        message = _("%(citation)s: %(hint)s") % {"citation": citation.text, "hint": citation.hint}
        yield Finding(level, message, excerpt(text, found.start, found.end), paragraph)


register_check("law_citations", gettext_lazy("Citations of laws"), law_citations)
