"""The parts of a piece's body. No raw HTML: what a reader sees is what the templates make of these."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import ListBlock, StreamBlock, StructBlock, StructValue
from wagtail.blocks.field_block import CharBlock, RichTextBlock, TextBlock
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock

from pufa.statutes import cards

FEATURES = ["bold", "link", "document-link"]


class LawValue(StructValue):
    """A cited article; its words come from the statute library whenever it is shown."""

    @property
    def card(self) -> cards.Card | None:
        """The article as it reads today; None while the library does not hold it."""
        return cards.card(self["citation"] or "", self["sentence"] or "")

    def as_text(self) -> str:
        """The citation with the words it marks, as a check of citations reads them."""
        words = (self["sentence"] or "").strip()
        return f"{self['citation']}：“{words}”" if words else str(self["citation"])


def _with_chooser(block: CharBlock) -> CharBlock:
    """A text field beside which the desk's script puts the chooser of articles; it can still be typed into."""
    block.field.widget.attrs |= {
        "data-law-chooser": reverse_lazy("law_chooser:search"),
        "data-law-preview": reverse_lazy("law_chooser:preview"),
        "data-words": _("Choose an article"),
        "data-close": _("Close"),
    }
    return block


class LawBlock(StructBlock):
    """An article, named as people cite it; whoever reads the piece sees it in the words in force."""

    citation = _with_chooser(
        CharBlock(
            label=_("Article"),
            max_length=80,
            help_text=_(
                "Choose it, or type it as you would cite it: law, article and, where it matters, paragraph and item."
            ),
        )
    )
    sentence = TextBlock(
        label=_("Words to mark"),
        required=False,
        rows=2,
        help_text=_("Exactly as in the article; marked in the card, so that readers find them at once."),
    )

    def clean(self, value: Any) -> Any:
        """Keeps the citation in its one form. Raises ValidationError beside the field, saying what would be right."""
        cleaned = super().clean(value)
        try:
            cleaned["citation"] = cards.settled(cleaned["citation"], cleaned["sentence"] or "")
        except cards.CitationError as refusal:
            errors = {refusal.reason: ValidationError(str(refusal))}
            raise StructBlockValidationError(block_errors=errors) from refusal
        cleaned["sentence"] = (cleaned["sentence"] or "").strip()
        return cleaned

    class Meta:
        label = _("Article of a law")
        icon = "desk-library"
        value_class = LawValue
        template = "editorial/blocks/law.html"


class Body(StreamBlock):
    """Headings, paragraphs, articles of laws, numbered steps, a key sentence, quotations, pictures, notes."""

    heading = CharBlock(label=_("Heading"), max_length=60, icon="title", template="editorial/blocks/heading.html")
    paragraph = RichTextBlock(
        label=_("Paragraph"), features=FEATURES, icon="pilcrow", template="editorial/blocks/paragraph.html"
    )
    law = LawBlock()
    steps = ListBlock(
        CharBlock(label=_("Step"), max_length=300),
        label=_("Steps"),
        icon="list-ol",
        template="editorial/blocks/steps.html",
    )
    key_sentence = CharBlock(
        label=_("Key sentence"), max_length=120, icon="pick", template="editorial/blocks/key_sentence.html"
    )
    quote = StructBlock(
        [
            ("text", TextBlock(label=_("Words"))),
            ("who", CharBlock(label=_("Who said it"), max_length=60, required=False)),
        ],
        label=_("Quotation"),
        icon="openquote",
        template="editorial/blocks/quote.html",
    )
    image = StructBlock(
        [
            ("image", ImageBlock(label=_("Picture"))),
            ("caption", CharBlock(label=_("Caption"), max_length=120, required=False)),
        ],
        label=_("Picture"),
        icon="image",
        template="editorial/blocks/image.html",
    )
    note = TextBlock(label=pgettext_lazy("block", "Note"), icon="info-circle", template="editorial/blocks/note.html")

    class Meta:
        label = pgettext_lazy("tab", "Text")
        icon: ClassVar[str] = "doc-full"
