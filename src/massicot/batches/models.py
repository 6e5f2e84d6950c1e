"""Tables of batches, of what they hold, and of the hands that held them."""

from django.db import models
from django.db.models import Q


class Batch(models.Model):
    """One envelope; its number is the one on its mark sheet."""

    code = models.CharField(max_length=60, unique=True)
    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    specialty_code = models.CharField(max_length=10)
    sequence = models.PositiveIntegerField()
    size = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["paper", "sequence"], name="batch_number_is_unique_in_its_paper"),
            models.CheckConstraint(condition=Q(size__gte=1), name="batch_is_not_empty"),
        )

    def __str__(self) -> str:
        return self.code


class BatchScript(models.Model):
    """One script in one batch, at its line of the mark sheet."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="contents")
    number = models.CharField(max_length=9, unique=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "position"], name="line_of_a_mark_sheet_holds_one_script"),
        )

    def __str__(self) -> str:
        return self.number


class HandOut(models.Model):
    """One stay of a batch with a marker: taken, given back the same evening."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="hand_outs")
    marker = models.CharField(max_length=30)
    out_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["batch"], condition=Q(back_at__isnull=True), name="batch_is_with_one_marker_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch_id} with {self.marker}"
