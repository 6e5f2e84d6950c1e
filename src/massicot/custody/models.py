"""The ledger's tables: one current row per thing, and every move it made."""

from django.db import models
from django.db.models import Q

from massicot.custody.rules import ItemKind, Place

PLACE_LENGTH = 200
"""A place without a UAI is told by the name that its route gives it."""

_IS_LOOSE = Q(inside="", cell__gt="")


class Item(models.Model):
    """Where one physical thing is now: derived from its events, moved together with them.

    `cell` is what a script is counted with where it lies loose; it is written as the script first appears.
    """

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ItemKind])
    ref = models.CharField(max_length=60)
    place = models.CharField(max_length=20, choices=[(place.value, place.value) for place in Place])
    place_ref = models.CharField(max_length=PLACE_LENGTH, blank=True)
    inside = models.CharField(max_length=60, blank=True)
    cell = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "ref"], name="thing_is_in_exactly_one_place"),
            models.CheckConstraint(condition=Q(kind__in=list(ItemKind)), name="custody_kind_is_known"),
            models.CheckConstraint(condition=Q(place__in=list(Place)), name="custody_place_is_known"),
        )
        indexes = (
            models.Index(fields=["inside", "ref"], name="custody_inside"),
            models.Index(fields=["place", "place_ref", "inside", "ref", "cell"], name="custody_loose_at"),
            models.Index(fields=["place", "place_ref", "cell"], condition=_IS_LOOSE, name="custody_loose_cell"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.ref} @ {self.place} {self.place_ref}"


class Event(models.Model):
    """One move: from where, to where, how many, under which seal, when, by whom."""

    kind = models.CharField(max_length=10)
    ref = models.CharField(max_length=60)
    act = models.CharField(max_length=30)
    from_place = models.CharField(max_length=20, blank=True)
    from_ref = models.CharField(max_length=PLACE_LENGTH, blank=True)
    to_place = models.CharField(max_length=20)
    to_ref = models.CharField(max_length=PLACE_LENGTH, blank=True)
    inside = models.CharField(max_length=60, blank=True)
    found_in = models.CharField(max_length=60, blank=True, db_default="")
    count = models.PositiveIntegerField()
    seal = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=254)

    class Meta:
        indexes = (models.Index(fields=["kind", "ref"], name="custody_event_of"),)

    def __str__(self) -> str:
        return f"{self.act} {self.kind} {self.ref}"
