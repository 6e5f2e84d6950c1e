"""Tables of who came: the register of a place and day, its half-days, a line for each person of whom it speaks."""

from django.db import models
from django.db.models import F, Q

from massicot.missions.rules.hours import HalfDay
from massicot.presence.rules.registers import LineSource, Presence


class DayRegister(models.Model):
    """The register of one place on one day of a session; the exam office has it once it is sent.

    `begins_at` and `ends_at` are the bounds of that day on the clock of the session. `scan` is the code of the deposit
    that holds a copy of the signed paper. As it was sent, `unknown` half-days of people were neither present nor
    absent; `remark_seen_at` says when the exam office took note of its remark.
    """

    session = models.ForeignKey("exams.Session", on_delete=models.PROTECT, related_name="+")
    place_uai = models.CharField(max_length=8)
    day = models.DateField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=254, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    unknown = models.PositiveIntegerField(default=0)
    remark_seen_at = models.DateTimeField(null=True)
    remark_seen_by = models.CharField(max_length=254, blank=True)
    scan = models.CharField(max_length=40, blank=True)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.CharField(max_length=254, blank=True)
    reopened_reason = models.CharField(max_length=500, blank=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "place_uai", "day"], name="place_has_one_register_a_day"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="day_of_a_register_has_bounds"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | ~Q(sent_by=""), name="register_is_sent_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_reason="")
                | Q(reopened_at__isnull=False) & ~Q(reopened_reason=""),
                name="register_is_reopened_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place_uai} {self.day}"

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None


class HalfDayRegister(models.Model):
    """One half-day of a register; `signatures` were counted when all the others were said present or absent."""

    register = models.ForeignKey(DayRegister, on_delete=models.CASCADE, related_name="halves")
    half = models.CharField(max_length=10, choices=[(half.value, half.value) for half in HalfDay])
    signatures = models.PositiveSmallIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["register", "half"], name="register_has_a_half_day_once"),
            models.CheckConstraint(condition=Q(half__in=list(HalfDay)), name="half_day_is_known"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, signatures__isnull=True)
                | Q(confirmed_at__isnull=False, signatures__isnull=False),
                name="half_day_is_confirmed_on_its_signatures",
            ),
        )

    def __str__(self) -> str:
        return f"{self.register_id} {self.half}"

    @property
    def is_confirmed(self) -> bool:
        """Say whether something was said of everybody who was on the list then."""
        return self.confirmed_at is not None


class PresenceLine(models.Model):
    """What the register of a half-day says of one person; without an assignment nobody had called them.

    `day` and `half_day` are those of its register, for the constraint over all places.
    """

    half = models.ForeignKey(HalfDayRegister, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey("persons.Person", on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey("missions.Assignment", on_delete=models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    half_day = models.CharField(max_length=10)
    presence = models.CharField(max_length=10)
    source = models.CharField(max_length=10, choices=[(source.value, source.value) for source in LineSource])
    arrived_at = models.TimeField(null=True)
    left_at = models.TimeField(null=True)
    keyed_at = models.DateTimeField()
    keyed_by = models.CharField(max_length=254)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["half", "person"], name="person_stands_once_on_a_half_day"),
            models.UniqueConstraint(
                fields=["person", "day", "half_day"],
                condition=Q(presence=Presence.PRESENT, left_at__isnull=True),
                name="nobody_is_in_two_places_on_a_half_day",
            ),
            models.CheckConstraint(
                condition=Q(presence__in=[Presence.PRESENT, Presence.ABSENT]), name="presence_is_said"
            ),
            models.CheckConstraint(
                condition=Q(presence=Presence.PRESENT) | Q(arrived_at__isnull=True, left_at__isnull=True),
                name="hours_are_of_who_came",
            ),
            models.CheckConstraint(
                condition=Q(assignment__isnull=False) | Q(presence=Presence.PRESENT), name="who_is_uncalled_came"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.presence}"
