"""The ladder of a paper: its rungs, what the office decided of its gaps, its events and its totals."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from massicot.absences import queries as absences
from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.candidates.rules import Attendance
from massicot.consignments import queries as consignments
from massicot.core import ladder as arithmetic
from massicot.core.ladder import About, DueDay, Ladder, Rung, due_day
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.missions.queries import events as missions
from massicot.missions.rules import ConvocationAct
from massicot.replacements import queries as replacements
from massicot.results.models import Lifting
from massicot.results.queries.centres import centres_progress
from massicot.results.queries.decisions import reasons_given
from massicot.results.queries.facts import facts_of
from massicot.results.rules import ladder as rules
from massicot.results.rules.exports import MarksExported
from massicot.results.rules.ladder import CountedPaper, LadderFacts, known_as, with_figures
from massicot.setasides import queries as setasides
from massicot.store.instant import one_instant
from massicot.store.prepared import Question

_LIFTING = Question(lambda paper_id: Lifting.objects.filter(paper_id=paper_id))


def ladder(paper: Paper) -> Ladder:
    """Build the ladder of a paper, its decided gaps marked, while nothing that is to be back is overdue."""
    return with_decisions(count_paper(paper).ladder, paper)


def ladder_at(paper: Paper, at: datetime) -> Ladder:
    """Build the ladder of a paper as it stands at an instant: what was to be back by then, and is not, is a gap."""
    return with_decisions(count_paper_at(paper, at).ladder, paper)


def count_paper(paper: Paper) -> CountedPaper:
    """Count a paper as the lifting asks it, while nothing that is to be back is overdue, before any decision."""
    return _count(paper, due_day(paper.return_by, None))


def count_paper_at(paper: Paper, at: datetime) -> CountedPaper:
    """Count a paper as it stands at an instant, and build its ladder as if nothing had been decided yet."""
    return _count(paper, due_day(paper.return_by, at))


def _count(paper: Paper, return_day: DueDay) -> CountedPaper:
    with one_instant():
        facts = facts_of(paper, return_day)
        rungs = [with_figures(rung, facts) for rung in rules.rungs(facts)]
        whole = Ladder(rungs, rules.events(_events(paper)), _totals(facts))
        return CountedPaper(facts, whole, centres_progress(paper, facts.rooms, facts.to_pack))


def with_decisions(whole: Ladder, paper: Paper, reasons: Mapping[About, str] | None = None) -> Ladder:
    """Mark in a ladder the gaps that the office has decided by now: `reasons`, when they were asked already."""
    given = reasons_given([paper.pk])[paper.pk] if reasons is None else reasons
    return arithmetic.decide(whole, {about: given[decided] for decided in given for about in known_as(*decided)})


def lifting_of(paper: Paper) -> Lifting | None:
    """Fetch the lifting of a paper: proposed, or done."""
    return _LIFTING.first(paper_id=paper.pk)


def is_lifted(paper: Paper) -> bool:
    """Say whether the anonymity of a paper is lifted."""
    lifting = lifting_of(paper)
    return lifting is not None and lifting.lifted_at is not None


def papers_exported(papers: Collection[Paper]) -> dict[int, datetime]:
    """Map those of some papers whose marks were taken away with the names to when they were last."""
    subjects = {exams.subject_of(paper): paper.pk for paper in papers}
    last = audit.last_of_act(MarksExported.__name__, subjects)
    return {subjects[subject]: at for subject, at in last.items()}


def as_json(whole: Ladder) -> dict[str, Any]:
    """Shape a ladder for programs (contract.md §2)."""
    return {
        "ladder": [_rung_json(rung) for rung in whole.rungs],
        "events": [{"key": event.key, "kind": event.kind, "subject": event.subject} for event in whole.events],
        "totals": dict(whole.totals),
    }


def _rung_json(rung: Rung) -> dict[str, Any]:
    gaps = [
        {"key": gap.key, "kind": gap.kind, "subject": gap.subject, "state": gap.state, "reason": gap.reason}
        for gap in rung.gaps
    ]
    return {"rung": rung.name, "expected": rung.expected, "found": rung.found, "gaps": gaps}


def _events(paper: Paper) -> dict[str, Sequence[str]]:
    words = candidates.absent_and_blank(paper.pk)
    return {
        "absent": [number for number, word in words.items() if word is Attendance.ABSENT],
        "blank": [number for number, word in words.items() if word is Attendance.BLANK],
        "off-list": [fact["candidate_number"] for fact in candidates.off_list_facts(paper)],
        "sat-elsewhere": candidates.seated_elsewhere(paper.pk),
        "kept-mark-sat": [row.candidate_number for row in candidates.kept_and_sat(paper.pk)],
        "sat-in-other-room": candidates.moved_within_centre(paper.pk),
        "late-parcel": consignments.late_parcels(paper.pk),
        "lost-parcel": consignments.lost_parcels(paper.pk),
        "found-parcel": consignments.found_parcels(paper.pk),
        "found-script": sorted({*consignments.found_again(paper.pk), *batches.found_short(paper.pk)}),
        "stray-script": consignments.strays(paper.pk),
        "set-aside": setasides.codes_of(paper.pk),
        "seal-trouble": [row.parcel.code for row in consignments.seal_troubles(paper.pk)],
        "papers-short": consignments.short_of_papers(paper.pk),
        "batch-regrouped": batches.regrouped_codes(paper.pk),
        "batch-not-returned": batches.not_returned(paper.pk),
        "cannot-come": missions.letters_on_which(ConvocationAct.CANNOT_COME, paper.pk),
        "convocation-came-back": missions.letters_on_which(ConvocationAct.CAME_BACK, paper.pk),
        "called-unavailable": missions.called_unavailable(paper),
        "marked-uncalled": missions.marked_uncalled(paper.pk),
        "marker-absent": absences.found_absent(paper.pk),
        "marker-replaced": replacements.replaced_persons(paper.pk),
        "corrected-mark": marks.corrected_numbers(paper.pk),
        "register-corrected": [number for number, _, _ in marks.corrected_items(paper.pk)],
        **marks.endings_of(paper.pk),
    }


def _totals(facts: LadderFacts) -> dict[str, int]:
    return {
        "candidates": sum(facts.entered.values()),
        "exam_centres": len(facts.centres),
        "parcels": len(facts.parcels),
        "batches": len(facts.batches),
        "marks": sum(batch.numeric for batch in facts.batches.values()),
        "AB": sum(batch.absent for batch in facts.batches.values()),
        "CB": sum(batch.blank for batch in facts.batches.values()),
    }
