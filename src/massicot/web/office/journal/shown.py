"""The lines of the journal as the office reads them: who has done what, when, and on what.

A line of this list says no number of a script, no number of a candidate and nothing that somebody typed: side by side,
by one clerk and in one minute, they would tell whose is which. A reason is read on the page of what it is about; the
facts stay in the chains, which `massicot journal verify` recomputes.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from massicot.accounts import queries as accounts
from massicot.audit import queries as audit
from massicot.core.actor import WITHOUT_ACCOUNT
from massicot.exams import queries as exams
from massicot.web.office.journal.wording import words_of_acts
from massicot.web.shared import instants
from massicot.web.shared.listing import Condition

LONGEST_LIST = 400
"""Days that can be chosen: a session and its year of consultation."""

MOST_CENTRES = 30
"""Centres that a search by a name looks for at once: a word that more have is no name."""

MOST_CHOSEN_FROM = 200
"""Centres that one can choose from; of more, the search box finds one by its name."""

MOST_CHAINS = 5 * MOST_CHOSEN_FROM
"""Chains of their days, one for each paper, among which they are looked for."""

MOST_NAMED = 500
"""Chains, and people, that a search names one by one: more are looked for line by line, which takes its time."""

_KINDS: Mapping[str, Any] = {
    "absence": gettext_lazy("Absence no. {what}"),
    "account": gettext_lazy("Access of {what}"),
    "batch": gettext_lazy("Batch {what}"),
    "deposit": gettext_lazy("Document {what}"),
    "job": gettext_lazy("Work no. {what}"),
    "journal": gettext_lazy("Journal"),
    "key": gettext_lazy("Anonymity key"),
    "letter": gettext_lazy("Letter no. {what}"),
    "mission": gettext_lazy("Mission {what}"),
    "paper": gettext_lazy("Paper {what}"),
    "parcel": gettext_lazy("Parcel {what}"),
    "person": gettext_lazy("Person {what}"),
    "restored": gettext_lazy("Whole database"),
    "session": gettext_lazy("Session {what}"),
}
"""How what an act was done on is called, by the kind of its subject."""


_OF_A_CENTRE = ("centre", "packing", "presence", "sheets")
"""The kinds of subjects that are a centre: its day, what it packs, who came there on a day, its mark sheets."""


@dataclass(frozen=True, slots=True)
class ShownAct:
    """One line of the list."""

    at: datetime
    by: str
    act: str
    subject: str
    address: str


def shown_acts(lines: Sequence[Any]) -> list[ShownAct]:
    """Show some lines of the journal."""
    names = exams.institution_names({uai for line in lines if (uai := _centre_of(line.subject))})
    told = {what for kind, _, what in (line.subject.partition(":") for line in lines) if kind == "session"}
    there = exams.codes_among(told)
    words = words_of_acts()
    return [
        ShownAct(
            timezone.localtime(line.at),
            line.by,
            words.get(line.act, line.act),
            _subject(line.subject, names),
            _address(line.subject, there),
        )
        for line in lines
    ]


def written_at(act: ShownAct) -> str:
    """Write when an act was done, for a table that is taken away."""
    return instants.day_and_hour(act.at)


def acts_by_title() -> list[tuple[str, str]]:
    """List the acts that may be chosen, by their names."""
    return _acts_named_in(get_language())


@cache
def _acts_named_in(_language: str) -> list[tuple[str, str]]:
    return sorted(words_of_acts().items(), key=lambda pair: pair[1].casefold())


def centres_told() -> list[tuple[str, str]]:
    """List the centres whose day is told, by their names; none when they are too many to choose from."""
    chains = audit.subjects_below("centre:", MOST_CHAINS)
    uais = {_centre_of(subject) for subject in chains}
    if len(uais) > MOST_CHOSEN_FROM or len(chains) == MOST_CHAINS:
        return []
    names = exams.institution_names(uais)
    return sorted(((uai, f"{names.get(uai, uai)} ({uai})") for uai in uais), key=lambda pair: pair[1])


def days_told() -> list[tuple[str, str]]:
    """List the days that may be chosen, the last one first."""
    ends = audit.days_told()
    if ends is None:
        return []
    first, last = (timezone.localtime(end).date() for end in ends)
    days = (last - timedelta(days=back) for back in range(min((last - first).days + 1, LONGEST_LIST)))
    return [(day.isoformat(), instants.day(day)) for day in days]


def on_day(day: str) -> Condition:
    """Say which lines are of one day."""
    begins = datetime.combine(date.fromisoformat(day), time.min, ZoneInfo(settings.TIME_ZONE))
    return audit.is_within(begins, begins + timedelta(days=1))


def of_session(code: str) -> Condition:
    """Say which lines are of one session: itself, its papers, its missions, the days of its centres, what they send.

    Most lines are of parcels and batches: what is asked first of a line is answered first.
    """
    papers = exams.papers_of(exams.session_by_code(code))
    starts = [f"{start}-{code}-{paper.code}-" for paper in papers for start in ("batch:B", "parcel:P")]
    starts += [f"{kind}:{code}/" for kind in ("centre", "mission", "packing", "paper", "presence", "sheets")]
    return reduce(or_, map(audit.is_below, starts)) | audit.is_on(f"session:{code}")


def of_centre(uai: str) -> Condition:
    """Say which lines are of one exam centre: its day, and what left it."""
    return audit.is_on_chains(_is_of_centre(uai))


def on_what(words: str) -> Condition:
    """Say which lines the search box finds by what they are about: what is called so, or a centre of this name."""
    centres = (_is_of_centre(centre["uai"]) for centre in exams.uais_called(words)[:MOST_CENTRES])
    return audit.is_on_chains(reduce(or_, centres, audit.has_in_subject(words)), MOST_NAMED)


def by_whom(words: str) -> Condition:
    """Say which lines the search box finds by who did it: a login that holds the words, a mark sheet called so."""
    machine = {actor.login for actor in WITHOUT_ACCOUNT if words.lower() in actor.login}
    called = {*accounts.logins_with(words, MOST_NAMED), *machine, words, words.upper()}
    return audit.is_by(sorted(called)) if len(called) < MOST_NAMED else audit.has_in_login(words)


def _is_of_centre(uai: str) -> Condition:
    own = (audit.is_below(f"{kind}:", end=f"/{uai}") for kind in _OF_A_CENTRE)
    return reduce(or_, own) | audit.is_below("parcel:", part=f"-{uai}-")


def _centre_of(subject: str) -> str:
    return subject.rpartition("/")[2] if subject.partition(":")[0] in _OF_A_CENTRE else ""


def _subject(subject: str, names: Mapping[str, str]) -> str:
    kind, _, what = subject.partition(":")
    if uai := _centre_of(subject):
        return f"{names.get(uai, uai)} – {what.rpartition('/')[0]}"
    return str(_KINDS[kind]).format(what=what) if kind in _KINDS else subject


def _address(subject: str, sessions: Container[str]) -> str:
    kind, _, what = subject.partition(":")
    if kind == "account":
        return reverse("office:person", args=[what])
    if kind == "person":
        return reverse("office:all_persons", query={"cherche": what})
    if kind == "session" and what in sessions:  # one that was deleted has no page
        return reverse("office:session", args=[what])
    return ""
