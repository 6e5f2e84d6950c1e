"""Tables of batches, of what they hold, of the hands that held them, of the evenings when they did not come back."""

from django.db import models
from django.db.models import F, Q

from massicot.batches.rules.batches import BatchState, state_of
from massicot.batches.rules.concordance import Check
from massicot.batches.rules.hands import Signed
from massicot.batches.rules.shortages import Noticed
from massicot.batches.rules.withdrawn import RELEASED, WithdrawalDecision


class Batch(models.Model):
    """One envelope; its number is the one on its mark sheet. Once unmade it holds nothing, and keeps its number.

    `taker` is the marker who holds it, or held it last, and `is_out` says which, as its hand-outs do: a list of
    thousands is sorted and counted by it without a look at the hand-outs of each. `proposed_to` is the marker for whom
    it was shared out, until it goes to somebody. `lacking` of its lines have no script now: they are on the sheet and
    are no part of what is counted in the hand.
    """

    code = models.CharField(max_length=60, unique=True)
    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    specialty_code = models.CharField(max_length=10)
    sequence = models.PositiveIntegerField()
    size = models.PositiveSmallIntegerField()
    lacking = models.PositiveSmallIntegerField(default=0, db_default=0)
    made_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    unmade_at = models.DateTimeField(null=True)
    taker = models.CharField(max_length=30, blank=True, default="", db_default="")
    is_out = models.BooleanField(default=False, db_default=False)
    proposed_to = models.CharField(max_length=30, blank=True, default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["paper", "sequence"], name="batch_number_is_unique_in_its_paper"),
            models.CheckConstraint(condition=Q(size__gte=1), name="batch_is_not_empty"),
            models.CheckConstraint(
                condition=Q(printed_at__isnull=False) | Q(sealed_at__isnull=True),
                name="envelope_is_closed_with_its_mark_sheet",
            ),
            models.CheckConstraint(
                condition=Q(sealed_at__isnull=False) | Q(taker=""), name="envelope_is_closed_when_it_is_handed_out"
            ),
            models.CheckConstraint(condition=Q(taker__gt="") | Q(is_out=False), name="batch_is_out_with_a_marker"),
            models.CheckConstraint(
                condition=Q(proposed_to="") | Q(is_out=False), name="batch_is_proposed_while_nobody_has_it"
            ),
            models.CheckConstraint(condition=Q(lacking__lte=F("size")), name="batch_lacks_no_more_than_it_has"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def state(self) -> BatchState:
        """Tell where the batch stands, as `queries.batches` does in the words of the database."""
        return state_of(self.printed_at, self.sealed_at, self.taker, is_out=self.is_out)

    @property
    def in_hand(self) -> int:
        """Count the scripts that are there when it is counted in the hand."""
        return self.size - self.lacking

    @property
    def holder(self) -> str:
        """Name the marker who has the batch now; empty when nobody has."""
        return self.taker if self.is_out else ""


class BatchScript(models.Model):
    """One script in one batch, at its line of the mark sheet, and whether it was seen in the envelope.

    What is scanned is in the tally of the envelope until that is closed. The check keeps who made it: of what was
    scanned, all who did.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="contents")
    number = models.CharField(max_length=9, unique=True)
    position = models.PositiveSmallIntegerField()
    check_made = models.CharField(
        max_length=8, choices=[(check.value, check.value) for check in Check], default=Check.NOT_YET
    )
    checked_by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "position"], name="line_of_a_mark_sheet_holds_one_script"),
            models.CheckConstraint(condition=Q(check_made__in=list(Check)), name="line_is_scanned_or_vouched_for"),
        )

    def __str__(self) -> str:
        return self.number


class EnvelopeTally(models.Model):
    """What was scanned in one envelope since it was last opened, all of it in one row.

    `sealed`: which lines were seen, and by which scans (massicot.batches.rules.tally), of one length for its envelope,
    under the anonymity key of which `key` is the fingerprint. In clear, because it tells no number: who scanned, by
    login. The row stays when the envelope is closed: scans that are sent again are answered by it.
    """

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, related_name="tally", primary_key=True)
    sealed = models.BinaryField()
    key = models.CharField(max_length=40)
    checkers = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.batch_id}: {', '.join(self.checkers)}"


class Succession(models.Model):
    """One batch that went over into another when batches were merged, or one was split."""

    earlier = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="successions")
    later = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="origins")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["earlier", "later"], name="batch_goes_over_into_another_once"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="batch_goes_over_into_another"),
        )

    def __str__(self) -> str:
        return f"{self.earlier_id} → {self.later_id}"


class HandOut(models.Model):
    """One stay of a batch with a marker: taken, given back the same evening, counted by both each time."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="hand_outs")
    marker = models.CharField(max_length=30)
    out_at = models.DateTimeField()
    out_count = models.PositiveSmallIntegerField()
    out_acknowledged = models.PositiveSmallIntegerField()
    out_signed = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Signed])
    back_at = models.DateTimeField(null=True)
    back_count = models.PositiveSmallIntegerField(null=True)
    back_acknowledged = models.PositiveSmallIntegerField(null=True)
    back_signed = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["batch"], condition=Q(back_at__isnull=True), name="batch_is_with_one_marker_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(out_acknowledged=F("out_count")), name="batch_goes_out_on_two_equal_counts"
            ),
            models.CheckConstraint(
                condition=Q(back_acknowledged__isnull=True) | Q(back_acknowledged=F("back_count")),
                name="batch_comes_back_on_two_equal_counts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch_id} with {self.marker}"


class MissedReturn(models.Model):
    """One evening on which a batch was not given back, and why."""

    hand_out = models.ForeignKey(HandOut, on_delete=models.CASCADE, related_name="missed_returns")
    evening = models.DateField()
    reason = models.CharField(max_length=500)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=254)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["hand_out", "evening"], name="missed_return_is_noted_once_an_evening"),
        )

    def __str__(self) -> str:
        return f"{self.hand_out_id} on {self.evening}"


