"""A kit (精品课): a script that two or three people can perform on a village square, with everything they need."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pufa.lectures import script
from pufa.review.drafts import Credit, Draft
from pufa.review.reviewed import Reviewed


class KitForm(models.TextChoices):
    """What kind of performance it is."""

    THREE_AND_A_HALF = "sanjuban", _("Three and a half lines")
    CLAPPER = "kuaiban", _("Clapper talk")
    BALLAD = "minyao", _("Ballad")
    SHADOW = "piying", _("Shadow play")
    SKETCH = "qingjing", _("Sketch")
    STORY = "gushi", _("Story")


class Kit(Reviewed):
    """One kit; lecturers and the public see its approved text only."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=60)
    form = models.CharField(_("form"), max_length=10, choices=KitForm.choices)
    topic = models.CharField(_("topic"), max_length=40)
    about = models.CharField(_("in one sentence"), max_length=120, blank=True)
    script = models.TextField(_("script"))
    props = models.CharField(_("props"), max_length=200, blank=True)
    laws = models.TextField(_("laws it names"), blank=True)
    quiz = models.JSONField(_("quiz cards"), default=list, blank=True)
    audio = models.FileField(_("audio example"), upload_to="kits/%Y", blank=True)
    length = models.PositiveSmallIntegerField(_("minutes long"), null=True, blank=True)

    class Meta:
        verbose_name = _("kit")
        verbose_name_plural = _("kits")
        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        return f"《{self.title}》"

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("lectures:kit", args=[self.slug])

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("lectures_desk:kit", args=[self.pk])

    def draft(self) -> Draft:
        """Title, script line by line, quiz cards, laws: all that will be read."""
        cards = [f"{card['question']}　{'／'.join(card['options'])}　{card['why']}" for card in self.quiz]
        sound = [f"{_('audio example')}：{self.audio.url}"] if self.audio else []
        paragraphs = [*self.script.splitlines(), *cards, *self.laws.splitlines(), *sound]
        writer = self.written_by.name if self.written_by else ""
        return Draft(
            title=self.title, standfirst=self.about, paragraphs=tuple(line for line in paragraphs if line.strip()),
            credits=(Credit("author", writer),) if writer else (),
        )  # fmt: skip

    def content(self) -> dict[str, Any]:
        """What is published: plain data, the same on the web, on the device and in files."""
        lines = script.read(self.script)
        return {
            "slug": self.slug, "title": self.title, "form": self.form, "form_label": str(self.get_form_display()),
            "topic": self.topic, "about": self.about, "props": self.props, "laws": self.laws.splitlines(),
            "lines": [[line.part, line.text, line.hint, line.beats] for line in lines], "quiz": self.quiz,
            "parts": script.parts(lines), "minutes": self.length or script.minutes(lines), "version": self.version,
            "audio": self.audio.url if self.audio else "", "audio_file": self.audio.name if self.audio else "",
        }  # fmt: skip
