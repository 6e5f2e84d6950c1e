"""Tables of missions and their activities, of who is on their lists, of runs of convocations and their letters."""

from django.db import models
from django.db.models import F, Q

from massicot.missions.rules.missions import AssignmentState, ConvocationAct, ConvocationState, MissionKind, RunKind


class Mission(models.Model):
    """One thing to be done at one place, by so many persons; `revision` counts its changes.

    A mission without a paper is of its whole session.
    """

    session = models.ForeignKey("exams.Session", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=15, choices=[(kind.value, kind.value) for kind in MissionKind])
    title = models.CharField(max_length=150)
    place_uai = models.CharField(max_length=8)
    needed = models.PositiveSmallIntegerField()
    reserve = models.PositiveSmallIntegerField(default=0)
    pay_code = models.CharField(max_length=20, blank=True)
    discipline = models.CharField(max_length=100, blank=True)
    skills = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=list(MissionKind)), name="mission_kind_is_known"),
            models.CheckConstraint(condition=Q(needed__gte=1), name="mission_needs_somebody"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def places(self) -> int:
        """Count all who are to be called, the reserve with them."""
        return self.needed + self.reserve


class Activity(models.Model):
    """Hours at one place; those for who is named are kept by these alone."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="activities")
    title = models.CharField(max_length=150)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place_uai = models.CharField(max_length=8)
    is_for_named = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="activity_ends_after_it_starts"),
            models.UniqueConstraint(fields=["mission", "title", "starts_at"], name="activity_stands_once_in_a_mission"),
        )

    def __str__(self) -> str:
        return f"{self.mission_id} {self.starts_at}"


class Assignment(models.Model):
    """One person on the list of one mission; what the list said of them when they were put there stays.

    Whoever came without being called and was convened late (`late_on`) keeps the mission on their own days alone:
    `days` are these, as 2017-06-01 between spaces. `let_off` are the half-days from which they are exempted, or
    on which somebody replaces them, as 2017-06-01/morning. Whoever replaces (`is_stand_in`) keeps some half-days alone,
    `halves`, or all of them where they are of the reserve.
    """

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey("persons.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in AssignmentState],
        default=AssignmentState.PROPOSED,
    )
    is_reserve = models.BooleanField(default=False)
    is_pinned = models.BooleanField(default=False)
    distance_m = models.PositiveIntegerField(null=True)
    times_called = models.PositiveSmallIntegerField(default=0)
    rank_in_institution = models.PositiveSmallIntegerField(default=1)
    of_institution = models.PositiveSmallIntegerField(default=1)
    put_by = models.CharField(max_length=254)
    put_at = models.DateTimeField()
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    late_on = models.DateField(null=True)
    days = models.TextField(blank=True)
    let_off = models.TextField(blank=True)
    halves = models.TextField(blank=True)
    is_stand_in = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["mission", "person"],
                condition=~Q(state=AssignmentState.WITHDRAWN),
                name="person_stands_once_on_the_list_of_a_mission",
            ),
            models.CheckConstraint(condition=Q(state__in=list(AssignmentState)), name="assignment_state_is_known"),
            models.CheckConstraint(
                condition=Q(late_on__isnull=True, days="") | (Q(late_on__isnull=False) & ~Q(days="")),
                name="late_convocation_names_its_days",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.mission_id}"


class NamedFor(models.Model):
    """A person named for an activity that not everybody of its mission keeps."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="named_for")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="named")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["assignment", "activity"], name="person_is_named_once_for_an_activity"),
        )

    def __str__(self) -> str:
        return f"{self.assignment_id} for {self.activity_id}"


class ConvocationRun(models.Model):
    """One run of convocations over some missions of a session.

    `seen` is the digest of the list that whoever asked for it was shown, empty while the letters of a control run are
    being drawn up; once `told_at`, every letter is written and every head of institution told.
    """

    session = models.ForeignKey("exams.Session", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in RunKind])
    missions = models.ManyToManyField(Mission, related_name="runs")
    seen = models.CharField(max_length=64, blank=True)
    asked_by = models.CharField(max_length=254)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=list(RunKind)), name="run_kind_is_known"),
            models.UniqueConstraint(
                fields=["session", "seen"],
                condition=Q(kind=RunKind.OFFICIAL, cancelled_at__isnull=True),
                name="same_official_run_is_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_reason="")
                | Q(cancelled_at__isnull=False) & ~Q(cancelled_reason=""),
                name="run_is_cancelled_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"run {self.pk}"


class RunPart(models.Model):
    """Some letters of a run, which one worker draws up, or writes, in one go.

    `seen` names each assignment with the digest of what its letter said to whoever asked: `12:0a1b2c3d 13:…`, and with
    nothing before it is drawn up.
    """

    run = models.ForeignKey(ConvocationRun, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    seen = models.TextField()
    letters = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "number"], name="part_stands_once_in_a_run"),)

    def __str__(self) -> str:
        return f"part {self.number} of run {self.run_id}"


class Convocation(models.Model):
    """One letter that calls one person: what it says, kept as facts, from which it is set again.

    `places` are the UAIs that it calls to: a place asks who is expected there without a look at every letter.
    """

    run = models.ForeignKey(ConvocationRun, on_delete=models.PROTECT, related_name="convocations")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="convocations")
    code = models.CharField(max_length=20, unique=True)
    issue = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in ConvocationState],
        default=ConvocationState.VALID,
    )
    facts = models.TextField()
    institution_uai = models.CharField(max_length=8, blank=True)
    places = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state=ConvocationState.VALID),
                name="assignment_has_one_valid_letter",
            ),
            models.UniqueConstraint(fields=["assignment", "issue"], name="letter_of_an_assignment_has_one_issue"),
            models.CheckConstraint(condition=Q(state__in=list(ConvocationState)), name="convocation_state_is_known"),
        )
        indexes = (
            models.Index(fields=["state", "ends_at"], name="convocations_by_state"),
            models.Index(fields=["run", "institution_uai"], name="convocations_of_institution"),
        )

    def __str__(self) -> str:
        return self.code


class ConvocationEvent(models.Model):
    """What became of one letter, and who said so."""

    convocation = models.ForeignKey(Convocation, on_delete=models.CASCADE, related_name="events")
    act = models.CharField(max_length=15, choices=[(act.value, act.value) for act in ConvocationAct])
    at = models.DateTimeField()
    by = models.CharField(max_length=254)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(act__in=list(ConvocationAct)), name="convocation_act_is_known"),
        )
        indexes = (models.Index(fields=["convocation", "act"], name="events_of_a_convocation"),)

    def __str__(self) -> str:
        return f"{self.act} {self.convocation_id}"
