"""The parts of a piece's body. No raw HTML: what a reader sees is what the templates make of these."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

FEATURES = ["bold", "link", "document-link"]


class Body(blocks.StreamBlock):
    """Headings, paragraphs, numbered steps, a key sentence, quotations, pictures, notes."""

    heading = blocks.CharBlock(
        label=_("Heading"), max_length=60, icon="title", template="editorial/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"), features=FEATURES, icon="pilcrow", template="editorial/blocks/paragraph.html"
    )
    steps = blocks.ListBlock(
        blocks.CharBlock(label=_("Step"), max_length=300),
        label=_("Steps"),
        icon="list-ol",
        template="editorial/blocks/steps.html",
    )
    key_sentence = blocks.CharBlock(
        label=_("Key sentence"), max_length=120, icon="pick", template="editorial/blocks/key_sentence.html"
    )
    quote = blocks.StructBlock(
        [
            ("text", blocks.TextBlock(label=_("Words"))),
            ("who", blocks.CharBlock(label=_("Who said it"), max_length=60, required=False)),
        ],
        label=_("Quotation"),
        icon="openquote",
        template="editorial/blocks/quote.html",
    )
    image = blocks.StructBlock(
        [
            ("image", ImageBlock(label=_("Picture"))),
            ("caption", blocks.CharBlock(label=_("Caption"), max_length=120, required=False)),
        ],
        label=_("Picture"),
        icon="image",
        template="editorial/blocks/image.html",
    )
    note = blocks.TextBlock(label=_("Note"), icon="info-circle", template="editorial/blocks/note.html")

    class Meta:
        label = _("Text")
        icon: ClassVar[str] = "doc-full"
