"""Tables of persons, their dated situations and their skills."""

from django.db import models
from django.db.models import F, Q

from massicot.persons.rules.persons import (
    IDENTIFIER_LENGTH,
    NAME_LENGTH,
    SKILL_LENGTH,
    TELEPHONE_LENGTH,
    EmployerKind,
    UnavailabilityKind,
)


class Person(models.Model):
    """Somebody who may be called, in any session; set aside, they are kept and nobody proposes them.

    `double_of` is the person who they turned out to be: one human under two identifiers.
    """

    identifier = models.CharField(max_length=IDENTIFIER_LENGTH, unique=True)
    civility = models.CharField(max_length=10, blank=True)
    surname = models.CharField(max_length=NAME_LENGTH)
    first_name = models.CharField(max_length=NAME_LENGTH)
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=TELEPHONE_LENGTH, blank=True)
    asked_email = models.CharField(max_length=254, blank=True)
    asked_email_at = models.DateTimeField(null=True)
    account = models.OneToOneField("accounts.Account", on_delete=models.PROTECT, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_reason = models.CharField(max_length=500, blank=True)
    double_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True, set_aside_reason="")
                | Q(set_aside_at__isnull=False) & ~Q(set_aside_reason=""),
                name="person_is_set_aside_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(asked_email="", asked_email_at__isnull=True)
                | ~Q(asked_email="") & Q(asked_email_at__isnull=False),
                name="address_is_asked_at_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(double_of__isnull=True) | Q(set_aside_at__isnull=False), name="double_is_set_aside"
            ),
            models.CheckConstraint(condition=~Q(double_of=F("pk")), name="nobody_is_their_own_double"),
        )
        indexes = (models.Index(fields=["email"], name="persons_by_email"),)

    def __str__(self) -> str:
        return self.identifier


class Situation(models.Model):
    """Where a person teaches, who employs them and where they live, from a day on until the next one begins."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="situations")
    since = models.DateField()
    institution_uai = models.CharField(max_length=8, blank=True)
    employer = models.CharField(max_length=100, blank=True)
    employer_kind = models.CharField(
        max_length=15, choices=[(kind.value, kind.value) for kind in EmployerKind], blank=True
    )
    is_state_agent = models.BooleanField(null=True)
    home_town = models.CharField(max_length=100, blank=True)
    home_insee_code = models.CharField(max_length=5, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "since"], name="situation_begins_once_a_day"),
            models.CheckConstraint(condition=Q(employer_kind__in=["", *EmployerKind]), name="employer_kind_is_known"),
        )
        indexes = (models.Index(fields=["institution_uai"], name="situations_by_institution"),)

    def __str__(self) -> str:
        return f"{self.person_id} since {self.since}"


class Unavailability(models.Model):
    """Days, both included, on which a person cannot be called; taken back, it stays."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="unavailabilities")
    starts_on = models.DateField()
    ends_on = models.DateField()
    kind = models.CharField(max_length=15, choices=[(kind.value, kind.value) for kind in UnavailabilityKind])
    declared_by = models.CharField(max_length=254)
    declared_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "starts_on", "ends_on"],
                condition=Q(taken_back_at__isnull=True),
                name="days_are_declared_once_for_a_person",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="unavailability_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(UnavailabilityKind)), name="unavailability_kind_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} from {self.starts_on}"


class Skill(models.Model):
    """Something that a person can examine beside their discipline."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="skills")
    name = models.CharField(max_length=SKILL_LENGTH)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "name"], name="skill_once_per_person"),)

    def __str__(self) -> str:
        return self.name
