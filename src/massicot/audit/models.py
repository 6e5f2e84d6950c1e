"""The journal's tables."""

from django.db import models
from django.db.models import Q

from massicot.audit.rules import TOLD_ELSEWHERE

_IS_TOLD = ~Q(act__in=TOLD_ELSEWHERE)


class JournalHead(models.Model):
    """The last link of each subject's chain: what the next line follows."""

    subject = models.CharField(max_length=120, unique=True)
    sequence = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.subject}:{self.sequence}:{self.digest[:16]}"


class JournalLine(models.Model):
    """One act on one subject, never changed, never removed."""

    subject = models.CharField(max_length=120)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    act = models.CharField(max_length=60)
    facts = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["subject", "sequence"], name="journal_line_has_one_place_in_its_chain"),
        )
        indexes = (
            # What is saved line by line is in no list of acts: a save of marks pays nothing for it.
            models.Index(fields=["at"], condition=_IS_TOLD, name="journal_lines_told"),
            models.Index(fields=["by", "id"], condition=_IS_TOLD, name="journal_lines_told_by"),
            models.Index(fields=["act", "id"], condition=_IS_TOLD, name="journal_lines_told_act"),
            models.Index(fields=["subject", "id"], condition=_IS_TOLD, name="journal_lines_told_subject"),
        )

    def __str__(self) -> str:
        return f"{self.subject}:{self.sequence} {self.act}"
