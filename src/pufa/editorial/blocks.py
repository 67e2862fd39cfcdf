"""The parts of a piece's body. No raw HTML: what a reader sees is what the templates make of these."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.blocks.field_block import CharBlock, RichTextBlock, TextBlock
from wagtail.images.blocks import ImageBlock

FEATURES = ["bold", "link", "document-link"]


class Body(StreamBlock):
    """Headings, paragraphs, numbered steps, a key sentence, quotations, pictures, notes."""

    heading = CharBlock(label=_("Heading"), max_length=60, icon="title", template="editorial/blocks/heading.html")
    paragraph = RichTextBlock(
        label=_("Paragraph"), features=FEATURES, icon="pilcrow", template="editorial/blocks/paragraph.html"
    )
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
