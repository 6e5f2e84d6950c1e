"""Tables of room reports, of the incidents noted in them, and of what the office said of each."""

from django.db import models
from django.db.models import F, Q

from massicot.roomreports.rules import NAME_LENGTH, TEXT_LENGTH, FollowUp, IncidentKind, ReportSheet


class RoomReport(models.Model):
    """The report of one room as two persons signed it; one that is opened again keeps what was typed, unsigned.

    `incidents` and `late`: how many incidents and late arrivals they signed. None has a number of a script.
    """

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+", db_index=False)
    centre_uai = models.CharField(max_length=8)
    room = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    invigilators = models.CharField(max_length=TEXT_LENGTH)
    written_by = models.CharField(max_length=NAME_LENGTH)
    countersigned_by = models.CharField(max_length=NAME_LENGTH)
    sheet = models.CharField(max_length=12, choices=[(sheet.value, sheet.value) for sheet in ReportSheet])
    incidents = models.PositiveSmallIntegerField()
    late = models.PositiveSmallIntegerField()
    is_signed = models.BooleanField()
    signed_at = models.DateTimeField()
    keyed_by = models.CharField(max_length=254)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["paper", "centre_uai", "room"], name="room_has_one_report"),
            models.CheckConstraint(condition=Q(started_at__lt=F("ended_at")), name="room_ends_after_it_began"),
            models.CheckConstraint(condition=Q(sheet__in=list(ReportSheet)), name="sheet_of_a_report_is_known"),
            models.CheckConstraint(condition=~Q(invigilators=""), name="room_has_an_invigilator"),
            models.CheckConstraint(
                condition=~Q(written_by="") & ~Q(countersigned_by="") & ~Q(written_by=F("countersigned_by")),
                name="report_is_signed_by_two",
            ),
        )

    def __str__(self) -> str:
        return f"{self.centre_uai} {self.room}"


class RoomIncident(models.Model):
    """What happened in a room, at the seat of an entry or at none; `standing` is what the office said of it last.

    What was found at a seat as the room was checked (`finding`) is one, and is no part of the report of its room.
    """

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+", db_index=False)
    centre_uai = models.CharField(max_length=8)
    room = models.CharField(max_length=40, blank=True)
    entry = models.ForeignKey("candidates.Entry", on_delete=models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in IncidentKind])
    text = models.CharField(max_length=TEXT_LENGTH)
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=254)
    finding = models.OneToOneField("candidates.CheckFinding", on_delete=models.PROTECT, related_name="+", null=True)
    standing = models.CharField(
        max_length=16,
        choices=[(word.value, word.value) for word in FollowUp],
        default=FollowUp.OPEN,
        db_default=FollowUp.OPEN,
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=list(IncidentKind)), name="kind_of_incident_is_known"),
            models.CheckConstraint(condition=Q(standing__in=list(FollowUp)), name="standing_of_incident_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="incident_says_what_happened"),
            models.CheckConstraint(
                condition=Q(finding=None) & ~Q(kind=IncidentKind.CHECK.value)
                | ~Q(finding=None) & ~Q(entry=None) & Q(kind=IncidentKind.CHECK.value),
                name="finding_is_followed_at_its_seat",
            ),
        )
        indexes = (models.Index(fields=["paper", "centre_uai"], name="incidents_of_a_centre"),)

    def __str__(self) -> str:
        return f"{self.centre_uai} {self.room}: {self.kind}"


class IncidentStep(models.Model):
    """One word of the office on an incident: which, why, by whom, when; none is ever changed, and all go with it."""

    incident = models.ForeignKey(RoomIncident, on_delete=models.PROTECT, related_name="steps")
    word = models.CharField(max_length=16, choices=[(word.value, word.value) for word in FollowUp])
    reason = models.CharField(max_length=TEXT_LENGTH)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=254)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(word__in=list(FollowUp)), name="word_on_an_incident_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.word}"
