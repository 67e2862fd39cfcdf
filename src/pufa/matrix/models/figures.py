"""What platforms count: figures by account and day, posts, the files figures came from, and indices over them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pufa.accounts.models import User
from pufa.matrix.models.register import Account, Platform

MEASURES = ("followers", "reads", "likes", "comments", "shares", "posts")


class FigureBatch(models.Model):
    """One delivery of figures: a file somebody brought, or what a connector read. `rows` are kept as understood."""

    class State(models.TextChoices):
        """Whether its figures count."""

        DOUBTFUL = "doubtful", _("to be decided")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("not taken over")

    source = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, db_index=True)
    platform = models.ForeignKey(Platform, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, db_index=True)
    rows = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    brought_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    brought_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("delivery of figures")
        verbose_name_plural = _("deliveries of figures")
        ordering = ("-brought_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["digest"], condition=~Q(state="refused"), name="matrix_same_figures_once")
        ]

    def __str__(self) -> str:
        if self.file_name or not self.source.startswith("connector:"):
            return self.file_name or self.source
        return _("%(platform)s, read by the system") % {"platform": self.platform}

    @property
    def key(self) -> str:
        """Its name for audit."""
        return f"figures:{self.pk}"


class AccountFigure(models.Model):
    """One account on one day. Followers are how many there were at its end; the others what happened that day."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="figures")
    day = models.DateField(_("day"))
    followers = models.BigIntegerField(_("followers"), null=True, blank=True)
    reads = models.BigIntegerField(_("reads"), null=True, blank=True)
    likes = models.BigIntegerField(_("likes"), null=True, blank=True)
    comments = models.BigIntegerField(_("comments"), null=True, blank=True)
    shares = models.BigIntegerField(_("shares"), null=True, blank=True)
    posts = models.BigIntegerField(_("posts"), null=True, blank=True)
    batch = models.ForeignKey(FigureBatch, models.PROTECT, related_name="figures")
    row = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("figures of a day")
        verbose_name_plural = _("figures of days")
        ordering = ("account", "day")
        indexes = [models.Index(fields=["day", "account"], name="matrix_figure_day")]
        constraints = [
            models.UniqueConstraint(fields=["account", "day"], name="matrix_figures_once_a_day"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}),
                    name=f"matrix_{name}_not_below_0",
                )
                for name in MEASURES
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} · {self.day}"


class Post(models.Model):
    """Something published on an account, as a connector or a person saw it; its counts are the latest seen."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="seen_posts")
    remote_id = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)
    published_at = models.DateTimeField()
    is_headline = models.BooleanField(default=False)
    reads = models.BigIntegerField(null=True, blank=True)
    looks = models.BigIntegerField(null=True, blank=True)
    likes = models.BigIntegerField(null=True, blank=True)
    comments = models.BigIntegerField(null=True, blank=True)
    shares = models.BigIntegerField(null=True, blank=True)
    seen_at = models.DateTimeField()
    looked_through_at = models.DateTimeField(null=True, blank=True)
    found = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ("-published_at", "-pk")
        indexes = [models.Index(fields=["account", "-published_at"], name="matrix_post_latest")]
        constraints = [models.UniqueConstraint(fields=["account", "remote_id"], name="matrix_post_once")]

    def __str__(self) -> str:
        return self.title


class CallCount(models.Model):
    """How many calls went to a platform on a day, so that several workers together keep its quota."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="+")
    day = models.DateField()
    calls = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("calls of a day")
        verbose_name_plural = _("calls of days")
        constraints = [models.UniqueConstraint(fields=["platform", "day"], name="matrix_calls_once_a_day")]

    def __str__(self) -> str:
        return f"{self.platform_id} · {self.day} · {self.calls}"


class IndexKind(models.TextChoices):
    """Which index."""

    WCI = "wci", "WCI"
    BCI = "bci", "BCI"


class IndexValue(models.Model):
    """An index of one account over some days, with formula, version and inputs. Informs editors; ranks nobody."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="indices")
    kind = models.CharField(max_length=4, choices=IndexKind.choices)
    version = models.CharField(max_length=20)
    formula = models.TextField()
    first_day = models.DateField()
    last_day = models.DateField()
    inputs = models.JSONField()
    value = models.DecimalField(max_digits=9, decimal_places=2)
    reckoned_at = models.DateTimeField()

    class Meta:
        verbose_name = _("index")
        verbose_name_plural = _("indices")
        ordering = ("-last_day", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "version", "first_day", "last_day", "value"], name="matrix_index_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"
