"""Tables of parcels, of the scripts they hold, and of the counts where nothing is numbered."""

from django.db import models
from django.db.models import Q

from massicot.consignments.rules.despatch import Enclosure
from massicot.consignments.rules.parcels import Tick
from massicot.consignments.rules.return_arrivals import ReturnTick
from massicot.consignments.rules.returns import CARRIER_LENGTH, REASON_LENGTH, ContentKind, ReturnState, return_state
from massicot.consignments.rules.seals import (
    REMARK_LENGTH,
    SEAL_LENGTH,
    TROUBLES,
    SealEnd,
    SealState,
    SealVerdict,
)


class Parcel(models.Model):
    """A parcel that leaves an exam centre: what it announces, when it left, when it arrived.

    `packed_seal` closed it when it was packed, `seal` closed it when it left. One that arrived and was never sent left
    without anybody recording it: its departure is unknown. The papers that go with it are copies, counted and never
    read: of how many rooms, put in, come.
    """

    code = models.CharField(max_length=60, unique=True)
    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    route_kind = models.CharField(max_length=20)
    copy_model = models.CharField(max_length=10)
    destination_uai = models.CharField(max_length=8, blank=True)
    destination_name = models.CharField(max_length=200)
    attention = models.CharField(max_length=200, blank=True)
    announced = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    packed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    carrier = models.CharField(max_length=60, blank=True)
    tracking = models.CharField(max_length=60, blank=True)
    carrier_count = models.PositiveIntegerField(null=True)
    packed_seal = models.CharField(max_length=40, blank=True)
    seal = models.CharField(max_length=40, blank=True)
    lost_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=100, blank=True, db_default="")
    remarks = models.TextField(blank=True, db_default="")
    rooms = models.PositiveIntegerField(null=True)
    registers_enclosed = models.PositiveIntegerField(null=True)
    reports_enclosed = models.PositiveIntegerField(null=True)
    registers_came = models.PositiveIntegerField(null=True)
    reports_came = models.PositiveIntegerField(null=True)
    papers_waived = models.CharField(max_length=500, blank=True, db_default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) | Q(lost_at__isnull=True), name="parcel_is_lost_after_it_left"
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=False) | Q(closed_at__isnull=True),
                name="parcel_is_ticked_after_it_arrived",
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=False) | Q(registers_came=None, reports_came=None),
                name="papers_come_with_a_parcel_that_arrived",
            ),
        )
        indexes = (
            models.Index(fields=["paper", "centre_uai"], name="parcels_of_a_centre"),
            models.Index(fields=["paper", "destination_uai"], name="parcels_towards_a_centre"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def has_left(self) -> bool:
        """Say whether it left its centre: somebody recorded it, or it arrived all the same."""
        return self.sent_at is not None or self.arrived_at is not None

    @property
    def is_in_reception(self) -> bool:
        """Say whether it has arrived and its reception is open: its scripts may be ticked at any moment."""
        return self.arrived_at is not None and self.closed_at is None


class ParcelScript(models.Model):
    """One script announced in one parcel, and what the marking centre found, but for what its tally still holds.

    `signed_absent_by`: who had signed that it was not there when the parcel was made; it lay there, beyond what the
    note announces. `lost_here`: received, and not found any more at its marking centre. `is_given_up`: the office
    decided of it while it was missing, and nobody is asked to search for it.
    """

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="contents", db_index=False)
    number = models.CharField(max_length=9, unique=True)
    specialty_code = models.CharField(max_length=10)
    tick = models.CharField(max_length=16, choices=[(tick.value, tick.value) for tick in Tick], default=Tick.NOT_YET)
    was_missing = models.BooleanField(default=False)
    found_in = models.CharField(max_length=60, blank=True, db_default="")
    signed_absent_by = models.CharField(max_length=100, blank=True, default="", db_default="")
    lost_here = models.BooleanField(default=False, db_default=False)
    is_given_up = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(tick__in=list(Tick)), name="tick_has_three_values"),)
        indexes = (
            models.Index(fields=["parcel", "tick"], name="scripts_of_a_parcel_by_tick"),
            models.Index(fields=["parcel"], condition=Q(tick=Tick.MISSING), name="scripts_declared_missing"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.tick}"


class ParcelTally(models.Model):
    """What is ticked in one parcel and not written to its scripts and to the ledger yet, all of it in one row.

    `sealed`: which scripts, and by which scans (massicot.consignments.rules.tally), of one length for its parcel, under
    the anonymity key of which `key` is the fingerprint. In clear, because it tells no number: how many are `ticked` so,
    how many of each specialty, and who ticked them, by login. The row stays when all is written: scans that are sent
    again are answered by it.
    """

    parcel = models.OneToOneField(Parcel, on_delete=models.CASCADE, related_name="tally", primary_key=True)
    sealed = models.BinaryField()
    key = models.CharField(max_length=40)
    ticked = models.PositiveIntegerField(default=0)
    by_specialty = models.JSONField(default=dict)
    tickers = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=["parcel"], condition=Q(ticked__gt=0), name="tallies_to_be_written"),)

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.ticked}"


