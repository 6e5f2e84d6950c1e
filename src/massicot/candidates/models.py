"""Tables of candidates, their entries, and the day of the paper in each centre."""

from django.db import models
from django.db.models import F, Q

from massicot.candidates.rules.arrivals import LATEST_MINUTES
from massicot.candidates.rules.attendance import Attendance, AttendanceSource
from massicot.candidates.rules.candidate_row import CALLED_LENGTH
from massicot.candidates.rules.checks import CHECKER_LENGTH, FINDING_LENGTH, Scrutiny
from massicot.candidates.rules.elsewhere import WhatCounts

_WORDS = [word for word in Attendance if word is not Attendance.NOT_KEYED]
_SOURCES = [source for source in AttendanceSource if source is not AttendanceSource.NOTHING]


class Candidate(models.Model):
    """A person who sits the session; `called` and `usually_called` are their names as they are looked for."""

    session = models.ForeignKey("exams.Session", on_delete=models.PROTECT, related_name="+")
    candidate_number = models.CharField(max_length=11)
    surname = models.CharField(max_length=100)
    usual_name = models.CharField(max_length=100, blank=True)
    first_names = models.CharField(max_length=100)
    born_on = models.DateField()
    origin_uai = models.CharField(max_length=8, blank=True)
    called = models.CharField(max_length=CALLED_LENGTH)
    usually_called = models.CharField(max_length=CALLED_LENGTH, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "candidate_number"], name="candidate_number_once_per_session"),
        )
        # PostgreSQL finds how a text begins by the index of its patterns only; SQLite by any.
        indexes = tuple(
            models.Index(
                fields=["session", name], name=f"candidates_{name}", opclasses=["int8_ops", "varchar_pattern_ops"]
            )
            for name in ("called", "usually_called")
        )

    def __str__(self) -> str:
        return self.candidate_number


class EarlierIdentity(models.Model):
    """Who a candidate was until a correction, whole, and why it was corrected."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="earlier")
    candidate_number = models.CharField(max_length=11)
    surname = models.CharField(max_length=100)
    usual_name = models.CharField(max_length=100, blank=True)
    first_names = models.CharField(max_length=100)
    born_on = models.DateField()
    reason = models.CharField(max_length=500)
    corrected_by = models.CharField(max_length=254)
    corrected_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.candidate_number} until {self.corrected_at}"


class Entry(models.Model):
    """One candidate expected at one paper, in one room of one centre, and what the register says of them.

    Whoever sits in another centre than the list says, or in spite of a kept mark, has two: that of the list, where
    `sits_at` names the centre, absent or kept; and that of the centre, where `comes_from` names the one of the list.
    Who came late has a delay, as it was noted; `arrived_at` where it was noted by its hour.
    """

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
    source = models.CharField(
        max_length=10,
        blank=True,
        choices=[(source.value, source.value) for source in AttendanceSource],
        default=AttendanceSource.NOTHING,
        db_default=AttendanceSource.NOTHING.value,
    )
    minutes_late = models.PositiveSmallIntegerField(null=True)
    arrived_at = models.DateTimeField(null=True)
    sits_at = models.CharField(max_length=8, blank=True, default="", db_default="")
    comes_from = models.CharField(max_length=8, blank=True, default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["candidate", "paper"], condition=Q(comes_from=""), name="candidate_is_listed_at_a_paper_once"
            ),
            models.UniqueConstraint(
                fields=["candidate", "paper"], condition=Q(sits_at=""), name="candidate_sits_a_paper_once"
            ),
            models.CheckConstraint(
                condition=Q(sits_at="") | Q(comes_from=""), name="who_sits_elsewhere_is_on_the_list_here"
            ),
            models.CheckConstraint(
                condition=Q(sits_at="") | Q(attendance=Attendance.ABSENT) | Q(is_mark_kept=True),
                name="who_sits_elsewhere_is_absent_here",
            ),
            models.CheckConstraint(condition=Q(attendance__in=list(Attendance)), name="attendance_is_known"),
            models.CheckConstraint(
                condition=Q(source=AttendanceSource.NOTHING, attendance=Attendance.NOT_KEYED)
                | Q(source__in=_SOURCES, attendance__in=_WORDS),
                name="a_word_has_its_source",
            ),
            models.CheckConstraint(
                condition=Q(minutes_late=None)
                | Q(minutes_late__range=(1, LATEST_MINUTES)) & ~Q(attendance=Attendance.ABSENT),
                name="late_arrival_is_within_the_hour_and_not_absent",
            ),
            models.CheckConstraint(
                condition=Q(arrived_at=None) | Q(minutes_late__isnull=False), name="hour_of_arrival_is_of_who_came_late"
            ),
        )
        indexes = (
            models.Index(fields=["paper", "centre_uai"], name="entries_of_a_centre"),
            # Few of a paper's entries: each page of its ladder counts them.
            models.Index(fields=["paper"], condition=Q(is_mark_kept=True), name="entries_whose_mark_is_kept"),
        )

    def __str__(self) -> str:
        return f"entry {self.pk}"


class ListedSeat(models.Model):
    """Where the list seats a candidate who sits in another room of their centre, until they are moved back."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="listed")
    room = models.CharField(max_length=40, blank=True)
    seat = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.room} {self.seat}"


