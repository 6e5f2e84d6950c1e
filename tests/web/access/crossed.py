"""What each address is asked with the arguments of others in it.

One rule: one's own place with one thing of another's in it is not there, nor is the place of another with all that is
theirs. The exam office has no place of its own: all that is of one session or of another opens to it, and nothing that
is of both. What answers otherwise, or cannot be asked, is named below.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from massicot.core.actor import Role
from tests.cast import CEDRES, PERRIN, TILLEULS
from tests.things_of_two import ELSEWHERE, OTHER, OWN, Place, Things
from tests.web.called import DEPOSIT, LETTER
from tests.web.coming_back import RETURN
from tests.web.destruction import OF_DESTRUCTION
from tests.web.visitors import ARGUMENTS, BATCH, OUTSIDE, PARCEL, SLIP

DESKS: Mapping[str, Role | None] = {
    "office": Role.OFFICE,
    "examcentre": Role.EXAM_CENTRE,
    "markingcentre": Role.MARKING_CENTRE,
    "marker": Role.MARKER,
    "inspector": Role.INSPECTOR,
    "school": Role.SCHOOL,
    "shared": None,
}
"""Who comes to each desk; everybody else is refused there by their role, whatever they ask for."""

FOREIGN: Mapping[str, tuple[Place, ...]] = {
    "office": (),
    "examcentre": (OTHER,),
    "markingcentre": (OTHER,),
    "marker": (OTHER, ELSEWHERE),
    "inspector": (ELSEWHERE,),
    "school": (OTHER,),
    "shared": (),
}
"""Whose place is not theirs: centres and schools have one in every session, inspectors see all of theirs."""

TOLD = {"examcentre:unbox_strips": 422, "examcentre:take_back_incident": 422}
"""Where a thing of another's among one's own is refused in a sentence."""

NEVER = frozenset(
    {
        *("office:kept_mark", "office:statement_file", "office:letters_of_person"),
        *("office:print_refusal", "office:destruction_sheet"),
    }
)
"""What opens to nobody here: no kept mark sat, nothing is lifted, everybody called has a head of institution, and no
request is refused."""

ASKED = {"office:letters_of_institution": {"toutes": ""}}
"""What is asked beside the address, where nothing would be there without."""

SENT = {"examcentre:unbox_strips": {f"S-BTS-2017-CGE-{CEDRES}-1-reason": "Mal comptés"}}
"""What is sent, where an empty form is refused before its address is looked at."""

WHERE = frozenset({"session", "exam centre", "marking centre", "school"})
"""What names a place; all else is a thing in it."""

BY_ARGUMENT = {
    "session": "session",
    "number": "number",
    "entry_id": "entry",
    "referral_id": "referral",
    "withdrawal_id": "withdrawal",
    "shortage_id": "shortage",
    "corrigendum_id": "corrigendum",
    "incident_id": "incident",
    "consultation_id": "consultation",
    "dispute_id": "dispute",
    "destruction_id": "strip certificate",
    "mission_id": "mission",
    "run_id": "run",
    "assignment_id": "assignment",
    "person_id": "person",
    "absence_id": "absence",
    "deduction_id": "deduction",
    "activity": "meeting",
    "deposit": "document",
    "ref": "box",
    "part": "part",
    "day": "day",
}
BY_VALUE = {
    PERRIN: "marking centre",
    CEDRES: "exam centre",
    TILLEULS: "school",
    BATCH["code"]: "batch",
    PARCEL["code"]: "parcel",
    OUTSIDE["code"]: "outside parcel",
    RETURN: "return parcel",
    OF_DESTRUCTION["office:destruction_sheet"]["code"]: "destruction list",
    SLIP: "slip",
    LETTER["code"]: "letter",
    DEPOSIT["code"]: "document",
}
OF_THE_MAIL = ("own_convocation", "acknowledge_own", "ask_for_account", "own_letter")
OTHERWISE = {
    "examcentre:acknowledge_slip": {"code": "slip to the exam centre"},
    "markingcentre:take_sent_on": {"code": "slip to the marking centre"},
    "markingcentre:deny_sent_on": {"code": "slip to the marking centre"},
    "office:deduction_back_letter": {"deduction_id": "deduction taken back"},
    "office:letter_to_check": {"run_id": "control run"},
    "office:letters_of_institution": {"uai": "school"},
    "office:letters_of_part": {"run_id": "control run"},
    "office:take_back_absence": {"absence_id": "days"},
    "school:take_back_days": {"absence_id": "days"},
    "shared:convocation_state": {"signature": "signature of the page"},
    **{f"shared:{name}": {"signature": "signature of the mail"} for name in OF_THE_MAIL},
}
"""What arguments name where neither they nor what stands for them in visitors.py say it."""

PLAIN = frozenset(
    {
        *("paper", "half", "room", "destination", "slug", "kind", "table", "form", "issue"),
        *("email", "job_id", "letter_id", "session_id", "rate_id"),
        *("never-given", "9900009V"),
    }
)
"""Arguments, and what stands for them, that are alike in all places, or of none."""


def kinds_of(name: str) -> dict[str, str]:
    """Say what each argument of an address is that names a place or a thing in it."""
    said = OTHERWISE.get(name, {})
    return {
        argument: said.get(argument) or BY_ARGUMENT.get(argument) or BY_VALUE[value]
        for argument, value in ARGUMENTS.get(name, {}).items()
        if not PLAIN & {argument, value}
    }


def own(name: str, things: Mapping[Place, Things]) -> dict[str, Any]:
    """Give the arguments of an address, all of one's own place."""
    return ARGUMENTS.get(name, {}) | {argument: things[OWN][kind] for argument, kind in kinds_of(name).items()}


def crossings(name: str, things: Mapping[Place, Things]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give the arguments of an address with those of others in it, each with what it is to be answered."""
    kinds, mine = kinds_of(name), own(name, things)
    for place in (OTHER, ELSEWHERE):
        theirs = {
            argument: value for argument, kind in kinds.items() if (value := things[place][kind]) != mine[argument]
        }
        if theirs and place in FOREIGN[desk_of(name)]:
            yield 404, mine | theirs
        for argument in theirs if len(theirs) > 1 else ():
            if kinds[argument] not in WHERE:
                yield TOLD.get(name, 404), mine | {argument: theirs[argument]}


def names_a_thing(name: str) -> bool:
    """Say whether an address names more than a place, which is asked for in test_access.py as well."""
    return not WHERE.issuperset(kinds_of(name).values())


def desk_of(name: str) -> str:
    """Name the desk of an address."""
    return name.partition(":")[0]
