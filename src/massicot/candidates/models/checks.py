"""Tables of the checks of a room before its headers are cut, and of what was found at a seat."""

from django.db import models
from django.db.models import F, Q

from massicot.candidates.rules.checks import CHECKER_LENGTH, FINDING_LENGTH, Scrutiny


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
