"""A corrigendum as the pages of the office show it: what it changes, what follows, whom it concerns."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from massicot.candidates import queries as candidates
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams import services
from massicot.exams.rules.corrigenda import CorrigendumMoved, Effect
from massicot.exams.rules.editing import PaperProgress
from massicot.exams.rules.routes import Flip
from massicot.marks import queries as marks
from massicot.web.office.corrigenda import effects
from massicot.web.office.corrigenda.effects import progress_of
from massicot.web.office.corrigenda.readers import ReaderCounts, counted_by
from massicot.web.shared.corrigendum import way_of
from massicot.web.shared.refusals import sentence_of


@dataclass(frozen=True, slots=True)
class FlipLine:
    """One academy: its route before and after, its specialties."""

    academy: str
    before: str
    after: str
    specialties: Sequence[str]


@dataclass(frozen=True, slots=True)
class Numbering:
    """What becomes of anonymity numbers that are drawn already."""

    to_draw: int
    unused: int
    alone: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A draft, and all that would follow from it; a refusal when it cannot be applied as things stand."""

    flips: Sequence[FlipLine]
    lines: Sequence[effects.ValueChange]
    doubts: Sequence[str]
    touched: effects.Touched
    documents: Sequence[str]
    relabelled: Sequence[str]
    """The exam centres that get new labels, by name."""
    not_imported: Sequence[str]
    """Places where scripts would go and that are not imported, each in a sentence."""

    numbering: Numbering | None
    concerned: ReaderCounts
    markers: int
    """How many have batches that are not locked, where their closing moves."""

    refusal: str
    digest: str
    """Of all of it: a page carries it, so that what is applied is what was looked at."""


def preview_of(corrigendum: exams.Corrigendum, at: datetime, login: str) -> Preview:
    """Look at what a draft would do now, were it applied by somebody, and write nothing."""
    paper = corrigendum.paper
    draft = exams.draft_of(corrigendum)
    effect = draft.effect
    touched = effects.touched_by_effect(paper, effect)
    documents = effects.documents_of(paper, effect)
    numbering = _numbering(corrigendum, effect)
    concerned = counted_by(paper, draft, touched.centres, login)
    takers = marks.takers_until(paper.pk, draft.after.entry_closes_at) if effect.moves_closing else set()
    return Preview(
        flips=flip_lines(effect.flips, exams.specialty_labels(paper.session_id) if effect.flips else {}),
        lines=effects.lines_of(draft.before, draft.after, exams.zone_of(paper.session)),
        doubts=effects.doubts_after(paper, draft.after) if effect.shifts else [],
        touched=touched,
        documents=documents,
        relabelled=_centre_names(effects.centres_relabelled(paper, effect)),
        not_imported=effects.places_told(effects.places_of(flip.after for flip in effect.flips)),
        numbering=numbering,
        concerned=concerned,
        markers=len(takers),
        refusal=_refusal(corrigendum, draft, at),
        digest=_digest(effect, touched, documents, numbering, concerned, len(takers)),
    )


def check_seen(corrigendum: exams.Corrigendum, at: datetime, login: str, seen: str) -> None:
    """Refuse a draft of which other things would follow than a page showed; raise CorrigendumMoved."""
    if preview_of(corrigendum, at, login).digest != seen:
        raise CorrigendumMoved(reference=corrigendum.reference)


def _digest(effect: Effect, *followed: object) -> str:
    """Compute a digest of what a page shows of a draft, in no language."""
    flips = [(flip.academy, flip.before, flip.after, sorted(flip.specialties)) for flip in effect.flips]
    return hashlib.sha256(repr((flips, effect.shifts, followed)).encode()).hexdigest()


def flip_lines(flips: Sequence[Flip], labels: dict[str, str]) -> list[FlipLine]:
    """Write each academy's old and new route, with its specialties."""
    return [
        FlipLine(
            flip.academy,
            way_of(flip.before),
            way_of(flip.after),
            [f"{code} {labels[code]}" for code in flip.specialties],
        )
        for flip in flips
    ]


def _centre_names(uais: Sequence[str]) -> list[str]:
    names = exams.institution_names(uais)
    return sorted(f"{names.get(uai, uai)} ({uai})" for uai in uais)


def _numbering(corrigendum: exams.Corrigendum, effect: Effect) -> Numbering | None:
    paper = corrigendum.paper
    if paper.prepared_at is None or not (effect.onto_site or effect.off_site):
        return None
    return Numbering(
        to_draw=effects.touched_by(paper, effect.onto_site).entries,
        unused=effects.touched_by(paper, effect.off_site).entries,
        alone=candidates.cells_of_one(paper, effect.onto_site),
    )


def _refusal(corrigendum: exams.Corrigendum, draft: exams.CorrigendumDraft, at: datetime) -> str:
    # How far the paper is only matters to its values.
    progress = progress_of(corrigendum.paper) if draft.effect.shifts else PaperProgress()
    try:
        services.check_draft(corrigendum, draft, progress, at)
    except Refused as refusal:
        return sentence_of(refusal)
    return ""
