"""The table of scripts: a number, where it was written, what it is; never who wrote it."""

from django.db import models
from django.db.models import Q

from massicot.scripts.rules import ScriptKind


class Script(models.Model):
    """One anonymity number and the one physical item that bears it."""

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=9, unique=True)
    centre_uai = models.CharField(max_length=8)
    specialty_code = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ScriptKind])
    pupil_token = models.BinaryField(max_length=8)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(kind__in=list(ScriptKind)), name="script_kind_is_known"),)
        indexes = (models.Index(fields=["paper", "centre_uai"], name="scripts_of_a_centre"),)

    def __str__(self) -> str:
        return self.number
