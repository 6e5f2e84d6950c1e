"""Tables of candidates, their entries, and the day of the paper in each centre."""

from django.db import models
from django.db.models import Q

from massicot.candidates.rules import Attendance


class Candidate(models.Model):
    """A person who sits the session."""

    session = models.ForeignKey("exams.Session", on_delete=models.PROTECT, related_name="+")
    candidate_number = models.CharField(max_length=11)
    surname = models.CharField(max_length=100)
    usual_name = models.CharField(max_length=100, blank=True)
    first_names = models.CharField(max_length=100)
    born_on = models.DateField()
    origin_uai = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "candidate_number"], name="candidate_number_once_per_session"),
        )

    def __str__(self) -> str:
        return self.candidate_number


class Entry(models.Model):
    """One candidate expected at one paper, in one room of one centre, and what the register says of them."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="entries")
    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    specialty_code = models.CharField(max_length=10)
    room = models.CharField(max_length=40, blank=True)
    seat = models.CharField(max_length=20, blank=True)
    arrangement = models.CharField(max_length=200, blank=True)
    is_mark_kept = models.BooleanField(default=False)
    attendance = models.CharField(
        max_length=10, choices=[(state.value, state.value) for state in Attendance], default=Attendance.NOT_KEYED
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["candidate", "paper"], name="candidate_enters_a_paper_once"),
            models.CheckConstraint(condition=Q(attendance__in=list(Attendance)), name="attendance_is_known"),
        )
        indexes = (models.Index(fields=["paper", "centre_uai"], name="entries_of_a_centre"),)

    def __str__(self) -> str:
        return f"entry {self.pk}"


class RoomCount(models.Model):
    """Scripts counted in the hand at the end of the paper, room by room: the register's second source."""

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    room = models.CharField(max_length=40, blank=True)
    counted = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["paper", "centre_uai", "room"], name="room_is_counted_once"),)

    def __str__(self) -> str:
        return f"{self.centre_uai} {self.room}: {self.counted}"


class CentreDay(models.Model):
    """The day of the paper in one centre: its typed counts, closed or not."""

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    items_in_hand = models.PositiveIntegerField()
    labels_used = models.PositiveIntegerField()
    strips_boxed = models.PositiveIntegerField()
    is_closed = models.BooleanField()
    closed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["paper", "centre_uai"], name="centre_has_one_day_per_paper"),)

    def __str__(self) -> str:
        return f"{self.centre_uai} {self.paper_id}"
