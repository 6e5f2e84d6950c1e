"""The destruction of the scripts of a paper: listed under the key, signed by one, destroyed by another's signature.

Each act holds the papers of the session: no box is made or opened, and nobody opens a dispute or asks for a script
meanwhile. Whoever does so before the second signature, about a script that the list destroys, has it refused.
"""

from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.accounts.queries import holders as accesses
from massicot.anonymity import services as anonymity
from massicot.core.actor import Actor, Role
from massicot.core.draws import Draw
from massicot.core.keys import Key
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.queries import destruction as queries
from massicot.results.rules import destruction as rules
from massicot.scripts import queries as scripts
from massicot.shelves import queries as shelves
from massicot.shelves import services as boxes
from massicot.shelves.queries import DestructionList
from massicot.shelves.rules.boxes import BoxKind
from massicot.shelves.rules.destruction import Consent, SparedNumbers, check_second_signer

_SEED_SIGNS = 16


@transaction.atomic
def list_destruction(*, paper: Paper, share: int, key: Key, draw: Draw, by: Actor, at: datetime) -> DestructionList:
    """List the scripts of a paper that are to be destroyed, but what is left out, `share` percent of them drawn.

    Every list of a paper is drawn by the seed of the first, and none destroys what a certificate left out as a sample.
    Raise NotFromOffice, DestructionNotLifted, DestructionNotDue, MarksNotTaken, MarksNewerThanTaken, ScriptsFetched,
    ShareLowered, ListOpen, NothingToDestroy, WrongKey or LinkBroken.
    """
    accounts.check_office(by.login)
    paper = exams.hold_as_now(paper)
    queries.check_destruction_due(paper, exams.local(paper, at).date())
    rules.check_share(share, shelves.largest_share(paper))
    seed = shelves.seed_drawn(paper) or f"{draw.below(16**_SEED_SIGNS):0{_SEED_SIGNS}x}"
    signed = shelves.signed_samples(paper)
    sampled = max(rules.share_of(*one) for one in signed) if signed else None
    numbers = [number for thing in shelves.boxed_scripts(paper) for number in thing.numbers]
    held = queries.held_numbers(paper, key)
    alike = scripts.cells_alike(paper.pk, held)
    kept = rules.left_out(numbers, held, share, queries.draw_of(seed, key), alike, sampled)
    left_out = SparedNumbers(seed=seed, share=share, inquiries=kept.inquiries, numbers=kept.numbers)
    return boxes.list_destruction_unchecked_files(paper=paper, left_out=left_out, by=by, at=at)


@transaction.atomic
def sign_destruction(
    *, paper: Paper, code: str, consent: Consent, key: Key, by: Actor, at: datetime
) -> DestructionList:
    """Sign a list first, with the written consent of the archives; nothing is destroyed yet.

    Raise NotFromOffice, ListUnknown, ListMoved, HeldSinceListed, WrongKey, LinkBroken, and as `check_consent`.
    """
    accounts.check_office(by.login)
    exams.hold_papers(paper.session)
    row = shelves.list_by_code(paper, code, BoxKind.SCRIPTS)
    _check_nobody_asks(paper, row, key)
    return boxes.sign_destruction_unchecked_files(paper=paper, row=row, consent=consent, by=by, at=at)


@transaction.atomic
def destroy_scripts(*, paper: Paper, code: str, key: Key, by: Actor, at: datetime) -> DestructionList:
    """Sign a list as the second person: its scripts are destroyed, and with them who wrote each.

    Raise NotFromOffice, ListUnknown, ListMoved, SameSigner, FirstSignerLeft, RestOnOne, DestructionNotDue,
    MarksNewerThanTaken, HeldSinceListed, BoxesChanged, NotThere, WrongKey or LinkBroken.
    """
    accounts.check_office(by.login)
    paper = exams.hold_as_now(paper)
    row = shelves.list_by_code(paper, code, BoxKind.SCRIPTS)
    check_are_two(row, by=by, at=at)
    queries.check_destruction_due(paper, exams.local(paper, at).date())
    numbers = _check_nobody_asks(paper, row, key)
    row = boxes.destroy_scripts_unchecked_files(paper=paper, row=row, by=by, at=at)
    anonymity.erase_links(paper=paper, numbers=numbers, key=key, at=at)
    return row


def check_are_two(row: DestructionList, *, by: Actor, at: datetime) -> None:
    """Refuse a second signature by the first person, or after one who left the exam office.

    Raise SameSigner, FirstSignerLeft or RestOnOne.
    """
    if row.signed_first_at is None or row.destroyed_at is not None:
        return
    first = row.signed_first_by
    check_second_signer(row.code, first, by.login)
    if not accounts.holds_role(first, Role.OFFICE):
        raise rules.FirstSignerLeft(who=first, code=row.code)
    accesses.check_are_two(first, row.signed_first_at, by.login, at)


def _check_nobody_asks(paper: Paper, row: DestructionList, key: Key) -> set[str]:
    """Give the numbers that a list destroys; raise HeldSinceListed where somebody asks about one of them by now."""
    listed = {number for thing in shelves.boxed_scripts(paper) for number in thing.numbers}
    numbers = listed - set(shelves.spared_numbers(row))
    if queries.held_numbers(paper, key) & numbers:
        raise rules.HeldSinceListed(code=row.code)
    return numbers
