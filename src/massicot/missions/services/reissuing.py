"""The act of issuing letters again that no longer say what is so."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.draws import Draw
from massicot.documents import convocation_mails
from massicot.missions import queries
from massicot.missions.models import Convocation, ConvocationRun
from massicot.missions.queries import convocations, drafting
from massicot.missions.rules import ConvocationState, letters, runs
from massicot.missions.services import heads, issuing
from massicot.missions.services.issuing import Addresses
from massicot.missions.services.reminding import withdraw_reminders
from massicot.post import services as post
from massicot.post.rules.enclosing import LetterDraft
from massicot.store.lock import share_rows
from massicot.store.swap import swap_one


@transaction.atomic
def reissue_letters(*, mission_id: int, addresses: Addresses, draw: Draw, by: Actor, at: datetime) -> int:
    """Issue again the letters of a mission that no longer say what is so; return how many.

    The old ones say that they are replaced; the new ones have their code with a suffix, and move the events in the
    calendars; those that fell away are taken out of them. Heads of institution get the letters of their staff anew.
    Raise LettersStillRight.
    """
    mission = queries.hold_mission(mission_id)
    valid = Convocation.objects.filter(assignment__mission_id=mission_id, state=ConvocationState.VALID)
    # Whoever cancels their run holds it before its letters too.
    share_rows(ConvocationRun, valid.values_list("run", flat=True).distinct())
    rows = list(valid.select_for_update(of=("self",)).select_related("run").order_by("pk"))
    drafts = drafting.drafts_of([row.assignment_id for row in rows])
    stale = [row for row in rows if _is_stale(row, drafts)]
    if not stale:
        raise runs.LettersStillRight
    replace_letters(stale, drafts, addresses, draw, by, at)
    fact = runs.LettersReissued(mission_id, len(stale))
    audit.record(subject=queries.subject_of(mission), fact=fact, by=by, at=at)
    return len(stale)


def replace_letters(
    stale: Sequence[Convocation],
    drafts: Mapping[int, letters.LetterFacts],
    addresses: Addresses,
    draw: Draw,
    by: Actor,
    at: datetime,
) -> None:
    """Put a letter in the place of each of some, and tell their heads; lower service of the acts that do so."""
    for row in stale:
        holds = Convocation.objects.filter(pk=row.pk, state=ConvocationState.VALID)
        swap_one(holds, letters.ConvocationReplaced(code=row.code), state=ConvocationState.REPLACED)
        post.withdraw_letters_about(occasion_start=issuing.occasion_of(row))
    withdraw_reminders(Convocation.objects.filter(pk__in=[row.pk for row in stale]))
    for run in {row.run for row in stale}:
        own = [row for row in stale if row.run_id == run.pk]
        issuing.issue(
            run=run,
            drafts={row.assignment_id: drafts[row.assignment_id] for row in own},
            replaced={row.assignment_id: row for row in own},
            addresses=addresses,
            draw=draw,
            by=by,
            at=at,
        )
    _tell_heads(stale, by, at)


def _is_stale(row: Convocation, drafts: dict[int, letters.LetterFacts]) -> bool:
    now = drafts.get(row.assignment_id)
    return now is not None and letters.says_otherwise(convocations.facts_of(row), now)


def _tell_heads(stale: Sequence[Convocation], by: Actor, at: datetime) -> None:
    """Write to each head of institution whose letters say something else by now: some of them have no address."""
    valid = Convocation.objects.filter(
        assignment__in=[row.assignment_id for row in stale], state=ConvocationState.VALID
    )
    anew = list(valid.select_related("assignment__person"))
    drafts: list[LetterDraft] = []
    for run_id in sorted({row.run_id for row in anew}):
        for uai, own in heads.by_institution(row for row in anew if row.run_id == run_id):
            mail = convocation_mails.replaced_to_head(heads.content_of(own))
            occasion = f"{heads.occasion_of_run(run_id, uai)}:{max(row.pk for row in own)}"
            drafts += heads.drafts_to_heads(uai, own, mail, occasion, heads.file_of(run_id, uai), at)
    post.write_letters(drafts=drafts, by=by, at=at)
