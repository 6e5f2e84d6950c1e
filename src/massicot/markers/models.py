"""Tables of the pool of a session."""

from django.db import models


class Marker(models.Model):
    """A person who may be called in one session; they keep the identifier under which its papers know them."""

    session = models.ForeignKey("exams.Session", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("persons.Person", on_delete=models.PROTECT, related_name="+")
    identifier = models.CharField(max_length=30)
    discipline = models.CharField(max_length=100)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "identifier"], name="marker_identifier_once_per_session"),
            models.UniqueConstraint(fields=["session", "person"], name="person_once_in_the_pool_of_a_session"),
        )

    def __str__(self) -> str:
        return self.identifier

    @property
    def civility(self) -> str:
        return self.person.civility

    @property
    def surname(self) -> str:
        return self.person.surname

    @property
    def first_name(self) -> str:
        return self.person.first_name

    @property
    def email(self) -> str:
        return self.person.email

    @property
    def telephone(self) -> str:
        return self.person.telephone


class MarkerPaper(models.Model):
    """A paper for which a marker may be called; one without any may be called for all."""

    marker = models.ForeignKey(Marker, on_delete=models.CASCADE, related_name="papers")
    paper = models.ForeignKey("exams.Paper", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["marker", "paper"], name="paper_stands_once_for_a_marker"),)

    def __str__(self) -> str:
        return f"{self.marker_id} {self.paper_id}"


class StaffConfirmation(models.Model):
    """The list of an institution's staff in the pool of a session, as its head confirmed it; the last one counts."""

    session = models.ForeignKey("exams.Session", on_delete=models.CASCADE, related_name="+")
    institution_uai = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    confirmed_by = models.CharField(max_length=254)
    confirmed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["session", "institution_uai"], name="confirmations_by_institution"),)

    def __str__(self) -> str:
        return f"{self.institution_uai} {self.confirmed_at}"
