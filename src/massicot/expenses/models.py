"""Tables of expenses: rates of the office, towns and the institutions in them, how a session pays."""

from django.db import models
from django.db.models import F, Q

from massicot.expenses.rules.nights import NightTown
from massicot.expenses.rules.rates import TABLES
from massicot.expenses.rules.town_table import CODE_LENGTH, NAME_LENGTH, SOURCE_LENGTH


class OfficeRate(models.Model):
    """One row of a dated table as the office says it: entered by one, confirmed by another, or taken back.

    `values` are amounts in euros and what else stands in a row, as they are written in the files of the package.
    """

    table = models.CharField(max_length=20, choices=[(name, name) for name in TABLES])
    key = models.CharField(max_length=20, blank=True)
    values = models.JSONField(default=dict)
    since = models.DateField()
    until = models.DateField(null=True)
    text = models.CharField(max_length=300)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=254)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=254, blank=True, default="", db_default="")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=254, blank=True, default="", db_default="")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(table__in=list(TABLES)), name="rate_table_is_known"),
            models.CheckConstraint(condition=~Q(text=""), name="rate_has_its_text"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="rate_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | ~Q(confirmed_by=F("entered_by")),
                name="rate_takes_two_persons",
            ),
            models.UniqueConstraint(
                fields=["table", "key", "since"],
                condition=Q(taken_back_at__isnull=True),
                name="rate_is_said_once_from_a_day_on",
            ),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.key} {self.since}"


class Town(models.Model):
    """A town from a day on, as a table told it; it holds until a later row of the same code.

    `borders` are the codes of the towns beside it, separated by spaces. A row with a parent counts as that town.
    """

    code = models.CharField(max_length=CODE_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH)
    parent_code = models.CharField(max_length=CODE_LENGTH, blank=True)
    population = models.PositiveIntegerField(null=True)
    night_class = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in NightTown])
    borders = models.TextField(blank=True)
    since = models.DateField()
    source = models.CharField(max_length=SOURCE_LENGTH)
    is_computed = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "since"], name="town_is_told_once_from_a_day_on"),
            models.CheckConstraint(condition=Q(night_class__in=list(NightTown)), name="town_night_class_is_known"),
            models.CheckConstraint(condition=~Q(source=""), name="town_has_its_source"),
            models.CheckConstraint(condition=~Q(parent_code=F("code")), name="town_is_no_part_of_itself"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class InstitutionTown(models.Model):
    """In which town an institution stands, as a person of the office confirmed it."""

    uai = models.CharField(max_length=8)
    code = models.CharField(max_length=CODE_LENGTH)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=254)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["uai"], name="institution_stands_in_one_town"),
            models.CheckConstraint(condition=~Q(confirmed_by=""), name="institution_town_is_confirmed_by_somebody"),
        )

    def __str__(self) -> str:
        return f"{self.uai} {self.code}"


class SessionMoney(models.Model):
    """How a session pays, where its office said so: a pay code by kind of mission, blank scripts, the closing day.

    `closes_on` none: 31 August of the year of the session.
    """

    session = models.OneToOneField("exams.Session", on_delete=models.PROTECT, related_name="+")
    codes = models.JSONField(default=dict)
    are_blanks_paid = models.BooleanField(default=True)
    closes_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.session_id}"
