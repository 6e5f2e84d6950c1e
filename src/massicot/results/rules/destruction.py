"""When the scripts of a paper may be destroyed, and what is left out.

Scripts are kept for as many months from the lifting on as the session says; they are due the day after. Nothing is
destroyed of a paper that is not lifted, or whose marks were never taken away with the names.

Left out are the scripts that somebody asks about: of a dispute without an end, of a request to see a script that waits
for its answer, of a candidate whose result a fraud file withholds, of a proposal to lift one script. Alone on a list
they would name whose they are; so a sample is left out with them, in one row of numbers: a share of all, and beside
each that is held twenty of its own exam centre, specialty and kind. Of whoever asks the first two are known, and the
third stands in the register: others would hide nothing. Where there are fewer than twenty, all of them are left out,
and the page says how few. The sample is taken in an order of all numbers, drawn by a seed under the key; so a dispute
that comes before a list is signed brings twenty others with it. Every list of a paper keeps that order: what a
certificate left out as the share of its sample is destroyed by no later list, and those of whom nobody asks any more
join the next one, with what stood beside them.

The mark sheets of a paper have months of their own, and stay for as long as the scripts at least. They go as a whole,
by the same two signatures, and none of them while somebody asks about any script of the paper.

With a script goes who wrote it: its sealed link and its own-pupil token are erased in the same act. Whoever asks for it
afterwards is told by which certificate; it may be one of several, and nobody can tell any more which.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from massicot.core.refused import N_, Refused
from massicot.results.rules.access import AccessTimes

BESIDE_EACH = 20
"""Scripts left out beside each that is held, of its own exam centre, specialty and kind."""

USUAL_SHARE = 1
"""Percent of the scripts that is kept as a sample, offered where nobody has said otherwise."""


class ListTrouble(StrEnum):
    """Why a list can be signed no more."""

    ASKED = "asked"
    CHANGED = "changed"


LIST_TROUBLES: dict[str, str] = {
    ListTrouble.ASKED: N_("somebody asks about a script of it by now"),
    ListTrouble.CHANGED: N_("its boxes do not hold by now what it says"),
}
"""In words, which never say about which script somebody asks."""


class DestructionNotLifted(Refused):
    sentence = N_("The anonymity of {paper} is not lifted: its scripts are kept.")


class DestructionNotDue(Refused):
    sentence = N_(
        "The scripts of {paper} are kept until {day}: their list is made from the day after on. The page of the "
        "session says for how many months."
    )


class SheetsNotDue(Refused):
    sentence = N_(
        "The mark sheets of {paper} are kept until {day}: their list is made from the day after on. The page of the "
        "session says for how many months; they are kept for as long as the scripts at least."
    )


class MarksNotTaken(Refused):
    sentence = N_(
        "The marks of {paper} were never taken away with the names: take them away first, under “Tables to take away”."
    )


class MarksNewerThanTaken(Refused):
    sentence = N_(
        "Marks of {paper} changed since they were last taken away with the names, on {day}: {batches}. Take them away "
        "again first, under “Tables to take away”: once scripts are destroyed, nobody tells whose their marks are."
    )


class SheetsWanted(Refused):
    sentence = N_(
        "Not locked yet, of {paper}: {batches}. Until then marks may stand on mark sheets alone, and all of these are "
        "kept. Have it locked, then take the marks away again."
    )


class ScriptErased(Refused):
    sentence = N_(
        "The script of {candidate} for {paper} was destroyed, by {certificates}: nobody can tell any more which one it "
        "was. The mark is in what was taken away before, and on the statements drawn up until then. Refuse a request "
        "to see the script, and say so."
    )


class WriterErased(Refused):
    sentence = N_(
        "The script {number} was destroyed, by {certificate}: nobody can tell any more who wrote it. Answer whoever "
        "asks with that certificate, which the page of the destruction prints."
    )


class MarksErased(Refused):
    sentence = N_(
        "The scripts of {count} candidates of {paper} were destroyed, by {certificates}: nobody can tell any more "
        "whose their marks are. Use the table taken away on {day}; a mark corrected since goes out by a statement."
    )


class ShareLowered(Refused):
    sentence = N_(
        "An earlier list of this paper left out {least} %: with less, two lists would tell of which script somebody "
        "asked meanwhile. Type {least}, or more."
    )


class ScriptsFetched(Refused):
    sentence = N_(
        "Slips of scripts to fetch of {paper} that wait, or are out: {count}. Put these scripts back into their boxes, "
        "or withdraw their slips, under “Scripts to fetch”; nothing is destroyed meanwhile."
    )


class HeldSinceListed(Refused):
    sentence = N_(
        "Somebody asks about a script that the list {code} destroys, since it was made: nothing is destroyed. Withdraw "
        "it, and make another one, which leaves that script out."
    )


class SheetsAskedAbout(Refused):
    sentence = N_(
        "Somebody asks about a script of {paper}, by a dispute, a request, a fraud file or a proposal to lift it: its "
        "mark sheets are kept until each of them has its end. Withdraw the list, if there is one, or wait."
    )


class FirstSignerLeft(Refused):
    sentence = N_(
        "{who}, who signed the list {code} first, is not of the exam office any more: withdraw it, and make another "
        "one."
    )


@dataclass(frozen=True, slots=True)
class KeptOut:
    """What is left out: how many somebody asks about, and all numbers in their order."""

    inquiries: int
    numbers: list[str]


def due_on(times: AccessTimes) -> date | None:
    """Say from which day on scripts may be destroyed: the day after the last on which they are shown."""
    return times.last_day + timedelta(days=1) if times.last_day else None


def check_due(paper: str, times: AccessTimes, today: date, *, is_taken_away: bool) -> None:
    """Refuse to destroy too soon; raise DestructionNotLifted, DestructionNotDue or MarksNotTaken."""
    last = times.last_day
    if last is None:
        raise DestructionNotLifted(paper=paper)
    if today <= last:
        raise DestructionNotDue(paper=paper, day=f"{last:%d/%m/%Y}")
    if not is_taken_away:
        raise MarksNotTaken(paper=paper)


def check_sheets_due(paper: str, times: AccessTimes, today: date, *, is_taken_away: bool) -> None:
    """Refuse to destroy sheets too soon; raise DestructionNotLifted, SheetsNotDue or MarksNotTaken."""
    last = times.last_day
    if last is not None and today <= last:
        raise SheetsNotDue(paper=paper, day=f"{last:%d/%m/%Y}")
    check_due(paper, times, today, is_taken_away=is_taken_away)


def left_out(
    numbers: Collection[str],
    inquired: Collection[str],
    share: int,
    order: Callable[[str], bytes],
    cells: Mapping[str, Hashable],
    sampled: int | None = None,
) -> KeptOut:
    """Leave out what is held and a sample beside it; `order` tells where a number stands in the draw.

    `cells` maps what is held, and all that are alike to it, to their exam centre, specialty and kind. `sampled`: how
    many the certificates of the paper left out as the share of their samples; None before the first.
    """
    drawn = sorted(numbers, key=order)
    asked = set(inquired) & set(numbers)
    shared = max(share_of(len(numbers), share), sampled or 0)
    wanted = Counter(cells.get(number) for number in drawn[:shared])
    for number in asked:
        wanted[cells.get(number)] += BESIDE_EACH
    sample = []
    for number in drawn:
        cell = cells.get(number)
        if number not in asked and wanted[cell]:
            wanted[cell] -= 1
            sample.append(number)
    return KeptOut(len(asked), sorted([*asked, *sample]))


def in_words(certificates: Iterable[tuple[str, date]]) -> str:
    """Write certificates, each with its day: E-BTS-2017-CGE-01B (02/06/2018)."""
    return ", ".join(f"{code} ({on:%d/%m/%Y})" for code, on in certificates)


def check_share(share: int, least: int) -> None:
    """Refuse a share smaller than that of an earlier list; raise ShareLowered."""
    if share < least:
        raise ShareLowered(least=least)


def share_of(scripts: int, share: int) -> int:
    """Count the scripts that a share is, in percent, of so many."""
    return -(-scripts * share // 100)


def few_beside(inquired: Collection[str], left: Collection[str], cells: Mapping[str, Hashable]) -> int | None:
    """Say how many others at least are left out beside each that is held, of its own cell; None where none is."""
    asked = set(inquired) & set(left)
    held = Counter(cells.get(number) for number in asked)
    others = Counter(cells.get(number) for number in set(left) - asked)
    return min((others[cell] // count for cell, count in held.items()), default=None)
