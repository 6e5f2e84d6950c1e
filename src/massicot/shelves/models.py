"""Tables of what came back to the exam office after the marking."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from massicot.consignments.rules.returns import ContentKind
from massicot.shelves.rules.boxes import BoxKind
from massicot.shelves.rules.slips import OPEN, SlipState


def _kind_of_box() -> "models.CharField[Any, Any]":
    """Say whether it is of scripts, or of mark sheets."""
    return models.CharField(
        max_length=8,
        choices=[(kind.value, kind.value) for kind in BoxKind],
        default=BoxKind.SCRIPTS,
        db_default=BoxKind.SCRIPTS,
    )


class SheetReceipt(models.Model):
    """One printed mark sheet that is at the exam office, or that nobody awaits any more, with the reason.

    The row goes when that was a mistake; one that was given up and comes after all is received. It lies in its `box`
    by this row alone.
    """

    sheet = models.OneToOneField("marks.Credential", on_delete=models.PROTECT, related_name="+")
    given_up = models.CharField(max_length=500, blank=True, default="", db_default="")
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=254)
    box = models.ForeignKey("KeptBox", null=True, on_delete=models.PROTECT, related_name="sheets")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(given_up="") | Q(box=None), name="sheet_given_up_is_in_no_box"),
        )

    def __str__(self) -> str:
        return f"{self.sheet_id} {'given up' if self.given_up else 'received'} by {self.noted_by}"


class SheetReminder(models.Model):
    """When a marking centre was last reminded of the mark sheets of a paper that lack."""

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    centre_uai = models.CharField(max_length=8)
    reminded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["paper", "centre_uai"], name="centre_is_reminded_of_its_sheets_in_one_row"),
        )

    def __str__(self) -> str:
        return f"{self.centre_uai}: {self.reminded_at}"


class KeptBox(models.Model):
    """One box at the exam office, of one paper, of scripts or of mark sheets; where it stands is in the ledger."""

    code = models.CharField(max_length=60, unique=True)
    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    kind = _kind_of_box()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(kind__in=list(BoxKind)), name="box_kind_is_known"),)

    def __str__(self) -> str:
        return self.code


class BoxContent(models.Model):
    """One batch, or one script in no batch, that lies in a box; a script that is fetched has its place there still.

    `certificate`: by which scripts of it were destroyed, the last time; `count` is what is left of it then.
    """

    box = models.ForeignKey(KeptBox, on_delete=models.CASCADE, related_name="contents")
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in ContentKind])
    ref = models.CharField(max_length=60)
    specialty_code = models.CharField(max_length=10)
    count = models.PositiveIntegerField()
    certificate = models.CharField(max_length=60, blank=True, default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "ref"], name="thing_is_in_one_box"),
            models.CheckConstraint(condition=models.Q(kind__in=list(ContentKind)), name="boxed_kind_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class FetchSlip(models.Model):
    """One script to be fetched from its box, by its number: how far that is, by days and never by hours.

    Of one that waits the week alone is kept. Those that wait are written anew, in the order of their numbers, each time
    that one joins them: no row tells which was asked for last.
    """

    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=20)
    week = models.DateField()
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in SlipState])
    holder = models.CharField(max_length=254, blank=True)
    fetched_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    back_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["number"], condition=models.Q(state__in=list(OPEN)), name="script_has_one_open_slip"
            ),
            models.CheckConstraint(condition=models.Q(state__in=list(SlipState)), name="slip_state_is_known"),
        )
        indexes = (models.Index(fields=["paper", "state", "number"], name="shelves_slip_state"),)

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class DestructionList(models.Model):
    """One list of scripts or of mark sheets of a paper to be destroyed: signed by one, then by another, or withdrawn.

    `seed` and `share` drew its sample; `inquiries` is how many scripts were left out because somebody asks about them.
    A list of mark sheets leaves out none.
    """

    code = models.CharField(max_length=60, unique=True)
    paper = models.ForeignKey("exams.Paper", on_delete=models.PROTECT, related_name="+")
    kind = _kind_of_box()
    seed = models.CharField(max_length=20)
    share = models.PositiveSmallIntegerField()
    inquiries = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254)
    consent = models.CharField(max_length=120, blank=True, default="", db_default="")
    consent_on = models.DateField(null=True)
    signed_first_at = models.DateTimeField(null=True)
    signed_first_by = models.CharField(max_length=254, blank=True, default="", db_default="")
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.CharField(max_length=254, blank=True, default="", db_default="")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=254, blank=True, default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["paper", "kind"],
                condition=Q(destroyed_at__isnull=True, withdrawn_at__isnull=True),
                name="paper_has_one_list_of_a_kind_open",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(BoxKind)), name="listed_kind_is_known"),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | ~Q(destroyed_by=F("signed_first_by")),
                name="destruction_takes_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | Q(signed_first_at__isnull=False, withdrawn_at__isnull=True),
                name="destruction_follows_a_signature",
            ),
            models.CheckConstraint(
                condition=Q(signed_first_at__isnull=True) | (~Q(consent="") & Q(consent_on__isnull=False)),
                name="destruction_is_signed_with_a_consent",
            ),
        )

    def __str__(self) -> str:
        return self.code


class ListedContent(models.Model):
    """Of one batch, or one script in no batch, on a list: its box, how many scripts are destroyed, how many stay."""

    of = models.ForeignKey(DestructionList, on_delete=models.CASCADE, related_name="contents")
    box = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in ContentKind])
    ref = models.CharField(max_length=60)
    specialty_code = models.CharField(max_length=10)
    count = models.PositiveIntegerField()
    stay = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["of", "kind", "ref"], name="thing_is_listed_once"),)

    def __str__(self) -> str:
        return f"{self.ref}: {self.count}"


class ListedSheets(models.Model):
    """The mark sheets of one box on a list: how many, from which number of batch to which."""

    of = models.ForeignKey(DestructionList, on_delete=models.CASCADE, related_name="sheets")
    box = models.CharField(max_length=60)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["of", "box"], name="box_of_sheets_is_listed_once"),)

    def __str__(self) -> str:
        return f"{self.box}: {self.count}"


class SparedScript(models.Model):
    """One number that a list leaves out; nothing says why."""

    of = models.ForeignKey(DestructionList, on_delete=models.CASCADE, related_name="spared")
    number = models.CharField(max_length=9)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["of", "number"], name="script_is_spared_once_by_a_list"),)

    def __str__(self) -> str:
        return self.number
