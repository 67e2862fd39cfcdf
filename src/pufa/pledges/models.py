"""Conventions with their approved texts, signatures that are only ever added, reports of breach, the citizens' wall."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pufa.accounts.fields import SealedTextField
from pufa.accounts.models import Organisation, User
from pufa.audit.models import AppendOnly
from pufa.matrix.models import Account
from pufa.review.drafts import Credit, Draft
from pufa.review.reviewed import Reviewed


class Convention(Reviewed):
    """A convention (文明公约); each approved text is an edition that can be signed."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=80)
    preamble = models.TextField(_("preamble"), blank=True)
    clauses = models.TextField(_("clauses"), help_text=_("One clause a line."))
    is_closed = models.BooleanField(_("no longer signed"), default=False)
    invited_at = models.DateTimeField(_("units were asked to sign"), null=True, blank=True)

    class Meta:
        verbose_name = _("convention")
        verbose_name_plural = _("conventions")
        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        return f"《{self.title}》"

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("pledges:convention", args=[self.slug])

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("pledges_desk:convention", args=[self.pk])

    def lines(self) -> list[str]:
        """Its clauses as they are written now."""
        return [line.strip() for line in self.clauses.splitlines() if line.strip()]

    def draft(self) -> Draft:
        """Preamble and clauses."""
        writer = self.written_by.name if self.written_by else ""
        paragraphs = tuple(line for line in (self.preamble, *self.lines()) if line)
        return Draft(self.title, paragraphs=paragraphs, credits=(Credit("author", writer),) if writer else ())

    def content(self) -> dict[str, Any]:
        """Title, preamble, clauses."""
        return {"title": self.title, "preamble": self.preamble, "clauses": self.lines()}


class Edition(AppendOnly):
    """An approved text of a convention. Written once."""

    convention = models.ForeignKey(Convention, models.PROTECT, related_name="editions", verbose_name=_("convention"))
    number = models.PositiveSmallIntegerField(_("edition"))
    content = models.JSONField()
    from_day = models.DateField(_("in force from"))

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering: ClassVar = ["convention", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["convention", "number"], name="pledges_edition_once")]

    def __str__(self) -> str:
        return _now("%(title)s, edition %(number)d") % {"title": self.convention, "number": self.number}


class Deed(models.TextChoices):
    """What a signatory did."""

    SIGNED = "signed", _("Has signed")
    RENEWED = "renewed", _("Renewed")
    SUSPENDED = "suspended", _("Mark suspended")
    WITHDRAWN = "withdrawn", _("Signature withdrawn")


class Signature(AppendOnly):
    """One deed of a signatory; the last one says where it stands. `signatory` is account:12, unit:3 or person:name."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="signatures", verbose_name=_("edition"))
    deed = models.CharField(_("deed of a signatory"), max_length=10, choices=Deed.choices)
    signatory = models.CharField(_("signatory"), max_length=120, db_index=True)
    name = models.CharField(_("name"), max_length=80)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    signed_by = models.CharField(_("responsible person"), max_length=40)
    number = models.CharField(_("certificate number"), max_length=24, unique=True)
    at = models.DateTimeField(_("when"))
    reason = models.TextField(_("reason"), blank=True)
    ledger_entry = models.PositiveBigIntegerField(null=True, blank=True)
    actor_id = models.CharField(max_length=40)
    actor_name = models.CharField(_("recorder"), max_length=80)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} {self.get_deed_display()}"

    @property
    def key(self) -> str:
        """The signature's object key."""
        return f"signature:{self.pk}"


class Breach(models.Model):
    """A report that a signatory broke a clause: it is heard, somebody else decides, once it can be appealed."""

    class State(models.TextChoices):
        """How far it is."""

        RECEIVED = "received", _("Received")
        HEARING = "hearing", _("The signatory is heard")
        DECIDED = "decided", _("Decided")
        APPEALED = "appealed", _("Appealed")
        CLOSED = "closed", _("Closed")
        DISMISSED = "dismissed", _("Not followed up")

    class Verdict(models.TextChoices):
        """What came out."""

        UNFOUNDED = "unfounded", _("Not a breach")
        REMINDED = "reminded", _("Reminded to mend it")
        SUSPENDED = "suspended", _("Mark suspended")

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        State.RECEIVED: (State.HEARING, State.DISMISSED), State.HEARING: (State.DECIDED,),
        State.DECIDED: (State.APPEALED, State.CLOSED), State.APPEALED: (State.CLOSED,),
    }  # fmt: skip

    convention = models.ForeignKey(Convention, models.PROTECT, related_name="breaches", verbose_name=_("convention"))
    signatory = models.CharField(_("signatory"), max_length=120)
    name = models.CharField(_("name"), max_length=80)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    clause = models.PositiveSmallIntegerField(_("clause"))
    link = models.URLField(_("where it is"), max_length=500, blank=True)
    text = models.TextField(_("what happened"))
    contact = SealedTextField(_("how to answer"), blank=True)
    code = models.CharField(max_length=24, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.RECEIVED)
    received_at = models.DateTimeField(_("received at"))
    due_on = models.DateField(_("answer by"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    heard_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    appeal = models.TextField(_("appeal"), blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("report of breach")
        verbose_name_plural = _("reports of breach")
        ordering: ClassVar = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.clause}"

    @property
    def key(self) -> str:
        """The report's object key."""
        return f"breach:{self.pk}"

    @property
    def desk_url(self) -> str:
        """Its page at the desk."""
        return reverse("pledges_desk:breach", args=[self.pk])


class Promise(models.IntegerChoices):
    """What citizens promise on the wall."""

    CHECK = 1, _("I look before I pass something on.")
    DATA = 2, _("I do not give other people's data away.")
    KIND = 3, _("I argue without insulting.")


class WallDay(models.Model):
    """How often a promise was made on a day; who made it is not known."""

    promise = models.PositiveSmallIntegerField(choices=Promise.choices)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("day of the wall")
        verbose_name_plural = _("days of the wall")
        constraints: ClassVar = [models.UniqueConstraint(fields=["promise", "day"], name="pledges_wall_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.count}"
