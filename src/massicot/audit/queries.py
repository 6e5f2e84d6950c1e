"""Reads of the journal."""

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Max, Q, QuerySet, Value

from massicot.audit import rules
from massicot.audit.models import JournalHead, JournalLine
from massicot.audit.rules import ChainHead, ChainLink
from massicot.store.prepared import Question, ask_all

HEAD = Question(lambda subject: JournalHead.objects.select_for_update(of=("self",)).filter(subject=subject))
"""The head of one chain, held: two writers of one subject wait for one another here, those of others do not."""

LAST_OF_ACTS: Question[tuple[str, str, datetime]] = Question(
    lambda acts, subjects: (
        JournalLine.objects.filter(act__in=acts, subject__in=subjects)
        .values_list("act", "subject")
        .annotate(last=Max("at"))
        .order_by()
    )
)
"""Which of some acts were done on which of some subjects, and when last."""

_LAST_BELOW: Question[tuple[str, str, datetime]] = Question(
    lambda acts, start: (
        # Looked for among the heads, which are few, and whose index finds how a subject begins.
        JournalLine.objects.filter(act__in=acts, subject__in=_heads_below(Value(start)).values("subject"))
        .values_list("act", "subject")
        .annotate(last=Max("at"))
        .order_by()
    )
)

_OF_ACT = Question(lambda act, subject: JournalLine.objects.filter(act=act, subject=subject).order_by("sequence"))
_ON = Question(lambda subjects: JournalLine.objects.filter(subject__in=subjects).order_by("subject", "sequence"))

_FACTS_ON: Question[tuple[str]] = Question(
    lambda subject, act: JournalLine.objects.filter(subject=subject, act=act).order_by("sequence").values_list("facts")
)

_FIRST_TOLD: Question[tuple[datetime]] = Question(lambda: told_lines().order_by("at").values_list("at")[:1])
_LAST_TOLD: Question[tuple[datetime]] = Question(lambda: told_lines().order_by("-at").values_list("at")[:1])


@cache
def _below(act: str) -> Question[tuple[str]]:
    # The act is in the words: an index holds the lines of those that are told, and serves no other statement. How a
    # subject begins is a value of the statement's own: the ORM would write the value and a sign into one.
    return Question(
        lambda start: (
            JournalLine.objects.filter(act=act, subject__startswith=Value(start)).order_by("pk").values_list("facts")
        )
    )


@cache
def _subjects_below(most: int) -> Question[tuple[str]]:
    return Question(lambda start: _heads_below(Value(start)).order_by("subject").values_list("subject")[:most])


def _heads_below(start: Value) -> QuerySet[JournalHead]:
    return JournalHead.objects.filter(subject__startswith=start)


def head_of(subject: str) -> ChainHead | None:
    """Fetch the head of one chain, to print on a receipt."""
    row = JournalHead.objects.filter(subject=subject).first()
    return ChainHead(row.subject, row.sequence, row.digest) if row else None


def heads() -> dict[str, ChainHead]:
    """Fetch every chain's head."""
    rows = JournalHead.objects.values_list("subject", "sequence", "digest")
    return {subject: ChainHead(subject, sequence, digest) for subject, sequence, digest in rows.iterator()}


def newest_line() -> int:
    """Give the rank of the last line of the whole journal, or 0."""
    return JournalLine.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def acts_of(subject: str) -> list[JournalLine]:
    """List the acts on one subject, oldest first."""
    return list(JournalLine.objects.filter(subject=subject).order_by("sequence"))


def acts_on(subjects: Collection[str]) -> list[JournalLine]:
    """List the acts on some subjects, each subject's oldest first."""
    return _ON.ask(subjects=sorted(subjects)) if subjects else []


def lines_of_act(act: str, subject: str) -> list[JournalLine]:
    """List the lines of one kind of act on a subject, oldest first."""
    return _OF_ACT.ask(act=act, subject=subject)


def facts_of(act: str, subject: str) -> list[dict[str, Any]]:
    """List the facts of one kind of act on a subject, oldest first."""
    return _facts(JournalLine.objects.filter(act=act, subject=subject))


def facts_below(act: str, subject_start: str) -> list[dict[str, Any]]:
    """List the facts of one kind of act on all the subjects that begin so, oldest first."""
    return [json.loads(facts) for (facts,) in _below(act).ask(start=subject_start)]


def lines_below(act: str, subject_start: str) -> list[JournalLine]:
    """List the lines of one kind of act on all the subjects that begin so, oldest first of each."""
    lines = JournalLine.objects.filter(act=act, subject__startswith=subject_start)
    return list(lines.order_by("subject", "sequence"))


