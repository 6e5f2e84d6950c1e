"""The tables of scripts and of their header strips, by number or counted: never who wrote it."""

from django.db import models
from django.db.models import F, Q

from massicot.scripts.rules import ScriptKind


class Script(models.Model):
    """One anonymity number and the one physical item that bears it."""

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=9, unique=True)
    centre_uai = models.CharField(max_length=8)
    specialty_code = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ScriptKind])
    pupil_token = models.BinaryField(max_length=12)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(kind__in=list(ScriptKind)), name="script_kind_is_known"),)
        indexes = (models.Index(fields=["paper", "centre_uai"], name="scripts_of_a_centre"),)

    def __str__(self) -> str:
        return self.number


class StripBox(models.Model):
    """A box of header strips: the numbers of its first and last strip, how many are in it, where it is kept for a year.

    `ref` names it in the ledger.
    """

    ref = models.CharField(max_length=60, unique=True)
    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    first = models.CharField(max_length=9)
    last = models.CharField(max_length=9)
    count = models.PositiveIntegerField()
    kept_in = models.CharField(max_length=100)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="box_goes_from_first_to_last_strip"),
            models.CheckConstraint(condition=~Q(kept_in=""), name="box_is_kept_somewhere"),
        )
        indexes = (models.Index(fields=["paper", "centre_uai"], name="strip_boxes_of_a_centre"),)

    def __str__(self) -> str:
        return f"{self.ref}: {self.first}–{self.last}"


class StripLacking(models.Model):
    """One header strip that was not there when the box of its number was closed, as two persons signed.

    It goes when the strip is found, or its box opened again.
    """

    box = models.ForeignKey(StripBox, on_delete=models.CASCADE, related_name="lacking")
    number = models.CharField(max_length=9, unique=True)
    signed_by = models.CharField(max_length=100)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(signed_by=""), name="strip_lacking_is_signed"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.signed_by}"


class StripDestruction(models.Model):
    """Header strips that an exam centre destroyed once their scripts were, as two persons signed.

    `due`: how many were to be destroyed, `count`: how many were there, with a reason where fewer. It goes where it was
    a mistake. `noted_…`: the exam office took note of those that were not found, and what it said of them.
    """

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    due = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    signed_by = models.CharField(max_length=100)
    certified_at = models.DateTimeField()
    certified_by = models.CharField(max_length=254)
    noted_word = models.CharField(max_length=500, blank=True, default="")
    noted_by = models.CharField(max_length=254, blank=True, default="")
    noted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(signed_by=""), name="strips_are_destroyed_by_two"),
            models.CheckConstraint(
                condition=Q(count=F("due")) | (Q(count__lt=F("due")) & ~Q(reason="")),
                name="strips_lacking_are_signed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(noted_at__isnull=True) | (~Q(noted_word="") & Q(count__lt=F("due"))),
                name="strips_not_found_are_noted_with_a_word",
            ),
        )
        indexes = (models.Index(fields=["paper", "centre_uai"], name="strips_destroyed_of_a_centre"),)

    def __str__(self) -> str:
        return f"{self.centre_uai}: {self.count}"