class KeptMarkSat(models.Model):
    """A candidate who keeps a mark and sat, by the entry where they sat; what counts is empty until it is decided."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="kept")
    counts = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in WhatCounts])
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.CharField(max_length=254, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(counts="", reason="", decided_by="", decided_at=None)
                | ~Q(counts="") & ~Q(reason="") & ~Q(decided_by="") & Q(decided_at__isnull=False),
                name="what_counts_is_decided_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.counts}"


class ListTries(models.Model):
    """Candidate numbers that somebody looked for with a date of birth that no list has, and how long they wait."""

    login = models.CharField(max_length=254, unique=True)
    failures = models.PositiveIntegerField()
    waits_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.login}: {self.failures}"


class RollCell(models.Model):
    """How many candidates of one specialty are expected in one centre at a paper: entries, counted as they change.

    It is for pages, which cannot go through two hundred thousand entries; a cell without anybody is left out.
    """

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+", db_index=False)
    centre_uai = models.CharField(max_length=8)
    specialty_code = models.CharField(max_length=10)
    expected = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["paper", "centre_uai", "specialty_code"], name="roll_counts_a_cell_once"),
            models.CheckConstraint(condition=Q(expected__gt=0), name="roll_leaves_out_empty_cells"),
        )

    def __str__(self) -> str:
        return f"{self.centre_uai} {self.specialty_code}: {self.expected}"


class RoomCount(models.Model):
    """Scripts counted in the hand at the end of the paper, room by room: the register's second source.

    A room that has none is not confirmed. A count that does not make the candidates present may be signed with a
    reason; the signature falls as soon as a word of the room changes.
    """

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    room = models.CharField(max_length=40, blank=True)
    counted = models.PositiveIntegerField()
    gap_reason = models.CharField(max_length=500, blank=True, default="")
    gap_signed_by = models.CharField(max_length=254, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["paper", "centre_uai", "room"], name="room_is_counted_once"),
            models.CheckConstraint(
                condition=Q(gap_reason="", gap_signed_by="") | ~Q(gap_reason="") & ~Q(gap_signed_by=""),
                name="a_signed_gap_has_its_reason_and_who_signed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.centre_uai} {self.room}: {self.counted}"


class NumbersAsked(models.Model):
    """An exam centre that has no label left, and asks the office for more numbers, until they are drawn."""

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    asked_by = models.CharField(max_length=254)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["paper", "centre_uai"],
                condition=Q(answered_at__isnull=True),
                name="numbers_are_asked_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.centre_uai} {self.paper_id}"


class ListChange(models.Model):
    """A centre whose candidates changed after the numbers were drawn, and when last: what it printed is old."""

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+", db_index=False)
    centre_uai = models.CharField(max_length=8)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["paper", "centre_uai"], name="centre_has_one_last_change_of_its_list"),
        )

    def __str__(self) -> str:
        return f"{self.centre_uai} {self.paper_id}"


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


class RoomCheck(models.Model):
    """One check of the scripts of a room before the headers are cut: by whom, when; of labels, by which two persons.

    Labels are compared once more for whoever came to the room afterwards.
    """

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    room = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, choices=[(check.value, check.value) for check in Scrutiny])
    done_by = models.CharField(max_length=254)
    done_at = models.DateTimeField()
    stuck_by = models.CharField(max_length=CHECKER_LENGTH, blank=True)
    compared_by = models.CharField(max_length=CHECKER_LENGTH, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["paper", "centre_uai", "room", "kind"],
                condition=~Q(kind=Scrutiny.LABELS.value),
                name="room_is_checked_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(Scrutiny)), name="check_of_a_room_is_known"),
            models.CheckConstraint(
                condition=~Q(kind=Scrutiny.LABELS.value) & Q(stuck_by="", compared_by="")
                | Q(kind=Scrutiny.LABELS.value) & ~Q(stuck_by="") & ~Q(compared_by="") & ~Q(stuck_by=F("compared_by")),
                name="labels_are_compared_by_a_second_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.centre_uai} {self.room}: {self.kind}"


class LabelCompared(models.Model):
    """A candidate whose label a second person compared, and in which check; in another room it is compared anew."""

    entry = models.OneToOneField("candidates.Entry", on_delete=models.CASCADE, related_name="label")
    check_made = models.ForeignKey(RoomCheck, on_delete=models.CASCADE, related_name="labels")

    def __str__(self) -> str:
        return f"entry {self.entry_id}"


class CheckFinding(models.Model):
    """Something that was not in order at a seat when the scripts of its room were checked, and what was done."""

    entry = models.ForeignKey("candidates.Entry", on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=10, choices=[(check.value, check.value) for check in Scrutiny])
    text = models.CharField(max_length=FINDING_LENGTH)
    noted_by = models.CharField(max_length=254)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="finding_says_what_was_found"),)

    def __str__(self) -> str:
        return f"entry {self.entry_id}: {self.kind}"
