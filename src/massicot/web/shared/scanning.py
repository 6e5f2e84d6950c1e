"""Scans sent by the scan box: read from its form or its script, answered one by one (static/shared/scan.js)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse

from massicot.core.refused import N_, Refused
from massicot.web.shared.access import account_id_of, person_of
from massicot.web.shared.door import is_storable
from massicot.web.shared.outcome import see
from massicot.web.shared.refusals import grouped_in

GROUP = 20
"""How many scans the box sends at once."""

LONGEST_CODE = 200
"""Signs of one scan: the address that a mark sheet bears is longer than a code."""


class Mood(StrEnum):
    """How a verdict looks and sounds."""

    RIGHT = "right"
    FOUND = "found"
    NOTED = "noted"
    DOUBLE = "double"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan: the identifier that makes it count once, and what was read."""

    id: UUID
    code: str


@dataclass(frozen=True, slots=True)
class ScanOffer:
    """What may be done at once with the thing in hand: a button that sends these fields, or only leads there."""

    label: str
    address: str
    fields: Mapping[str, str] = field(default_factory=dict)
    method: Literal["post", "get"] = "post"

    @property
    def is_an_act(self) -> bool:
        """Say whether it does something by itself; another only leads to a page."""
        return self.method == "post"


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """What is said of one scan; `lines` maps numbers of the page to their new state and its words."""

    mood: Mood
    word: str
    sentence: str
    offer: ScanOffer | None = None
    lines: Mapping[str, tuple[str, str]] = field(default_factory=dict)


_LEVELS = {Mood.RIGHT: messages.SUCCESS, Mood.FOUND: messages.SUCCESS, Mood.NOTED: messages.INFO}
"""How a verdict is shown where no script of the page shows it; any other is a warning."""


class ScansMalformed(Refused):
    """Scans that the scan box did not write."""

    sentence = N_("These scans cannot be read: reload the page, then scan again.")


class ScansOfAnother(Refused):
    """Scans sent from a page of somebody else than whoever is signed in now."""

    sentence = N_(
        "Another person has signed in on this computer since this page was opened: nothing is recorded under their "
        "name. Reload the page: it then asks what becomes of these scans."
    )


def scans_of(request: HttpRequest) -> list[Scan]:
    """Read what was scanned: one code from the form, or what the box's script sends for the person who scanned it.

    Raise ScansMalformed or ScansOfAnother.
    """
    if request.content_type != "application/json":
        return [Scan(uuid4(), request.POST.get("code", "")[:LONGEST_CODE])]
    try:
        sent = json.loads(request.body)
        scans = [Scan(UUID(line["id"]), _code(line["code"])) for line in sent["scans"]]
        person = sent["person"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ScansMalformed from fault
    if not 0 < len(scans) <= GROUP:
        raise ScansMalformed
    if person != person_of(account_id_of(request)):
        raise ScansOfAnother
    return scans


def _code(sent: object) -> str:
    code = str(sent)[:LONGEST_CODE]
    if not is_storable(code):
        raise ValueError
    return code


def answer_scans(
    request: HttpRequest,
    answers: Iterable[tuple[Scan, ScanAnswer]],
    *,
    figures: Mapping[str, int],
    address: str,
) -> HttpResponse:
    """Answer scans: the script with its verdicts and the page's figures, a form with its page and a message."""
    pairs = list(answers)
    if request.content_type == "application/json":
        outcomes = [_outcome(scan, answer) for scan, answer in pairs]
        return JsonResponse({"outcomes": outcomes, "figures": dict(figures)})
    for scan, answer in pairs:
        level = _LEVELS.get(answer.mood, messages.WARNING)
        messages.add_message(request, level, f"{answer.word} – {grouped_in(scan.code)}. {answer.sentence}")
    return see(address)


def _outcome(scan: Scan, answer: ScanAnswer) -> dict[str, Any]:
    outcome: dict[str, Any] = {
        "id": str(scan.id),
        "mood": answer.mood,
        "word": answer.word,
        "sentence": answer.sentence,
        "lines": {number: {"state": state, "text": text} for number, (state, text) in answer.lines.items()},
    }
    if answer.offer is not None:
        outcome["offer"] = {
            "label": answer.offer.label,
            "address": answer.offer.address,
            "fields": dict(answer.offer.fields),
            "method": answer.offer.method,
        }
    return outcome
