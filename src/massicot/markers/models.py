"""The table of markers."""

from django.db import models


class Marker(models.Model):
    """A teacher who may be called to mark in one session."""

    session = models.ForeignKey("exams.Session", on_delete=models.PROTECT, related_name="+")
    identifier = models.CharField(max_length=30)
    civility = models.CharField(max_length=10, blank=True)
    surname = models.CharField(max_length=100)
    first_name = models.CharField(max_length=100)
    email = models.CharField(max_length=254)
    institution_uai = models.CharField(max_length=8)
    discipline = models.CharField(max_length=100)
    employer = models.CharField(max_length=100, blank=True)
    home_town = models.CharField(max_length=100, blank=True)
    home_insee_code = models.CharField(max_length=5, blank=True)
    telephone = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "identifier"], name="marker_identifier_once_per_session"),
        )

    def __str__(self) -> str:
        return self.identifier
