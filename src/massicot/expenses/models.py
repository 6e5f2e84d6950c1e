"""Tables of expenses: the rates that the office entered, the money settings of a session."""

from django.db import models
from django.db.models import F, Q

from massicot.expenses.rules.rates import TABLES


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
