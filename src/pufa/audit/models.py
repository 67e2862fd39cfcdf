"""The trail's entries, the sealed head of the chain, and the marks left where old entries were cut off."""

import json
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from pufa.audit import chain, verbs

SYSTEM_ID = "system"
TRAIL, SEAL_BROKEN, RESEALED = "audit:trail", "audit.seal_broken", "audit.resealed"
NAME_LENGTH, TITLE_LENGTH = 80, 300


class AppendOnlyError(Exception):
    """Somebody tried to change or delete what is only ever added to."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Reads freely and refuses to change or delete in bulk."""

    def update(self, **_kwargs: object) -> NoReturn:
        """Refuses. Raises AppendOnlyError."""
        raise AppendOnlyError(_("Entries cannot be changed."))

    def delete(self) -> NoReturn:
        """Refuses. Raises AppendOnlyError."""
        raise AppendOnlyError(_("Entries cannot be deleted."))

    def bulk_update(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuses. Raises AppendOnlyError."""
        raise AppendOnlyError(_("Entries cannot be changed."))


class AppendOnly(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *_args: object, **options: object) -> None:
        """Writes a new row. Raises AppendOnlyError if the row is already there."""
        if not self._state.adding:
            raise AppendOnlyError(_("Entries cannot be changed."))
        using = options.get("using")
        super().save(force_insert=True, using=using if isinstance(using, str) else None)

    def delete(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuses. Raises AppendOnlyError."""
        raise AppendOnlyError(_("Entries cannot be deleted."))


class Entry(AppendOnly):
    """One thing somebody did, bound by its hash to everything done before."""

    seq = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time"), db_index=True)
    actor_id = models.CharField(_("actor's id"), max_length=40)
    actor_name = models.CharField(_("actor"), max_length=NAME_LENGTH)
    verb = models.CharField(_("deed"), max_length=60)
    key = models.CharField(_("object"), max_length=120)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH, blank=True)
    detail_text = models.TextField(_("detail"), default="{}")
    previous_hash = models.CharField(_("hash before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["verb", "-seq"], name="audit_by_verb"),
            models.Index(fields=["key", "-seq"], name="audit_by_key"),
            models.Index(fields=["actor_id", "-seq"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.key}"

    @property
    def detail(self) -> dict[str, Any]:
        """What was recorded beside the deed, as data."""
        loaded: dict[str, Any] = json.loads(self.detail_text)
        return loaded

    @property
    def is_system(self) -> bool:
        """Whether no person but the software itself acted."""
        return self.actor_id == SYSTEM_ID

    @property
    def verb_label(self) -> str:
        """The deed in words."""
        return verbs.label(self.verb)

    def computed_hash(self) -> str:
        """The hash this entry should have."""
        return chain.entry_hash(self.hashed_fields(), self.previous_hash)

    def hashed_fields(self) -> dict[str, object]:
        """All fields the hash covers, by name."""
        return {name: getattr(self, name) for name in HASHED}


HASHED = ("seq", "at", "actor_id", "actor_name", "verb", "key", "title", "detail_text")


class Head(models.Model):
    """The last entry's number and hash, sealed: the tail of the chain cannot be cut off unnoticed."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(_("number"))
    hash = models.CharField(_("hash"), max_length=64)
    mac = models.CharField(_("seal"), max_length=64)

    class Meta:
        verbose_name = _("head of the chain")
        verbose_name_plural = _("heads of the chain")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"

    def is_sealed(self) -> bool:
        """Whether number and hash are as this installation wrote them."""
        return chain.is_sealed(self.mac, "head", self.seq, self.hash)


class Cut(AppendOnly):
    """The mark where the oldest entries were removed after their time: the chain goes on from here."""

    seq = models.PositiveBigIntegerField(_("last number removed"), primary_key=True)
    hash = models.CharField(_("its hash"), max_length=64)
    removed = models.PositiveBigIntegerField(_("entries removed"))
    at = models.DateTimeField(_("removed at"))
    mac = models.CharField(_("seal"), max_length=64)

    class Meta:
        verbose_name = _("cut")
        verbose_name_plural = _("cuts")
        ordering = ["-seq"]

    def __str__(self) -> str:
        return f"-{self.seq}"

    def is_sealed(self) -> bool:
        """Whether the mark is as this installation wrote it."""
        return chain.is_sealed(self.mac, "cut", self.seq, self.hash, self.removed)
