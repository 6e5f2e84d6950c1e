"""The one table that binds candidate and number, sealed; and which key seals it."""

from django.db import models


class Link(models.Model):
    """A sealed pair, found from either side by a keyed index; no id, no date, no foreign key (design.md §5)."""

    number_index = models.BinaryField(max_length=16, primary_key=True)
    entry_index = models.BinaryField(max_length=16, unique=True)
    sealed = models.BinaryField(max_length=80)

    def __str__(self) -> str:
        return "sealed link"


class KeyRecord(models.Model):
    """The fingerprint of the key that seals this database, and when a copy of it was confirmed kept."""

    fingerprint = models.CharField(max_length=16, unique=True)
    confirmed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.fingerprint


class OldVersions(models.Model):
    """An act after which the disk still tells what rows said before; the row goes once that is erased.

    `is_at_once`: nothing of the kind follows it, and the next turn of a worker erases.
    """

    left_at = models.DateTimeField()
    is_at_once = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return f"since {self.left_at}"