class LeftOut(models.Model):
    """One script that was not there when the parcel of its centre was made, as two persons signed.

    It goes when the script is found. `signed_by`: the second person, who has no need of an account.
    """

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    number = models.CharField(max_length=9, unique=True)
    specialty_code = models.CharField(max_length=10)
    signed_by = models.CharField(max_length=100)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(signed_by=""), name="script_left_out_is_signed"),)
        indexes = (models.Index(fields=["paper", "centre_uai"], name="scripts_left_out_at_a_centre"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.signed_by}"


class ParcelEnclosure(models.Model):
    """One document that lay in a parcel when it left."""

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="enclosures")
    document = models.CharField(max_length=16, choices=[(enclosure.value, enclosure.value) for enclosure in Enclosure])

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["parcel", "document"], name="document_is_enclosed_once_per_parcel"),
            models.CheckConstraint(condition=Q(document__in=list(Enclosure)), name="enclosure_is_known"),
        )

    def __str__(self) -> str:
        return self.document


class ParcelCount(models.Model):
    """Scripts of one specialty in a parcel that is counted, not numbered.

    `settles`: how many scripts of the register this count stands for; another figure than `announced` is signed.
    `gap_reason`: why another number arrived than was announced.
    """

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="counts")
    specialty_code = models.CharField(max_length=10)
    announced = models.PositiveIntegerField()
    settles = models.PositiveIntegerField()
    arrived = models.PositiveIntegerField(null=True)
    gap_reason = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["parcel", "specialty_code"], name="specialty_is_counted_once_per_parcel"),
        )

    def __str__(self) -> str:
        return f"{self.specialty_code}: {self.announced}"


class SealReading(models.Model):
    """What was seen of the seal of a parcel at its arrival; and, where that is a trouble, how the office ended it."""

    parcel = models.OneToOneField(Parcel, on_delete=models.CASCADE, related_name="seal_reading")
    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in SealState])
    read = models.CharField(max_length=SEAL_LENGTH, blank=True)
    verdict = models.CharField(max_length=10, choices=[(verdict.value, verdict.value) for verdict in SealVerdict])
    remark = models.CharField(max_length=REMARK_LENGTH, blank=True)
    read_by = models.CharField(max_length=254)
    read_at = models.DateTimeField()
    end = models.CharField(max_length=10, blank=True, choices=[(end.value, end.value) for end in SealEnd])
    end_remark = models.CharField(max_length=REMARK_LENGTH, blank=True)
    ended_by = models.CharField(max_length=254, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in SealState]), name="seal_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="", ended_by="") | ~Q(ended_at=None) & ~Q(end="") & ~Q(ended_by=""),
                name="seal_trouble_ends_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.verdict}"

    @property
    def is_open(self) -> bool:
        """Say whether it is a trouble that the exam office has not ended."""
        return SealVerdict(self.verdict) in TROUBLES and self.ended_at is None


