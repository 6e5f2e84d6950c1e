"""The outbox."""

from django.db import models
from django.db.models import Q

from massicot.post.rules.letters import ENCLOSED_LENGTH, SUBJECT_LENGTH, LetterState


class Letter(models.Model):
    """One letter to one person: what it says is sealed, and emptied once it is sent.

    `enclosed` names what is made and enclosed as it leaves, by kind and id: `convocation:12 calendar:12`.
    """

    reference = models.CharField(max_length=32, unique=True)
    occasion = models.CharField(max_length=120, blank=True)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    sealed = models.BinaryField()
    enclosed = models.CharField(max_length=ENCLOSED_LENGTH, blank=True, default="")
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in LetterState], default=LetterState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    said = models.TextField(blank=True)
    written_by = models.CharField(max_length=254)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["occasion", "to"], condition=~Q(occasion=""), name="letter_is_written_once_per_occasion"
            ),
            models.CheckConstraint(condition=Q(state__in=sorted(LetterState)), name="letter_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=LetterState.SENT, sent_at__isnull=False)
                | (~Q(state=LetterState.SENT) & Q(sent_at__isnull=True)),
                name="letter_has_an_instant_once_sent",
            ),
        )
        indexes = (models.Index(fields=["state", "-is_urgent", "next_at"], name="letters_to_send"),)

    def __str__(self) -> str:
        return f"letter {self.pk}"
