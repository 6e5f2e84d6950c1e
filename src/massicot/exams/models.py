"""Tables of sessions, papers, routes, institutions and specialties."""

from django.db import models
from django.db.models import F, Q

from massicot.core.actor import Role
from massicot.exams.rules.networks import NETWORK_LENGTH, EntryPlace
from massicot.exams.rules.session_plan import COPY_CENTS, KEPT_MONTHS, MARKING_ENDS, MARKING_STARTS, RESERVE_PERCENT
from massicot.exams.rules.sessions import RouteKind


class Session(models.Model):
    """One session of one examination."""

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    authority = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=200, blank=True)
    office_telephone = models.CharField(max_length=30, blank=True)
    office_address = models.CharField(max_length=200, blank=True, default="", db_default="")
    signatory = models.CharField(max_length=200, blank=True, default="", db_default="")
    reserve_percent = models.PositiveSmallIntegerField(default=RESERVE_PERCENT, db_default=RESERVE_PERCENT)
    results_on = models.DateField(null=True)
    scripts_kept_months = models.PositiveSmallIntegerField(default=KEPT_MONTHS, db_default=KEPT_MONTHS)
    sheets_kept_months = models.PositiveSmallIntegerField(default=KEPT_MONTHS, db_default=KEPT_MONTHS)
    files_kept_months = models.PositiveSmallIntegerField(default=KEPT_MONTHS, db_default=KEPT_MONTHS)
    copy_price_cents = models.PositiveSmallIntegerField(default=COPY_CENTS, db_default=COPY_CENTS)
    year = models.PositiveSmallIntegerField()
    time_zone = models.CharField(max_length=40, default="Europe/Paris")
    is_rehearsal = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True)
    archived_reason = models.CharField(max_length=500, blank=True, default="")
    entry_from = models.CharField(
        max_length=10, choices=[(place.value, place.value) for place in EntryPlace], default=EntryPlace.ANYWHERE
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(entry_from__in=list(EntryPlace)), name="entry_place_is_known"),
            models.CheckConstraint(
                condition=Q(archived_at__isnull=True, archived_reason="")
                | Q(archived_at__isnull=False) & ~Q(archived_reason=""),
                name="session_is_archived_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.code


class Paper(models.Model):
    """One written paper of a session: its calendar, its mark scale, its portal, to whom what is marked goes back."""

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
    agreement_at = models.DateTimeField(null=True)
    board_at = models.DateTimeField(null=True)
    marking_starts = models.TimeField(default=MARKING_STARTS, db_default=MARKING_STARTS)
    marking_ends = models.TimeField(default=MARKING_ENDS, db_default=MARKING_ENDS)
    return_by = models.DateTimeField(null=True)
    return_attention = models.CharField(max_length=200, blank=True, default="", db_default="")
    sheets_attention = models.CharField(max_length=200, blank=True, default="", db_default="")

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
                condition=Q(marking_ends__gt=F("marking_starts")), name="day_of_marking_ends_after_it_starts"
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


class CentreNetwork(models.Model):
    """A network on which the computers of a marking centre are, for one session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="networks")
    uai = models.CharField(max_length=8)
    network = models.CharField(max_length=NETWORK_LENGTH)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "uai", "network"], name="network_once_per_centre_and_session"),
        )

    def __str__(self) -> str:
        return f"{self.uai}: {self.network}"


class Corrigendum(models.Model):
    """A dated text that changes the routes or the calendar of a paper, told to each; a draft until it is applied."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="corrigenda")
    reference = models.CharField(max_length=100)
    dated_on = models.DateField()
    text = models.TextField(max_length=4000)
    effective_at = models.DateTimeField()
    written_by = models.CharField(max_length=254)
    applied_at = models.DateTimeField(null=True)
    applied_by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["paper", "reference"], name="corrigendum_reference_once_per_paper"),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by="") | Q(applied_at__isnull=False) & ~Q(applied_by=""),
                name="corrigendum_is_applied_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.reference


class CorrigendumRoute(models.Model):
    """The route that a corrigendum gives to one steering academy."""

    corrigendum = models.ForeignKey(Corrigendum, on_delete=models.CASCADE, related_name="routes")
    steering_academy = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in RouteKind])
    copy_model = models.CharField(max_length=10)
    destination_uai = models.CharField(max_length=8, blank=True)
    destination_name = models.CharField(max_length=200)
    attention = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["corrigendum", "steering_academy"], name="corrigendum_gives_an_academy_one_route"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(RouteKind)), name="corrigendum_route_kind_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.steering_academy}: {self.kind}"


class CorrigendumCalendar(models.Model):
    """The hours, days and addressees that a corrigendum gives to its paper; what it leaves alone is null or empty."""

    corrigendum = models.OneToOneField(Corrigendum, on_delete=models.CASCADE, related_name="calendar")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    despatch_hours = models.PositiveSmallIntegerField(null=True)
    marking_opens_on = models.DateField(null=True)
    marking_closes_on = models.DateField(null=True)
    entry_opens_at = models.DateTimeField(null=True)
    entry_closes_at = models.DateTimeField(null=True)
    return_by = models.DateTimeField(null=True)
    return_attention = models.CharField(max_length=200, blank=True, default="", db_default="")
    sheets_attention = models.CharField(max_length=200, blank=True, default="", db_default="")

    def __str__(self) -> str:
        return f"calendar of {self.corrigendum_id}"


class CorrigendumReading(models.Model):
    """One centre, or one person of the office, told of a corrigendum; and when they said that they had read it."""

    corrigendum = models.ForeignKey(Corrigendum, on_delete=models.PROTECT, related_name="readings")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    scope = models.CharField(max_length=254)
    told_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["corrigendum", "role", "scope"], name="reader_is_told_once"),
            models.CheckConstraint(condition=Q(role__in=list(Role)), name="reader_role_is_known"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by="") | Q(read_at__isnull=False) & ~Q(read_by=""),
                name="corrigendum_is_read_by_somebody",
            ),
        )
        indexes = (models.Index(fields=["role", "scope"], name="corrigenda_of_a_reader"),)

    def __str__(self) -> str:
        return f"{self.role} {self.scope}"