class Withdrawal(models.Model):
    """One script taken out of its batch by the office: what the register said of it, where it is, what was decided.

    `marker` is who held the batch then; `back_at` is when that marker gave the script back. Released and put in another
    batch, a script may be withdrawn once more: it has a row for each time.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="withdrawals")
    number = models.CharField(max_length=9)
    item = models.CharField(max_length=12)
    reason = models.CharField(max_length=500)
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=254)
    marker = models.CharField(max_length=30, blank=True)
    back_at = models.DateTimeField(null=True)
    back_by = models.CharField(max_length=254, blank=True)
    decision = models.CharField(
        max_length=12,
        choices=[(decision.value, decision.value) for decision in WithdrawalDecision],
        default=WithdrawalDecision.WAITING,
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=254, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(decision__in=[WithdrawalDecision.WAITING, WithdrawalDecision.KEPT]),
                name="script_is_withdrawn_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=list(WithdrawalDecision)), name="withdrawal_decision_is_known"
            ),
            models.CheckConstraint(
                condition=Q(decision=WithdrawalDecision.WAITING, decided_at__isnull=True)
                | (~Q(decision=WithdrawalDecision.WAITING) & Q(decided_at__isnull=False)),
                name="withdrawal_is_decided_at_an_instant",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} out of {self.batch_id}"

    @property
    def is_with_marker(self) -> bool:
        """Say whether the marker who held the batch has not given it back yet."""
        return bool(self.marker) and self.back_at is None

    @property
    def is_released(self) -> bool:
        """Say whether the office knows what it is: it may be put in a batch again."""
        return self.decision in RELEASED


class Shortage(models.Model):
    """One script that was not in its batch, who signed for it, and whether it was found.

    `marker` is who gave the batch back without it; `struck_at` is when its line left the mark sheet, `decided_at` when
    the office last decided of it. Found and missing once more, a script has a row for each time.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="shortages")
    number = models.CharField(max_length=9)
    position = models.PositiveSmallIntegerField()
    noticed = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Noticed])
    marker = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=500)
    second_person = models.CharField(max_length=100)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=254)
    struck_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField(null=True)
    found_by = models.CharField(max_length=254, blank=True)
    back_in = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["number"], condition=Q(found_at__isnull=True), name="script_is_missing_from_one_batch_at_a_time"
            ),
            models.CheckConstraint(condition=Q(noticed__in=list(Noticed)), name="shortage_is_noticed_somewhere"),
            models.CheckConstraint(condition=~Q(second_person=""), name="shortage_is_signed_by_two_persons"),
        )

    def __str__(self) -> str:
        return f"{self.number} not in {self.batch_id}"
