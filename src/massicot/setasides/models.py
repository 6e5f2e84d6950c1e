"""The table of scripts set aside: one row for each slip, from the day it was written to its end."""

from django.db import models
from django.db.models import F, Q

from massicot.setasides.rules import NUMBERED, Oddity, SlipEnd


class SetAside(models.Model):
    """One script under one slip; the ledger says at which centre it lies, `place` on which shelf there.

    `told_uai` is the exam centre that its end concerns, or the marking centre to which it was sent on: it acknowledges
    the end, or says of what was sent that it never came.
    """

    code = models.CharField(max_length=60, unique=True)
    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    sequence = models.PositiveIntegerField()
    oddity = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Oddity])
    number = models.CharField(max_length=9, blank=True)
    found_in = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=100)
    remark = models.CharField(max_length=200, blank=True)
    follows = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=254)
    ending = models.CharField(
        max_length=12,
        choices=[(one.value, one.value) for one in SlipEnd],
        default=SlipEnd.OPEN,
        db_default=SlipEnd.OPEN,
    )
    ending_ref = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=254, blank=True)
    told_uai = models.CharField(max_length=8, blank=True, default="", db_default="")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=254, blank=True, default="", db_default="")
    never_came_at = models.DateTimeField(null=True)
    never_came_by = models.CharField(max_length=254, blank=True, default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["paper", "sequence"], name="slip_is_numbered_once_in_its_paper"),
            models.CheckConstraint(condition=Q(oddity__in=list(Oddity)), name="reason_to_set_aside_is_known"),
            models.CheckConstraint(condition=Q(ending__in=list(SlipEnd)), name="end_of_a_set_aside_is_known"),
            models.CheckConstraint(condition=~Q(place=""), name="set_aside_script_has_a_place"),
            models.CheckConstraint(
                condition=~Q(oddity__in=list(NUMBERED)) | Q(number__gt=""),
                name="foreign_or_doubled_script_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(ending=SlipEnd.OPEN, ended_at__isnull=True)
                | (~Q(ending=SlipEnd.OPEN) & Q(ended_at__isnull=False)),
                name="set_aside_ends_at_an_instant",
            ),
            models.CheckConstraint(condition=~Q(follows=F("code")), name="slip_follows_another_one"),
            models.CheckConstraint(
                condition=Q(told_uai="") | ~Q(ending=SlipEnd.OPEN), name="exam_centre_is_told_of_an_end"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(told_uai__gt=""),
                name="end_is_acknowledged_by_its_centre",
            ),
            models.CheckConstraint(
                condition=Q(never_came_at__isnull=True) | Q(told_uai__gt="", ending=SlipEnd.FORWARDED),
                name="only_what_was_sent_on_never_came",
            ),
        )
        indexes = (
            models.Index(fields=["centre_uai", "paper"], condition=Q(ending=SlipEnd.OPEN), name="set_asides_open"),
            models.Index(fields=["number"], condition=Q(number__gt=""), name="set_asides_by_number"),
            models.Index(fields=["told_uai", "paper"], condition=Q(told_uai__gt=""), name="set_asides_told"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.ending == SlipEnd.OPEN

    @property
    def is_to_acknowledge(self) -> bool:
        """Say whether the exam centre that its end concerns has not acknowledged it."""
        return bool(self.told_uai) and self.acknowledged_at is None

    @property
    def is_lost_on_its_way(self) -> bool:
        """Say whether the marking centre to which it was sent on says that it never came."""
        return self.never_came_at is not None and self.acknowledged_at is None
