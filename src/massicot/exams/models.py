"""Tables of sessions, papers, routes, institutions and specialties."""

from django.db import models
from django.db.models import F, Q

from massicot.exams.rules import RouteKind


class Session(models.Model):
    """One session of one examination."""

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    authority = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField()
    time_zone = models.CharField(max_length=40, default="Europe/Paris")
    is_rehearsal = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.code


class Paper(models.Model):
    """One written paper of a session: its calendar, its mark scale, its portal."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    despatch_hours = models.PositiveSmallIntegerField(default=48)
    marking_opens_on = models.DateField()
    marking_closes_on = models.DateField()
    entry_opens_at = models.DateTimeField()
    entry_closes_at = models.DateTimeField()
    site_code = models.CharField(max_length=10)
    lowest_hundredths = models.PositiveIntegerField(default=0)
    highest_hundredths = models.PositiveIntegerField(default=2000)
    step_hundredths = models.PositiveIntegerField(default=100)
    digits = models.PositiveSmallIntegerField(default=2)
    are_totals_required = models.BooleanField(default=True)
    batch_size = models.PositiveSmallIntegerField(default=50)
    batch_ceiling = models.PositiveSmallIntegerField(default=60)
    prepared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "code"], name="paper_code_is_unique_in_its_session"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="paper_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(entry_closes_at__gt=F("entry_opens_at")), name="mark_entry_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(marking_closes_on__gte=F("marking_opens_on")), name="marking_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(batch_ceiling__gte=F("batch_size"), batch_size__gte=1), name="batch_ceiling_holds_its_size"
            ),
        )

    def __str__(self) -> str:
        return self.code


class Institution(models.Model):
    """A school, known by its UAI; by its name alone until the table of institutions is imported."""

    uai = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=200)
    academy = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=100, blank=True)
    insee_code = models.CharField(max_length=5, blank=True)
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    has_staff_restaurant = models.BooleanField(null=True)

    def __str__(self) -> str:
        return f"{self.uai} {self.name}"


class Specialty(models.Model):
    """A specialty of the diploma and the academy that steers it."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="specialties")
    code = models.CharField(max_length=10)
    label = models.CharField(max_length=200)
    steering_academy = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "code"], name="specialty_code_is_unique_in_its_session"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class Route(models.Model):
    """Where the scripts of one steering academy go for one paper, from an instant on.

    A later route of the same academy replaces the earlier one: a corrigendum two weeks before the exam has flipped
    a whole paper from the scanner to the guillotine.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="routes")
    steering_academy = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in RouteKind])
    copy_model = models.CharField(max_length=10)
    destination_uai = models.CharField(max_length=8, blank=True)
    destination_name = models.CharField(max_length=200)
    attention = models.CharField(max_length=200, blank=True)
    effective_at = models.DateTimeField()
    reference = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["paper", "steering_academy", "effective_at"], name="academy_has_one_route_at_an_instant"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(RouteKind)), name="route_kind_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.steering_academy}: {self.kind}"


class ExamCentre(models.Model):
    """An institution where a session's papers are written; it may be named before it is imported."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="exam_centres")
    uai = models.CharField(max_length=8)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "uai"], name="exam_centre_once_per_session"),)

    def __str__(self) -> str:
        return self.uai
