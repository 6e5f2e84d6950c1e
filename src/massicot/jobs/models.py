"""The tables of jobs: what is asked, and who is there to do it."""

from django.db import models
from django.db.models import F, Q

from massicot.jobs.rules import OPEN, JobState, Work


class Job(models.Model):
    """One piece of long work: what is asked, how far it is, who holds it, how it ended."""

    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Work])
    subject = models.CharField(max_length=2500)
    box = models.CharField(max_length=32, unique=True)
    turn = models.PositiveIntegerField(default=0, db_default=0)
    """The number of a part of something large; whatever is whole comes before."""
    asked_by = models.CharField(max_length=254)
    asked_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in JobState], default=JobState.WAITING
    )
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    """When the documents that it left were taken away whole."""
    outcome = models.CharField(max_length=400, blank=True)
    sentence = models.TextField(blank=True)
    values = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state__in=sorted(OPEN)), name="same_work_is_open_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=sorted(Work)), name="job_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=sorted(JobState)), name="job_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease_until__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(lease_until__isnull=True)),
                name="job_is_leased_while_it_runs",
            ),
            models.CheckConstraint(condition=Q(steps_done__lte=F("steps_total")), name="job_is_never_beyond_its_end"),
        )
        indexes = (models.Index(fields=["state", "turn", "id"], name="jobs_by_state"),)

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"


class WorkerSign(models.Model):
    """The last sign of life of one worker."""

    worker = models.CharField(max_length=80, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
