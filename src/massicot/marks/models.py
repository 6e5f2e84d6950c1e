"""Tables of mark entry. What is signed and what the office decides have an instant, nothing else: nobody is timed."""

from django.db import models
from django.db.models import Q

from massicot.core.marks import Code
from massicot.marks.rules.amendments import Ending
from massicot.marks.rules.keyings import ALL_BATCHES, LONGEST_NAME, Keying
from massicot.marks.rules.referrals import ReferralAnswer
from massicot.scripts.rules import ScriptKind


class Credential(models.Model):
    """What a sheet says to open its batch for one keying; the password is kept as a keyed digest only."""

    batch = models.ForeignKey("batches.Batch", on_delete=models.PROTECT, related_name="+")
    keying = models.CharField(
        max_length=6,
        choices=[(keying.value, keying.value) for keying in Keying],
        default=Keying.FIRST,
        db_default=Keying.FIRST,
    )
    identifier = models.CharField(max_length=20, unique=True)
    secret = models.BinaryField(max_length=32)
    issue = models.PositiveSmallIntegerField()
    lines = models.PositiveSmallIntegerField()
    is_revoked = models.BooleanField(default=False)
    reopened = models.PositiveSmallIntegerField(default=0, db_default=0)
    """How often the office opened its batch again since it was printed."""

    awaits_lock = models.BooleanField(default=False)
    """Of a mark sheet: whether its batch is whole and not locked. Kept here: counting lines is too slow for lists."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "keying", "issue"], name="mark_sheet_is_issued_in_order"),
            models.UniqueConstraint(
                fields=["batch", "keying"], condition=Q(is_revoked=False), name="keying_opens_with_one_credential"
            ),
            models.CheckConstraint(condition=Q(keying__in=list(Keying)), name="keying_is_known"),
        )
        indexes = (models.Index(fields=["batch"], condition=Q(awaits_lock=True), name="sheets_awaiting_their_lock"),)

    def __str__(self) -> str:
        return self.identifier


class SignInAttempts(models.Model):
    """Wrong sign-ins of one identifier or one address, told apart by a keyed digest only; gone once one is right."""

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField()
    waits_until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.failures}"


class Mark(models.Model):
    """The mark that stands on one line now: a mark in hundredths, or a code, never both, never neither."""

    batch = models.ForeignKey("batches.Batch", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=9)
    hundredths = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=2, blank=True)
    author = models.CharField(max_length=30)
    half_day = models.CharField(max_length=16)

    class Meta:
        constraints = (
            # Not a unique field, which would have a second index for prefixes that nobody asks for.
            models.UniqueConstraint(fields=["number"], name="number_has_one_mark"),
            models.CheckConstraint(
                condition=Q(hundredths__isnull=False, code="") | Q(hundredths__isnull=True, code__in=list(Code)),
                name="line_holds_a_mark_or_a_code",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.code or self.hundredths}"


class MarkChange(models.Model):
    """One change of a saved line: before, after, who, which half-day; in the order they came.

    What the office writes in its marker's place is a change as well, from an empty line too, with who and why.
    """

    batch = models.ForeignKey("batches.Batch", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=9, db_index=True)
    before = models.CharField(max_length=8, blank=True)
    after = models.CharField(max_length=8, blank=True)
    author = models.CharField(max_length=30)
    entered_by = models.CharField(max_length=254, blank=True)
    entered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    half_day = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.number}: {self.before} → {self.after}"


class AskedShare(models.Model):
    """How many of a paper's batches, of a hundred, are typed twice."""

    paper = models.OneToOneField("exams.Paper", on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField()
    asked_by = models.CharField(max_length=254)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(percent__lte=ALL_BATCHES), name="share_is_of_a_hundred"),)

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.percent} %"


class SecondKeying(models.Model):
    """What was drawn for one batch, once for all, and whether it is typed twice; `reason` is why it no longer is."""

    batch = models.OneToOneField("batches.Batch", on_delete=models.PROTECT, related_name="+")
    drawn = models.PositiveSmallIntegerField()
    is_asked = models.BooleanField(default=False)
    released_by = models.CharField(max_length=254, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(drawn__lt=ALL_BATCHES), name="draw_is_below_a_hundred"),
            models.CheckConstraint(condition=Q(is_asked=False) | Q(reason=""), name="released_batch_is_not_asked"),
        )

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.drawn}{' asked' if self.is_asked else ''}"


