"""Tables of absences: what is said of each, its half-days, every step of its life, and how it was answered."""

from django.db import models
from django.db.models import Q

from massicot.absences.rules.absences import AbsenceKind, AbsenceState, VisitResult, Who
from massicot.absences.rules.deductions import DeductionFate
from massicot.absences.rules.life import Step
from massicot.missions.rules.hours import HalfDay


class Absence(models.Model):
    """Somebody on the list of a mission who does not come, or did not; `document` is the code of a deposit.

    `letter_code` is the convocation that called them as it began, `institution_uai` whose staff they were then. Where a
    register found them present after all, `came_at` says since when that is known, and `came_seen_at` when the exam
    office took note of it.
    """

    assignment = models.ForeignKey("missions.Assignment", on_delete=models.PROTECT, related_name="+")
    letter_code = models.CharField(max_length=20)
    institution_uai = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in AbsenceState])
    kind = models.CharField(
        max_length=15, choices=[(kind.value, kind.value) for kind in AbsenceKind], default=AbsenceKind.NONE_GIVEN
    )
    way = models.CharField(max_length=10, choices=[(who.value, who.value) for who in Who])
    words = models.CharField(max_length=300, blank=True)
    document = models.CharField(max_length=20, blank=True)
    document_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=254)
    came_at = models.DateTimeField(null=True)
    came_seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(AbsenceState)), name="absence_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=list(AbsenceKind)), name="absence_kind_is_known"),
            models.CheckConstraint(condition=Q(way__in=list(Who)), name="absence_way_is_known"),
            models.CheckConstraint(
                condition=Q(came_seen_at__isnull=True) | Q(came_at__isnull=False),
                name="absent_who_came_is_noted_before_seen",
            ),
        )
        indexes = (models.Index(fields=["state"], name="absences_by_state"),)

    def __str__(self) -> str:
        return f"absence {self.pk}"


class AbsentHalf(models.Model):
    """One half-day of an absence, at the place to which it was called; it ends where the person comes, or must."""

    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="halves")
    assignment = models.ForeignKey("missions.Assignment", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    half = models.CharField(max_length=10, choices=[(half.value, half.value) for half in HalfDay])
    place_uai = models.CharField(max_length=8)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["assignment", "day", "half"],
                condition=Q(ended_at__isnull=True),
                name="half_day_is_of_one_absence",
            ),
            models.CheckConstraint(condition=Q(half__in=list(HalfDay)), name="absent_half_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.half}"


class AbsenceStep(models.Model):
    """One act on an absence and the words that go with it: the file of the absence, which the journal does not know."""

    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=20, choices=[(step.value, step.value) for step in Step])
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(step__in=list(Step)), name="absence_step_is_known"),)

    def __str__(self) -> str:
        return f"{self.step} {self.absence_id}"


class RectorDecision(models.Model):
    """A decision of the rector on an absence; one that was taken back is kept beside the one that stands."""

    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="decisions")
    is_granted = models.BooleanField()
    in_name_of = models.CharField(max_length=100)
    decided_on = models.DateField()
    reference = models.CharField(max_length=60)
    typed_at = models.DateTimeField()
    typed_by = models.CharField(max_length=254)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["absence"], condition=Q(taken_back_at__isnull=True), name="absence_has_one_decision"
            ),
        )

    def __str__(self) -> str:
        return self.reference


class CounterVisit(models.Model):
    """A doctor asked to look at somebody who is said to be ill, and what came of it."""

    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="visits")
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=254)
    result = models.CharField(
        max_length=15, choices=[(result.value, result.value) for result in VisitResult], blank=True
    )
    visited_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["absence"], condition=Q(result=""), name="absence_waits_for_one_counter_visit"
            ),
            models.CheckConstraint(
                condition=Q(result="", visited_on__isnull=True) | ~Q(result="") & Q(visited_on__isnull=False),
                name="counter_visit_has_its_day",
            ),
        )

    def __str__(self) -> str:
        return f"visit of {self.absence_id}"


class Deduction(models.Model):
    """The file of a deduction, kept as the facts of its letter; one that was taken back is kept beside the next."""

    absence = models.ForeignKey(Absence, on_delete=models.CASCADE, related_name="deductions")
    thirtieths = models.PositiveSmallIntegerField()
    fate = models.CharField(max_length=10, choices=[(fate.value, fate.value) for fate in DeductionFate])
    is_referred = models.BooleanField()
    facts = models.TextField()
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=254)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["absence"], condition=Q(taken_back_at__isnull=True), name="absence_has_one_deduction"
            ),
            models.CheckConstraint(condition=Q(thirtieths__gte=1), name="deduction_is_of_some_days"),
        )

    def __str__(self) -> str:
        return f"deduction {self.absence_id}"
