"""Signing in with a mark sheet.

Nothing is journalled: when somebody starts to type is nobody's business (markers are not timed). An attempt is
counted as a failure before it is checked and taken back when it proves right, in transactions of its own, so that
many at once, in several processes, do not slip past the count and a refusal does not undo it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from massicot.core import codes
from massicot.core.attempts import Allowance, Attempts, count_attempt
from massicot.exams import queries as exams
from massicot.marks import queries, rules
from massicot.marks.models import Credential, SignInAttempts
from massicot.marks.rules import SheetCredential, attempts
from massicot.marks.rules.attempts import ADDRESS, SHEET
from massicot.marks.services.printing import sheet_key
from massicot.store.prepared import Deletion, Insertion, Question, Update, ask_all

_SWEPT_AT_ONCE = 100
_KEPT = timedelta(days=1)

_BY_IDENTIFIER = Question(lambda identifier: Credential.objects.filter(identifier=identifier))
_HELD = Question(lambda key: SignInAttempts.objects.select_for_update().filter(key=key))
_BEGUN = Insertion(SignInAttempts, "key", "failures", "waits_until", unless_there=True)
_COUNTED = Update(
    lambda key, failures, waits_until: (
        SignInAttempts.objects.filter(key=key),
        {"failures": failures, "waits_until": waits_until},
    )
)
_CLEARED = Deletion(lambda key: SignInAttempts.objects.filter(key=key))
_TAKEN_BACK = Update(
    lambda key, at: (
        SignInAttempts.objects.filter(key=key, failures__gt=0),
        {"failures": F("failures") - 1, "waits_until": at},
    )
)
# Rows that another attempt holds are left to it: two sweeps at once never wait for one another.
_OLD: Question[tuple[int]] = Question(
    lambda before: (
        SignInAttempts.objects.filter(waits_until__lt=before)
        .select_for_update(skip_locked=True)
        .values_list("pk")[:_SWEPT_AT_ONCE]
    )
)


def open_batch(
    *, site: str, identifier: str, password: str, address: str = "", device: str = "", at: datetime
) -> Credential:
    """Check what was typed from a mark sheet, or from the sheet of a second keying, which the credential tells.

    `device`: the browser, where it has opened this sheet before. Raise SheetUnknown, SheetReplaced, EntryElsewhere, or
    TooManyAttempts. Wrong tries at a sheet are counted by who types them: that device, or an address. Those from one
    address are counted together besides, but not from the networks of a marking centre, where two hundred people type
    behind one address.
    """
    typed = SheetCredential(site, identifier, password)
    keys = _attempt_keys(codes.tidy_code(identifier), address, device)
    for key, allowance in keys.items():
        _count_attempt(key, allowance, at)
    credential = _BY_IDENTIFIER.first(identifier=codes.tidy_code(identifier))
    # Compared even when nothing is kept: an unknown identifier takes the same time as a wrong password.
    is_right = rules.opens_with(sheet_key(), typed, bytes(credential.secret) if credential else None)
    if credential is None or not is_right:
        raise rules.SheetUnknown
    _take_back(keys, at)
    live = queries.credential_that_opens(credential.pk)
    if address:
        queries.check_place(exams.paper_by_id(live.batch.paper_id), live.batch, address)
    return live


def _attempt_keys(identifier: str, address: str, device: str) -> dict[str, Allowance]:
    sheet = {_digest("sheet", f"{identifier} {device or address}"): SHEET}
    if device or not address or queries.is_of_a_centre(address):
        return sheet
    return {_digest("address", address): ADDRESS, **sheet}


def _digest(kind: str, value: str) -> str:
    return salted_hmac(f"massicot.marks.attempts.{kind}", value, algorithm="sha256").hexdigest()


@transaction.atomic
def _count_attempt(key: str, allowance: Allowance, at: datetime) -> None:
    row, is_new = _hold_attempts(key, at)
    before = Attempts(row.failures, row.waits_until)
    attempts.check_attempt(before, at)
    after = count_attempt(before, allowance, at)
    ask_all(_COUNTED.of(key=key, failures=after.failures, waits_until=after.waits_until))
    if is_new and (old := _OLD.ask(before=at - _KEPT)):
        SignInAttempts.objects.filter(pk__in=[pk for (pk,) in old]).delete()


def _hold_attempts(key: str, at: datetime) -> tuple[SignInAttempts, bool]:
    """Hold what is counted of a key, and say whether that begins here: a right sign-in may clear it meanwhile."""
    rows = _HELD.ask(key=key)
    is_new = False
    while not rows:
        _, rows = ask_all(_BEGUN.of((key, 0, at)), _HELD.of(key=key))
        is_new = True
    return rows[0], is_new


@transaction.atomic
def _take_back(keys: Iterable[str], at: datetime) -> None:
    # A right sign-in clears its sheet; its address only loses this one, or a known sheet would wash an address clean.
    *address, sheet = keys
    ask_all(_CLEARED.of(key=sheet), *(_TAKEN_BACK.of(key=key, at=at) for key in address))
