"""The tables of documents handed in: what is known of each, its content, and the key that opens it."""

from django.db import models
from django.db.models import Q

from massicot.deposits.rules import DISPUTE_LENGTH, DepositKind, DestructionReason


class Deposit(models.Model):
    """One document: whose affair it is, by kind and id (`absence:12`), and how long it is kept.

    The row outlives the document: it tells when that was handed in, and when and why it was destroyed. `key` is the
    fingerprint of the key file under which it was sealed; `is_residue` says that bytes of its own key may still lie in
    the files of the database.
    """

    code = models.CharField(max_length=16, unique=True)
    about = models.CharField(max_length=120)
    kind = models.CharField(max_length=4, choices=[(kind.value, kind.value) for kind in DepositKind])
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=16)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=254)
    destroy_on = models.DateField(null=True)
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.CharField(max_length=254, blank=True)
    dispute = models.CharField(max_length=DISPUTE_LENGTH, blank=True)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.CharField(max_length=254, blank=True)
    reason = models.CharField(
        max_length=8, blank=True, choices=[(reason.value, reason.value) for reason in DestructionReason]
    )
    is_residue = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=list(DepositKind)), name="kind_of_document_is_known"),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=True, dispute="") | Q(frozen_at__isnull=False, dispute__gt=""),
                name="document_is_frozen_by_a_dispute",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True, reason="")
                | Q(destroyed_at__isnull=False, reason__in=list(DestructionReason)),
                name="document_is_destroyed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | Q(frozen_at__isnull=True),
                name="frozen_document_is_not_destroyed",
            ),
        )
        indexes = (
            models.Index(fields=["about"], name="deposits_about"),
            models.Index(fields=["destroy_on"], condition=Q(destroyed_at__isnull=True), name="deposits_due"),
            models.Index(fields=["code"], condition=Q(is_residue=True), name="deposits_leaving_residue"),
        )

    def __str__(self) -> str:
        return self.code


class SealedContent(models.Model):
    """What a document says, sealed under its own key; gone once it is destroyed."""

    deposit = models.OneToOneField(Deposit, on_delete=models.PROTECT, primary_key=True, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"content of {self.pk}"


class WrappedKey(models.Model):
    """The key of one document, wrapped under a sub-key of the key file; erased when it is destroyed."""

    deposit = models.OneToOneField(Deposit, on_delete=models.PROTECT, primary_key=True, related_name="+")
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return f"key of {self.pk}"
