"""Tables of decided gaps and of the lifting of anonymity."""

from django.db import models
from django.db.models import F, Q

from massicot.results.rules import Decision


class GapDecision(models.Model):
    """What the office decided of one gap of the ladder, and why."""

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    decision = models.CharField(max_length=12, choices=[(choice.value, choice.value) for choice in Decision])
    reason = models.CharField(max_length=500)
    decided_by = models.CharField(max_length=254)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["paper", "key"], name="gap_is_decided_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="gap_is_decided_with_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.key}: {self.decision}"


class Lifting(models.Model):
    """Two different persons of the office lift the anonymity of a paper, once."""

    paper = models.OneToOneField("exams.Paper", on_delete=models.PROTECT, related_name="+")
    proposed_by = models.CharField(max_length=254)
    proposed_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=254, blank=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(lifted_by=F("proposed_by")), name="lifting_takes_two_persons"),
        )

    def __str__(self) -> str:
        return f"lifting of {self.paper_id}"
