"""Mutants that lived once, each by the text that it replaces: where that is gone, its place is to be found again."""

import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tools.mutants_drawn import PACKAGE, Mutant, room_of


class Named(NamedTuple):
    """A mutant by its name: the text that it replaces, found once in the program, and what it puts there."""

    name: str
    before: str
    after: str
    tests: str = ""


NAMED = (
    Named(
        "another centre's stranger",
        "if holder is not None and holder.centre_uai == batch.centre_uai:",
        "if holder is not None:",
    ),
    Named(
        "another session's identity, by name",
        "Candidate.objects.filter(session_id=stored.session_id, called=",
        "Candidate.objects.filter(called=",
    ),
    Named(
        "another session's identity, by number",
        "Candidate.objects.filter(session_id=stored.session_id, candidate_number=",
        "Candidate.objects.filter(candidate_number=",
    ),
    Named(
        "networks of another session deleted",
        "CentreNetwork.objects.filter(session=row, uai=uai).delete()",
        "CentreNetwork.objects.filter(uai=uai).delete()",
    ),
    Named(
        "a corrigendum read for all",
        "theirs = [row for row in unread if Reader(Role(row.role), row.scope) in readers]",
        "theirs = list(unread)",
    ),
    Named(
        "one corrigendum read for all of them",
        "CorrigendumReading.objects.filter(corrigendum=corrigendum, read_at__isnull=True)\n    theirs",
        "CorrigendumReading.objects.filter(read_at__isnull=True)\n    theirs",
    ),
    Named(
        "days opened by any centre",
        "CentreDay.objects.filter(paper=paper, centre_uai=centre_uai, is_closed=True)\n    swap_one",
        "CentreDay.objects.filter(paper=paper, is_closed=True)\n    swap_one",
    ),
    Named(
        "a job taken without its guard",
        "free = queries.free_at(at).filter(pk=job.pk, attempts=job.attempts)",
        "free = Job.objects.filter(pk=job.pk)",
    ),
    Named(
        "a job taken once too often",
        "free = queries.free_at(at).filter(pk=job.pk, attempts=job.attempts)",
        "free = queries.free_at(at).filter(pk=job.pk)",
    ),
    Named(
        'the bound of "left at", before the end of the paper',
        "if not ended <= sending.left_at <= now:",
        "if not sending.left_at <= now:",
    ),
    Named(
        'the bound of "left at", at the end of the paper',
        "if not ended <= sending.left_at <= now:",
        "if not ended < sending.left_at <= now:",
    ),
    Named(
        'the bound of "left at", still to come',
        "if not ended <= sending.left_at <= now:",
        "if not ended <= sending.left_at:",
    ),
    Named(
        "anew-proposal by the same person",
        "        raise rules.NothingProposed(paper=paper.code)\n"
        "    rules.check_two_persons(paper.code, lifting.proposed_by, by.login)\n",
        "        raise rules.NothingProposed(paper=paper.code)\n",
    ),
    Named("CSP of images", "img-src 'self' data:;", "img-src * data:;"),
    Named("CSP of images, none but files", "img-src 'self' data:;", "img-src 'self';"),
    Named(
        "a referral answered on a locked batch",
        "    if progress.is_locked(batch.pk):\n        raise lock_rules.BatchIsLocked(code=batch.code)\n"
        "    _close(referral",
        "    _close(referral",
    ),
)

QUEUES = "tests/browser/test_queues.py"
SCRIPTS = (
    Named("what a 409 renews", "if (status === 409) this.renew();", "", QUEUES),
    Named(
        "which of two renewals wins",
        "this.waiting = new Map([...this.underway.values, ...this.waiting]);",
        "this.waiting = new Map([...this.waiting, ...this.underway.values]);",
        QUEUES,
    ),
    Named("keepalive", "keepalive: true,", "keepalive: false,", QUEUES),
    Named(
        "kept failures",
        "    this.failures = 0;\n    this.paceSeconds = answer.pace_s;",
        "    this.paceSeconds = answer.pace_s;",
        QUEUES,
    ),
    Named("Retry-After", "this.schedule(wait || RETRIES_SECONDS", "this.schedule(RETRIES_SECONDS", QUEUES),
    Named(
        "Shift not taken for typing, in a code",
        '["Shift", "CapsLock", "Unidentified", "Process"].includes(key)',
        '["CapsLock", "Unidentified", "Process"].includes(key)',
        "tests/browser/test_portal_slips.py",
    ),
    Named(
        "Shift not taken for typing, by the scanner",
        "{\n      const isTyping = event.key.length === 1 &&",
        '{\n      const isTyping = (event.key.length === 1 || event.key === "Shift") &&',
        "tests/browser/test_reception_journey.py",
    ),
    Named(
        "what is kept of a line typed twice",
        "new Map([...(this.underway?.values ?? []), ...this.waiting])",
        "new Map([...this.waiting, ...(this.underway?.values ?? [])])",
        QUEUES,
    ),
    Named(
        "what another page of the same turn keeps",
        "if (!this.mine.has(number) && stored[number]?.[0] === value) delete",
        "if (!this.mine.has(number)) delete",
        QUEUES,
    ),
    Named("one save at a time", "this.answering ??= this.post(", "this.answering = this.post(", QUEUES),
    Named(
        "one round of scans at a time",
        "if (this.isSending || !this.count) return;",
        "if (!this.count) return;",
        QUEUES,
    ),
    Named(
        "a server too busy for scans",
        'if (response.status === 429 || response.status >= 500) return { trouble: "Waiting" };\n      const answer',
        'if (response.status >= 500) return { trouble: "Waiting" };\n      const answer',
        QUEUES,
    ),
)


def named() -> list[Mutant]:
    """Find the named mutants in the program, each to be noticed by the tests of its room."""
    return [found(one) for one in NAMED]


def of_scripts() -> list[Mutant]:
    """Find the mutants of the scripts of the browser."""
    return [found(one) for one in SCRIPTS]


def found(one: Named) -> Mutant:
    """Find the one place of the program where a mutant belongs."""
    places = [(path, text) for path, text in texts().items() for _ in range(text.count(one.before))]
    if len(places) != 1:
        sys.exit(f"{one.name}: the text to replace is found {len(places)} times, not once:\n{one.before}")
    ((path, text),) = places
    tests = tuple(one.tests.split()) or (f"tests/{room_of(path)}",)
    return Mutant(one.name, path, text, text.index(one.before), one.before, one.after, tests)


@cache
def texts() -> dict[Path, str]:
    """Read every module and every script of the program."""
    paths = [path for ending in ("py", "js") for path in sorted(PACKAGE.rglob(f"*.{ending}"))]
    return {path: path.read_text(encoding="utf-8") for path in paths}
