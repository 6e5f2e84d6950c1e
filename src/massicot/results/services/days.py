"""The act of opening a centre's day again, which a decision of the office on one of its scripts ends."""

from datetime import datetime

from django.db import transaction

from massicot.anonymity import services as anonymity
from massicot.candidates import queries as candidates
from massicot.core.actor import Actor
from massicot.exams.queries import Paper
from massicot.results import queries
from massicot.results.rules.days import ScriptsDecided
from massicot.scripts import queries as scripts


@transaction.atomic
def reopen_day(*, paper: Paper, centre_uai: str, reason: str, by: Actor, at: datetime) -> None:
    """Open a centre's day again to correct its attendance; raise ScriptsDecided, or as the lower act does."""
    candidates.hold_whoever_is_expected(paper, centre_uai)
    # Whoever decides of one of them waits here, and finds it gone.
    scripts.hold_centre(paper.pk, centre_uai)
    if queries.decided_ever_at(paper, centre_uai):
        raise ScriptsDecided(centre=centre_uai)
    anonymity.reopen_day_unchecked_decisions(paper=paper, centre_uai=centre_uai, reason=reason, by=by, at=at)
