"""The copies of a script that were handed in for a request, each with the mail that it goes with."""

from collections.abc import Collection
from typing import NamedTuple

from massicot.deposits import queries as deposits
from massicot.deposits.queries import Deposit
from massicot.post import queries as post
from massicot.post.queries import Letter
from massicot.results.models import Consultation
from massicot.results.rules.script_copies import about_of, occasions_of


class ScriptCopy(NamedTuple):
    """One copy, and the mail with which it goes."""

    deposit: Deposit
    letter: Letter | None


def copies_of(consultation: Consultation) -> list[ScriptCopy]:
    """List the copies of a request, the first one first."""
    rows = deposits.deposits_about(about_of(consultation.pk))
    occasions = {row.code: f"{occasions_of(consultation.pk)}{row.code}" for row in rows}
    letters = post.letters_on(occasions.values()) if rows else {}
    return [ScriptCopy(row, letters.get(occasions[row.code])) for row in rows]


def consultations_by_ids(consultation_ids: Collection[int]) -> dict[int, Consultation]:
    """Map some requests to their rows, each with its paper and session; one that is gone is left out."""
    rows = Consultation.objects.filter(pk__in=consultation_ids).select_related("paper__session")
    return {row.pk: row for row in rows}
