"""Tables of counts kept, decided gaps, the lifting of a paper or of one script, statements, consultations, disputes."""

from django.db import models
from django.db.models import F, Q

from massicot.results.rules.access import ASKERS
from massicot.results.rules.consultations import ENDED, AskerProof, ConsultationState, ConsultationStep
from massicot.results.rules.decisions import Decision
from massicot.results.rules.lifting import Case


class GapDecision(models.Model):
    """What the office decided of one gap of the ladder as its figures were, and why.

    `settled_…`: what counts of it, said by the office once the script that it decided of was there after all.
    """

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    figures = models.CharField(max_length=120, blank=True)
    decision = models.CharField(max_length=12, choices=[(choice.value, choice.value) for choice in Decision])
    reason = models.CharField(max_length=500)
    decided_by = models.CharField(max_length=254)
    decided_at = models.DateTimeField()
    settled_reason = models.CharField(max_length=500, blank=True)
    settled_by = models.CharField(max_length=254, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["paper", "key", "figures"], name="gap_is_decided_once_as_it_is"),
            models.CheckConstraint(condition=~Q(reason=""), name="gap_is_decided_with_a_reason"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | ~Q(settled_reason=""),
                name="decision_is_settled_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.key}: {self.decision}"


class LadderCount(models.Model):
    """The last count of a large paper, kept for all who look at it: begun at one instant, known to stand at another.

    `journal_line` is the last line of the journal when it was begun, `line_since` when a worker saw it there first.
    """

    paper = models.OneToOneField("exams.Paper", on_delete=models.CASCADE, related_name="+")
    journal_line = models.PositiveBigIntegerField()
    line_since = models.DateTimeField()
    counted_at = models.DateTimeField()
    stands_at = models.DateTimeField()
    layout = models.CharField(max_length=16)
    content = models.BinaryField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(stands_at__gte=F("counted_at")), name="count_stands_once_it_is_begun"),
        )

    def __str__(self) -> str:
        return f"count of {self.paper_id}"


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


class ScriptLifting(models.Model):
    """Two different persons of the office lift one script, or the proposal is withdrawn; never who wrote it."""

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=9)
    case = models.CharField(max_length=10, choices=[(case.value, case.value) for case in Case])
    reason = models.CharField(max_length=500)
    proposed_by = models.CharField(max_length=254)
    proposed_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=254, blank=True)
    lifted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(lifted_at__isnull=True, withdrawn_at__isnull=True),
                name="script_is_proposed_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(case__in=list(Case)), name="script_lifting_case_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="script_is_lifted_with_a_reason"),
            models.CheckConstraint(condition=~Q(lifted_by=F("proposed_by")), name="script_lifting_takes_two_persons"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="script_is_lifted_or_withdrawn",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case} {self.number}"


class Statement(models.Model):
    """One issue of the statement of one entry.

    What it said is sealed: beside the marks, which are kept by number, a mark kept by name would tell which number is
    whose to whoever has a copy of the database.
    """

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    entry_id = models.BigIntegerField()
    issue = models.PositiveSmallIntegerField()
    said = models.BinaryField(max_length=64)
    reason = models.CharField(max_length=500, blank=True)
    issued_by = models.CharField(max_length=254)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["entry_id", "issue"], name="statement_is_issued_in_order"),
            models.CheckConstraint(condition=Q(issue=1) | ~Q(reason=""), name="statement_is_replaced_with_a_reason"),
        )

    def __str__(self) -> str:
        return f"entry {self.entry_id}, issue {self.issue}"


_ASKERS = [str(asker) for asker in ASKERS]
_ENDED = [state.value for state in ENDED]
_STATES = [state.value for state in ConsultationState]
_STEPS = [step.value for step in ConsultationStep]


class Consultation(models.Model):
    """One request to see the script of one entry: who asks, since when, how far it is; never the number of a script.

    `steps_taken` is how many steps its file has: whoever acts from an older page is refused.
    """

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    entry_id = models.BigIntegerField()
    asked_by = models.CharField(max_length=20, choices=[(asker, asker) for asker in _ASKERS])
    received_on = models.DateField()
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in ConsultationState])
    steps_taken = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["entry_id"], condition=~Q(state__in=_ENDED), name="script_is_asked_for_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="consultation_state_is_known"),
            models.CheckConstraint(condition=Q(asked_by__in=_ASKERS), name="consultation_asker_is_known"),
        )

    def __str__(self) -> str:
        return f"consultation {self.pk}"


class ConsultationMove(models.Model):
    """One step of a consultation and what was typed with it; of an identity the kind of document, and no copy."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="moves")
    rank = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=20, choices=[(step.value, step.value) for step in ConsultationStep])
    proof = models.CharField(max_length=20, blank=True, choices=[(proof.value, proof.value) for proof in AskerProof])
    words = models.CharField(max_length=500, blank=True)
    pages = models.PositiveSmallIntegerField(null=True)
    price_cents = models.PositiveIntegerField(null=True)
    taken_on = models.DateField()
    taken_by = models.CharField(max_length=254)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["consultation", "rank"], name="consultation_goes_step_by_step"),
            models.CheckConstraint(condition=Q(step__in=_STEPS), name="consultation_step_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.consultation_id}"


class SheetExtract(models.Model):
    """The line of a mark sheet that is kept for one consultation, by the code of its document; confirmed by another.

    One whose document is destroyed stands no more, and makes room for the next.
    """

    consultation = models.OneToOneField(Consultation, on_delete=models.CASCADE, related_name="extract")
    code = models.CharField(max_length=20)
    masked_by = models.CharField(max_length=254)
    confirmed_by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(masked_by=F("confirmed_by")), name="extract_takes_two_persons"),
        )

    def __str__(self) -> str:
        return self.code


class Dispute(models.Model):
    """One dispute about the result of one entry: who disputes, since when and why, until it has its end; no number."""

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    entry_id = models.BigIntegerField()
    asked_by = models.CharField(max_length=20, choices=[(asker, asker) for asker in _ASKERS])
    received_on = models.DateField()
    reason = models.CharField(max_length=500)
    opened_by = models.CharField(max_length=254)
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    ended_by = models.CharField(max_length=254, blank=True, default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["entry_id"], condition=Q(ended_on__isnull=True), name="result_is_disputed_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_reason=""), name="dispute_ends_with_a_reason"
            ),
            models.CheckConstraint(condition=Q(asked_by__in=_ASKERS), name="dispute_asker_is_known"),
        )

    def __str__(self) -> str:
        return f"dispute {self.pk}"