def facts_on(subject: str, act: str) -> list[dict[str, Any]]:
    """List the facts of one kind of act on one subject, oldest first."""
    return [json.loads(facts) for (facts,) in _FACTS_ON.ask(subject=subject, act=act)]


def last_of_act(act: str, subjects: Collection[str]) -> dict[str, datetime]:
    """Map those of some subjects on which an act was done to when it was done last."""
    rows = LAST_OF_ACTS.ask(acts=[act], subjects=sorted(subjects)) if subjects else []
    return {subject: last for _, subject, last in rows}


def last_acts_below(acts: Collection[str], subject_start: str) -> list[tuple[str, str, datetime]]:
    """List which of some acts were done on the subjects that begin so, and when last: act, subject, instant."""
    return _LAST_BELOW.ask(acts=sorted(acts), start=subject_start)


def told_lines() -> QuerySet[JournalLine]:
    """List who has done what, newest first, without what was typed or ticked line by line.

    Sorted by their instant, never by when they were written: half-days stay half-days.
    """
    lines = JournalLine.objects.exclude(act__in=rules.TOLD_ELSEWHERE)
    return lines.order_by("-at", "subject", "-sequence").defer("facts", "previous", "digest")


def days_told() -> tuple[datetime, datetime] | None:
    """Give the instants of the first and the last line of the list of acts; None when there is none."""
    ends = [at for rows in ask_all(_FIRST_TOLD.of(), _LAST_TOLD.of()) for (at,) in rows]
    return (ends[0], ends[-1]) if ends else None


def subjects_below(start: str, most: int) -> list[str]:
    """List the subjects that begin so, in order, and no more than so many."""
    return [subject for (subject,) in _subjects_below(most).ask(start=start)]


def is_within(begins: datetime, ends: datetime) -> Q:
    """Ask for the lines between two instants, the second one left out."""
    return Q(at__gte=begins, at__lt=ends)


def is_by(logins: Collection[str]) -> Q:
    return Q(by__in=logins)


def has_in_login(words: str) -> Q:
    return Q(by__icontains=words)


def is_on(subject: str) -> Q:
    return Q(subject=subject)


def has_in_subject(words: str) -> Q:
    return Q(subject__icontains=words)


def is_below(start: str, *, end: str = "", part: str = "") -> Q:
    """Ask for the lines on the subjects that begin so, and, where it is said, that end so or have this part."""
    asked = {"startswith": start, "endswith": end, "contains": part}
    return Q(**{f"subject__{look_up}": text for look_up, text in asked.items() if text})


def is_on_chains(asked: Q, most: int | None = None) -> Q:
    """Ask for the lines on the subjects of which something holds: chains are few, lines many.

    Where there are so many chains as `most`, they are not named one by one: each line is looked at, which takes longer.
    """
    heads = JournalHead.objects.filter(asked).order_by("subject")
    subjects = list(heads.values_list("subject", flat=True)[:most])
    return asked if len(subjects) == most else Q(subject__in=subjects)


def first_broken_link(printed: ChainHead | None = None) -> str | None:
    """Recompute every chain; name the first broken link, or None when the whole journal holds.

    With a printed head, see a tail cut since it was printed, in its own chain and in those that it sealed.
    """
    return rules.first_break(_lines(), heads()) or _first_lost_head(printed)


def _facts(lines: QuerySet[JournalLine]) -> list[dict[str, Any]]:
    return [json.loads(facts) for facts in lines.order_by("pk").values_list("facts", flat=True)]


def _lines() -> Iterator[tuple[ChainLink, str]]:
    fields = ("subject", "sequence", "at", "by", "act", "facts", "previous", "digest")
    # Sorted by code point here, not by the database's collation, which differs between servers.
    for subject in sorted(JournalLine.objects.values_list("subject", flat=True).distinct()):
        rows = JournalLine.objects.filter(subject=subject).order_by("sequence").values(*fields)
        for row in rows:
            digest = row.pop("digest")
            yield ChainLink(**row), digest


def _first_lost_head(printed: ChainHead | None) -> str | None:
    sealed = [rules.parse_head(text) for text in rules.sealed_heads(line.facts for line in acts_of(rules.SEAL_SUBJECT))]
    for head in (*sealed, *([printed] if printed else [])):
        line = JournalLine.objects.filter(subject=head.subject, sequence=head.sequence).first()
        if line is None or not line.digest.startswith(head.digest):
            return f"{head.subject}:{head.sequence}"
    return None
