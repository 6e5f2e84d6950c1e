"""Tables of replacements: who was asked to come in whose stead and what they said, and each half-day that is filled."""

from django.db import models
from django.db.models import Q

from massicot.missions.rules.hours import HalfDay
from massicot.replacements.rules import ASKED, ReplacementState


class Replacement(models.Model):
    """Somebody asked, or offered, in the stead of one person of a mission; once convened, `stand_in` is their place."""

    absent = models.ForeignKey("missions.Assignment", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("persons.Person", on_delete=models.PROTECT, related_name="+")
    stand_in = models.ForeignKey("missions.Assignment", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in ReplacementState])
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=254)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(ReplacementState)), name="replacement_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=ReplacementState.CONVENED) | Q(stand_in__isnull=False),
                name="whoever_replaces_has_a_place",
            ),
            models.UniqueConstraint(
                fields=["absent", "person"], condition=Q(state__in=ASKED), name="person_is_asked_once_for_a_place"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} instead of {self.absent_id}"


class ReplacedHalf(models.Model):
    """One half-day of somebody that another keeps; it ends where that is taken back, or the other is called no more.

    Where whoever replaced is replaced in turn, `replacement` is the last one: it says who comes.
    """

    replacement = models.ForeignKey(Replacement, on_delete=models.PROTECT, related_name="halves")
    absent = models.ForeignKey("missions.Assignment", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    half = models.CharField(max_length=10, choices=[(half.value, half.value) for half in HalfDay])
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(half__in=list(HalfDay)), name="replaced_half_is_known"),
            models.UniqueConstraint(
                fields=["absent", "day", "half"], condition=Q(ended_at__isnull=True), name="half_day_is_replaced_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.half}"
