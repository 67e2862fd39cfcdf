"""Where copies are and how they got there.

A movement is written once. Triggers of the database (migration 0002) carry each one into the balances of its places and
refuse what would make a balance negative or deliver more than a run printed: whoever writes, and however.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import District, Organisation
from pufa.audit.models import AppendOnly
from pufa.materials.models.titles import Edition, PrintRun


class Place(models.Model):
    """A store: the office's, a unit's, a district's."""

    name = models.CharField(_("store"), max_length=60, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="stores", verbose_name=_("unit that keeps it")
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    address = models.CharField(_("address"), max_length=120, blank=True)
    is_closed = models.BooleanField(_("closed"), default=False)

    class Meta:
        verbose_name = _("store")
        verbose_name_plural = _("stores")
        ordering = ("organisation", "name")

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """The store's object key."""
        return f"store:{self.pk}"


class Balance(models.Model):
    """How many copies of an edition lie in a store: what the movements add up to, kept by the database itself."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="balances", verbose_name=_("edition"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="balances", verbose_name=_("store"))
    count = models.BigIntegerField(_("copies"))

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        constraints = [
            models.UniqueConstraint(fields=["edition", "place"], name="materials_balance_once"),
            models.CheckConstraint(condition=models.Q(count__gte=0), name="materials_balance_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.edition} {self.count}"


class Kind(models.TextChoices):
    """What happened to the copies. From and to which store is part of what each is."""

    DELIVERED = "delivered", _("Delivered by the printer")
    MOVED = "moved", _("Moved to another store")
    HANDED_OUT = "handed_out", _("Handed out")
    TAKEN_BACK = "taken_back", _("Handing out taken back")
    DESTROYED = "destroyed", _("Lost or destroyed")
    MISSING = "missing", _("Missing when counted")
    SURPLUS = "surplus", _("Found when counted")


OUT_OF: tuple[str, ...] = (Kind.MOVED, Kind.HANDED_OUT, Kind.DESTROYED, Kind.MISSING)
INTO: tuple[str, ...] = (Kind.DELIVERED, Kind.MOVED, Kind.TAKEN_BACK, Kind.SURPLUS)


class Movement(AppendOnly):
    """Copies that came, went or changed places. `source_*` name the occasion (`activity:12`), as in the ledger."""

    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="movements", verbose_name=_("edition"))
    run = models.ForeignKey(
        PrintRun, models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name=_("print run")
    )
    from_place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="outgoing", verbose_name=_("from")
    )
    to_place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="incoming", verbose_name=_("to the store")
    )
    count = models.PositiveIntegerField(_("copies"))
    at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(_("recorded at"))
    source_key = models.CharField(_("occasion"), max_length=120, blank=True)
    source_title = models.CharField(_("name of the occasion"), max_length=300, blank=True)
    source_url = models.CharField(_("address of the occasion"), max_length=500, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal", verbose_name=_("takes back")
    )
    reason = models.TextField(_("reason"), blank=True)
    ledger_entry = models.PositiveBigIntegerField(_("ledger entry"), null=True, blank=True)
    idempotency_key = models.CharField(_("idempotency key"), max_length=160, null=True, blank=True, unique=True)
    actor_id = models.CharField(_("recorder's id"), max_length=40)
    actor_name = models.CharField(_("recorder"), max_length=80)

    class Meta:
        verbose_name = _("movement")
        verbose_name_plural = _("movements")
        ordering = ("-at", "-id")
        indexes = [
            models.Index(fields=["source_key"], name="materials_move_by_source"),
            models.Index(fields=["edition", "-at"], name="materials_move_by_edition"),
            models.Index(fields=["kind", "-at"], name="materials_move_by_kind"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(count__gt=0), name="materials_move_not_empty"),
            models.CheckConstraint(
                condition=models.Q(kind__in=OUT_OF, from_place__isnull=False)
                | (~models.Q(kind__in=OUT_OF) & models.Q(from_place__isnull=True)),
                name="materials_move_out_of",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=INTO, to_place__isnull=False)
                | (~models.Q(kind__in=INTO) & models.Q(to_place__isnull=True)),
                name="materials_move_into",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.DELIVERED, run__isnull=False)
                | (~models.Q(kind=Kind.DELIVERED) & models.Q(run__isnull=True)),
                name="materials_move_of_run",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_place=models.F("to_place")), name="materials_move_two_places"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.TAKEN_BACK, reverses__isnull=False) & ~models.Q(reason="")
                | (~models.Q(kind=Kind.TAKEN_BACK) & models.Q(reverses__isnull=True)),
                name="materials_move_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.count} {self.edition}"

    @property
    def key(self) -> str:
        """The movement's object key."""
        return f"movement:{self.pk}"