class SecondMark(models.Model):
    """What somebody else typed on one line, blind, and what was settled there since from the paper.

    It never joins a name: the mark that counts is the first keying's.
    """

    batch = models.ForeignKey("batches.Batch", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=9, unique=True)
    hundredths = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=2, blank=True)
    author = models.CharField(max_length=LONGEST_NAME)
    half_day = models.CharField(max_length=16)
    settled_hundredths = models.PositiveIntegerField(null=True)
    settled_code = models.CharField(max_length=2, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(hundredths__isnull=False, code="") | Q(hundredths__isnull=True, code__in=list(Code)),
                name="second_keying_holds_a_mark_or_a_code",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.code or self.hundredths}"


class Settlement(models.Model):
    """One line settled from the paper: both keyings as they stood, what was settled, by whom; in the order it came."""

    batch = models.ForeignKey("batches.Batch", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=9)
    first = models.CharField(max_length=8)
    second = models.CharField(max_length=8)
    settled = models.CharField(max_length=8)
    author = models.CharField(max_length=30)
    half_day = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.number}: {self.first} / {self.second} → {self.settled}"


class Save(models.Model):
    """One acknowledged save, so that the same save sent twice gives the same answer and changes nothing."""

    # Found by the index of the constraint below, which begins with it.
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="saves", db_index=False)
    save_id = models.UUIDField()
    body_digest = models.CharField(max_length=64)
    answer = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["credential", "save_id"], name="save_counts_once"),)

    def __str__(self) -> str:
        return str(self.save_id)


class Opening(models.Model):
    """One browser that a mark sheet opened and that has not left; a half-day old at the finest."""

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="openings")
    half_day = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"opening of {self.credential_id}"


class Referral(models.Model):
    """A line that the portal refused and its marker referred to the exam office, and what came of it.

    `value` is what they would write, `item` what the register says, `author` who holds the batch. The answer is the
    office's, or their own when they took the line back.
    """

    batch = models.ForeignKey("batches.Batch", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=9)
    value = models.CharField(max_length=8)
    item = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ScriptKind])
    author = models.CharField(max_length=30)
    half_day = models.CharField(max_length=16)
    answer = models.CharField(
        max_length=10,
        choices=[(answer.value, answer.value) for answer in ReferralAnswer],
        default=ReferralAnswer.WAITING,
    )
    answered_by = models.CharField(max_length=254, blank=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["number"], condition=Q(answer=ReferralAnswer.WAITING), name="line_is_referred_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(answer__in=list(ReferralAnswer)), name="referral_answer_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.value} ({self.answer})"


class Extension(models.Model):
    """A later closing for one batch, by decision of the office; the next replaces it, the journal keeps both."""

    batch = models.OneToOneField("batches.Batch", on_delete=models.PROTECT, related_name="+")
    closes_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    given_by = models.CharField(max_length=254)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.batch_id} until {self.closes_at}"


class Signature(models.Model):
    """What is signed under a batch: totals, digest, instant; `entered_by` names who of the office locked, if it did."""

    author = models.CharField(max_length=30)
    entered_by = models.CharField(max_length=254, blank=True)
    numeric_lines = models.PositiveSmallIntegerField()
    sum_hundredths = models.PositiveIntegerField()
    absent_lines = models.PositiveSmallIntegerField()
    blank_lines = models.PositiveSmallIntegerField()
    typed_lines = models.PositiveSmallIntegerField(null=True)
    typed_sum_hundredths = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64)
    journal_head = models.CharField(max_length=150)
    locked_at = models.DateTimeField()

    class Meta:
        abstract = True


class Lock(Signature):
    """The signature that stands under a batch: nothing is typed in it any more."""

    batch = models.OneToOneField("batches.Batch", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"lock of {self.batch_id}"


class EarlierLock(Signature):
    """A signature that stands no more, with the marks that it signed: the batch was opened again, or a mark changed."""

    batch = models.ForeignKey("batches.Batch", on_delete=models.PROTECT, related_name="+")
    marks = models.TextField()
    ending = models.CharField(max_length=10, choices=[(ending.value, ending.value) for ending in Ending])
    ended_by = models.CharField(max_length=254)
    ended_at = models.DateTimeField()
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ending__in=list(Ending)), name="signature_ending_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="signature_ends_with_a_reason"),
        )

    def __str__(self) -> str:
        return f"earlier lock of {self.batch_id}"
