"""Acts on the destruction of scripts that were kept long enough: listed, signed by one, destroyed by a second.

Whether a paper is due, and what is left out, is known above: those acts complete these.
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.consignments.rules.returns import ContentKind
from massicot.core.actor import Actor
from massicot.custody import services as custody
from massicot.custody.rules import ItemKind
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.shelves.models import BoxContent, DestructionList, ListedContent, SparedScript
from massicot.shelves.queries import destruction as queries
from massicot.shelves.queries.boxes import subject_of
from massicot.shelves.queries.destruction import BoxedScripts
from massicot.shelves.rules import destruction as rules
from massicot.shelves.rules.destruction import Consent, SparedNumbers, ToDestroy
from massicot.store.writes import insert_rows, swap_one

_CONTENT = ("of", "box", "kind", "ref", "specialty_code", "count", "stay")


@transaction.atomic(savepoint=False)
def list_destruction_unchecked_files(
    *, paper: Paper, left_out: SparedNumbers, by: Actor, at: datetime
) -> DestructionList:
    """Make the list of what is destroyed of a paper, but what is left out; raise ListOpen or NothingToDestroy."""
    if waiting := queries.open_list(paper):
        raise rules.ListOpen(code=waiting.code)
    spared = set(left_out.numbers)
    contents = [thing.less(spared) for thing in queries.boxed_scripts(paper)]
    count = sum(line.count for line in contents)
    if not count:
        raise rules.NothingToDestroy(paper=paper.code)
    row = DestructionList.objects.create(
        code=queries.next_list_code(paper),
        paper=paper,
        seed=left_out.seed,
        share=left_out.share,
        inquiries=left_out.inquiries,
        made_at=at,
        made_by=by.login,
    )
    insert_rows(
        ListedContent,
        _CONTENT,
        ((row.pk, line.box, line.kind, line.ref, line.specialty_code, line.count, line.stay) for line in contents),
    )
    insert_rows(SparedScript, ("of", "number"), ((row.pk, number) for number in sorted(spared)))
    fact = rules.DestructionListed(
        code=row.code,
        boxes=len({line.box for line in contents if line.count}),
        scripts=count,
        left_out=len(spared),
        seed=row.seed,
        share=row.share,
    )
    _record(paper, fact, by=by, at=at)
    return row


@transaction.atomic(savepoint=False)
def sign_destruction_unchecked_files(
    *, paper: Paper, row: DestructionList, consent: Consent, by: Actor, at: datetime
) -> DestructionList:
    """Sign a list of scripts first, with the consent of the archives; raise ListMoved, and as `check_consent`."""
    sign_first(paper, row, consent, by=by, at=at)
    return row


@transaction.atomic(savepoint=False)
def destroy_scripts_unchecked_files(*, paper: Paper, row: DestructionList, by: Actor, at: datetime) -> DestructionList:
    """Sign a list as the second person: its scripts are destroyed, what is left out stays in its box.

    Raise ListMoved, SameSigner, BoxesChanged or NotThere.
    """
    code = row.code
    sign_second(row, by=by, at=at)
    spared = set(queries.spared_numbers(row))
    boxed = queries.boxed_scripts(paper)
    contents = [thing.less(spared) for thing in boxed]
    rules.check_as_listed(code, queries.destroyed_contents(row), contents)
    numbers = {number: 1 for thing in boxed for number in thing.numbers if number not in spared}
    custody.destroy_things(kind=ItemKind.SCRIPT, counts=numbers, certificate=code, by=by, at=at)
    _empty(paper, boxed, contents, code, by=by, at=at)
    fact = rules.ScriptsDestroyed(
        code=code,
        boxes=len({line.box for line in contents if line.count}),
        scripts=len(numbers),
        left_out=len(spared),
        signed_first_by=row.signed_first_by,
    )
    _record(paper, fact, by=by, at=at)
    return row


@transaction.atomic
def withdraw_destruction(*, paper: Paper, code: str, reason: str, by: Actor, at: datetime) -> DestructionList:
    """Withdraw a list before its second signature; raise NotFromOffice, ListUnknown, ListMoved, or as its check."""
    accounts.check_office(by.login)
    row = queries.list_by_code(paper, code)
    tidy = rules.check_withdrawal(code, reason)
    waiting = DestructionList.objects.filter(pk=row.pk, destroyed_at__isnull=True, withdrawn_at__isnull=True)
    swap_one(waiting, rules.ListMoved(code=code), withdrawn_at=at, withdrawn_by=by.login)
    _record(paper, rules.DestructionWithdrawn(code, tidy), by=by, at=at)
    return row


def sign_first(paper: Paper, row: DestructionList, consent: Consent, *, by: Actor, at: datetime) -> None:
    """Sign a list first, with the consent of the archives; raise ListMoved, and as `check_consent`."""
    today, made_on = (exams.local(paper, instant).date() for instant in (at, row.made_at))
    reference = rules.check_consent(consent, made_on, today)
    unsigned = DestructionList.objects.filter(pk=row.pk, signed_first_at__isnull=True, withdrawn_at__isnull=True)
    signed = {"signed_first_at": at, "signed_first_by": by.login}
    swap_one(unsigned, rules.ListMoved(code=row.code), consent=reference, consent_on=consent.given_on, **signed)
    _record(paper, rules.DestructionSigned(row.code, reference, consent.given_on), by=by, at=at)


def sign_second(row: DestructionList, *, by: Actor, at: datetime) -> None:
    """Sign a list as the second person; raise SameSigner or ListMoved."""
    rules.check_second_signer(row.code, row.signed_first_by, by.login)
    waiting = DestructionList.objects.filter(
        pk=row.pk, signed_first_at__isnull=False, destroyed_at__isnull=True, withdrawn_at__isnull=True
    )
    swap_one(waiting, rules.ListMoved(code=row.code), destroyed_at=at, destroyed_by=by.login)


def _empty(
    paper: Paper,
    boxed: Collection[BoxedScripts],
    contents: Collection[ToDestroy],
    code: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Write what is left in each batch and box; those of which nothing is left are destroyed as well."""
    stays = {line.ref: line for line in contents}
    rows = [thing.row for thing in boxed if stays[thing.row.ref].count]
    for row in rows:
        row.count, row.certificate = stays[row.ref].stay, code
    BoxContent.objects.bulk_update(rows, ["count", "certificate"], batch_size=200)
    emptied = {line.ref: line.count for line in contents if line.kind is ContentKind.BATCH and not line.stay}
    custody.destroy_things(kind=ItemKind.BATCH, counts=emptied, certificate=code, by=by, at=at)
    left = Counter[str]()
    for box_code, count in BoxContent.objects.filter(box__paper=paper).values_list("box__code", "count"):
        left[box_code] += count
    destroyed = Counter[str]()
    for line in contents:
        destroyed[line.box] += line.count
    boxes = {box: destroyed[box] for box in destroyed if destroyed[box] and not left[box]}
    custody.destroy_things(kind=ItemKind.BOX, counts=boxes, certificate=code, by=by, at=at)


def _record(paper: Paper, fact: Fact, *, by: Actor, at: datetime) -> None:
    audit.record(subject=subject_of(paper), fact=fact, by=by, at=at)
