"""Tables of mark entry. No row but the lock holds an instant: markers are not timed."""

from django.db import models
from django.db.models import Q

from massicot.core.marks import Code


class Credential(models.Model):
    """What a mark sheet says to open its batch; the password is kept as a keyed digest only."""

    batch = models.ForeignKey("batches.Batch", on_delete=models.PROTECT, related_name="+")
    identifier = models.CharField(max_length=20, unique=True)
    secret = models.BinaryField(max_length=32)
    issue = models.PositiveSmallIntegerField()
    lines = models.PositiveSmallIntegerField()
    is_revoked = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "issue"], name="mark_sheet_is_issued_in_order"),
            models.UniqueConstraint(
                fields=["batch"], condition=Q(is_revoked=False), name="batch_opens_with_one_credential"
            ),
        )

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
    number = models.CharField(max_length=9, unique=True)
    hundredths = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=2, blank=True)
    author = models.CharField(max_length=30)
    half_day = models.CharField(max_length=16)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(hundredths__isnull=False, code="") | Q(hundredths__isnull=True, code__in=list(Code)),
                name="line_holds_a_mark_or_a_code",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.code or self.hundredths}"


class MarkChange(models.Model):
    """One change of a saved line: before, after, who, which half-day; in the order they came."""

    batch = models.ForeignKey("batches.Batch", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=9, db_index=True)
    before = models.CharField(max_length=8)
    after = models.CharField(max_length=8, blank=True)
    author = models.CharField(max_length=30)
    reason = models.CharField(max_length=200, blank=True)
    half_day = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.number}: {self.before} → {self.after}"


class Save(models.Model):
    """One acknowledged save, so that the same save sent twice gives the same answer and changes nothing."""

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="saves")
    save_id = models.UUIDField()
    body_digest = models.CharField(max_length=64)
    answer = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["credential", "save_id"], name="save_counts_once"),)

    def __str__(self) -> str:
        return str(self.save_id)


class Lock(models.Model):
    """The marker's signature under a batch: its totals, its digest, the instant."""

    batch = models.OneToOneField("batches.Batch", on_delete=models.PROTECT, related_name="+")
    author = models.CharField(max_length=30)
    numeric_lines = models.PositiveSmallIntegerField()
    sum_hundredths = models.PositiveIntegerField()
    absent_lines = models.PositiveSmallIntegerField()
    blank_lines = models.PositiveSmallIntegerField()
    typed_lines = models.PositiveSmallIntegerField(null=True)
    typed_sum_hundredths = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64)
    locked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"lock of {self.batch_id}"