class ReturnParcel(models.Model):
    """A parcel that goes back from a marking centre to the exam office: what it announces, when it left and arrived.

    Beside `Parcel`, since nothing that follows an outward parcel holds of it: no route, no despatch note of an exam
    centre. One that arrived and was never sent left without anybody recording it. What was seen of its seal stands
    here: the office that sees it is the one that follows it.
    """

    code = models.CharField(max_length=60, unique=True)
    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    attention = models.CharField(max_length=200, blank=True)
    envelopes = models.PositiveIntegerField()
    announced = models.PositiveIntegerField()
    seal = models.CharField(max_length=SEAL_LENGTH, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=254, blank=True)
    carrier = models.CharField(max_length=CARRIER_LENGTH, blank=True)
    tracking = models.CharField(max_length=60, blank=True)
    carrier_count = models.PositiveIntegerField(null=True)
    lost_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=254, blank=True)
    seal_state = models.CharField(
        max_length=10, blank=True, choices=[(state.value, state.value) for state in SealState]
    )
    seal_read = models.CharField(max_length=SEAL_LENGTH, blank=True)
    seal_verdict = models.CharField(
        max_length=10, blank=True, choices=[(verdict.value, verdict.value) for verdict in SealVerdict]
    )
    seal_remark = models.CharField(max_length=REMARK_LENGTH, blank=True)
    seal_read_by = models.CharField(max_length=254, blank=True)
    seal_end = models.CharField(
        max_length=10, blank=True, db_default="", default="", choices=[(end.value, end.value) for end in SealEnd]
    )
    seal_end_remark = models.CharField(max_length=REMARK_LENGTH, blank=True, db_default="", default="")
    seal_ended_by = models.CharField(max_length=254, blank=True, db_default="", default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(announced__gte=1), name="return_parcel_is_not_empty"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | ~Q(sent_by="") & ~Q(carrier=""),
                name="return_parcel_is_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) | Q(lost_at__isnull=True), name="return_parcel_is_lost_after_it_left"
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True, received_by="")
                | (Q(arrived_at__isnull=False) & ~Q(received_by="")),
                name="return_parcel_is_received_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=False) | Q(closed_at__isnull=True),
                name="return_parcel_is_closed_after_it_arrived",
            ),
            models.CheckConstraint(
                condition=Q(seal_state="", seal_verdict="", seal_read_by="")
                | (Q(arrived_at__isnull=False) & ~Q(seal_state="") & ~Q(seal_verdict="") & ~Q(seal_read_by="")),
                name="seal_of_a_return_parcel_is_told_at_its_arrival",
            ),
            models.CheckConstraint(
                condition=Q(seal_end="", seal_end_remark="", seal_ended_by="")
                | (Q(seal_verdict__in=sorted(TROUBLES)) & ~Q(seal_end="") & ~Q(seal_ended_by="")),
                name="seal_of_a_return_parcel_ends_where_it_is_a_trouble",
            ),
        )
        indexes = (models.Index(fields=["paper", "centre_uai"], name="return_parcels_of_a_centre"),)

    def __str__(self) -> str:
        return self.code

    @property
    def has_left(self) -> bool:
        """Say whether it left its centre: somebody recorded it, or it arrived all the same."""
        return self.sent_at is not None or self.arrived_at is not None

    @property
    def is_begun(self) -> bool:
        """Say whether something in it was looked for since it arrived."""
        return self.contents.exclude(tick=ReturnTick.NOT_YET).exists()

    @property
    def state(self) -> ReturnState:
        """Tell how far it is; `is_begun` is asked of the database only where that decides."""
        is_here = self.arrived_at is not None and self.closed_at is None
        return return_state(
            sent_at=self.sent_at,
            lost_at=self.lost_at,
            arrived_at=self.arrived_at,
            closed_at=self.closed_at,
            is_begun=is_here and self.is_begun,
        )


class ReturnContent(models.Model):
    """One thing in a return parcel, a batch or a script in none, and what the exam office found.

    `count`: how many scripts it was when it was packed. `was_aside`: it lay put aside at its centre, and lies there
    again if its parcel is opened. `reason`: why it is said to be missing. `is_given_up`: the exam office decided of it
    while it was missing, and nobody is asked to search for it.
    """

    parcel = models.ForeignKey(ReturnParcel, on_delete=models.CASCADE, related_name="contents")
    kind = models.CharField(max_length=6, choices=[(kind.value, kind.value) for kind in ContentKind])
    ref = models.CharField(max_length=60)
    specialty_code = models.CharField(max_length=10)
    count = models.PositiveSmallIntegerField()
    was_aside = models.BooleanField(default=False)
    tick = models.CharField(
        max_length=16, choices=[(tick.value, tick.value) for tick in ReturnTick], default=ReturnTick.NOT_YET
    )
    was_missing = models.BooleanField(default=False)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    is_given_up = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["ref"],
                condition=~Q(tick=ReturnTick.LEFT_BEHIND),
                name="thing_is_in_one_return_parcel_at_a_time",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(ContentKind)), name="content_of_a_return_is_known"),
            models.CheckConstraint(condition=Q(tick__in=list(ReturnTick)), name="tick_of_a_return_is_known"),
            models.CheckConstraint(
                condition=Q(kind=ContentKind.BATCH) | Q(count=1), name="script_in_a_return_parcel_is_one_script"
            ),
        )

    def __str__(self) -> str:
        return f"{self.ref}: {self.tick}"
