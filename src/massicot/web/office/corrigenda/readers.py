"""Who is to be told of a corrigendum, and in which words."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from massicot.accounts import queries as accounts
from massicot.candidates import queries as candidates
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.rules import corrigenda as rules
from massicot.store.prepared import Question, ask_all
from massicot.web.office.corrigenda.effects import specialties_touched

TOLD, REMINDED = "office/corrigenda/letters/corrigendum.txt", "office/corrigenda/letters/corrigendum_reminder.txt"


@dataclass(frozen=True, slots=True)
class Concerned:
    """Those who are to read a corrigendum, and the logins of whoever reads for each."""

    readers: dict[rules.Reader, list[str]]

    @property
    def emails(self) -> list[str]:
        """List whom a letter goes to, each once."""
        return sorted({email for emails in self.readers.values() for email in emails})


@dataclass(frozen=True, slots=True)
class ReaderCounts:
    """How many are to read a corrigendum, and how many letters go out.

    `without_account` names the centres for which nobody signs in yet: they read it once somebody does.
    """

    exam_centres: int
    marking_centres: int
    office: int
    letters: int
    without_account: list[str]

    @property
    def readers(self) -> int:
        return self.exam_centres + self.marking_centres + self.office


def concerned_by(corrigendum: exams.Corrigendum, draft: exams.CorrigendumDraft, login: str) -> Concerned:
    """Find who has still to read a corrigendum: exam centres touched, old and new destinations, the office.

    All of the office but whoever applies it, who has read it by then.
    """
    centres = candidates.roll_by_centre(corrigendum.paper_id, specialties_touched(draft.effect))
    readers = [rules.Reader(Role.EXAM_CENTRE, uai) for uai in centres]
    readers += [rules.Reader(Role.MARKING_CENTRE, uai) for uai in sorted(_destinations(draft))]
    return _with_logins([*readers, *(rules.Reader(Role.OFFICE, email) for email in _office() if email != login)])


def counted_by(paper: exams.Paper, draft: exams.CorrigendumDraft, centres: int, login: str) -> ReaderCounts:
    """Count who has still to read a corrigendum, as `concerned_by` finds them; the number of centres is known."""
    destinations = _destinations(draft)
    specialties = specialties_touched(draft.effect)
    of_draft = {
        "paper_id": paper.pk,
        "specialties": None if specialties is None else sorted(specialties) or _NONE,
        "destinations": sorted(destinations) or _NONE,
    }
    office, reached, without = ask_all(
        accounts.LOGINS.of(role=Role.OFFICE.value, scope=""), _TO_REACH.of(**of_draft), _WITHOUT.of(**of_draft)
    )
    own = sum(email == login for (email,) in office)
    return ReaderCounts(centres, len(destinations), len(office) - own, reached[0][0] - own, _centre_names(without))


def not_yet_read(corrigendum: exams.Corrigendum) -> Concerned:
    """Find who has still to read an applied corrigendum."""
    rows = exams.readings_of(corrigendum).filter(read_at__isnull=True)
    return _with_logins(rules.Reader(Role(row.role), row.scope) for row in rows)


def still_to_read(corrigendum: exams.Corrigendum) -> ReaderCounts:
    """Count who has still to read an applied corrigendum, as `not_yet_read` finds them."""
    subject = {"corrigendum_id": corrigendum.pk}
    counted, reached, without = ask_all(
        exams.UNREAD_BY_ROLE.of(**subject), _STILL_TO_REACH.of(**subject), _STILL_WITHOUT.of(**subject)
    )
    count = Counter(dict(counted))
    return ReaderCounts(
        count[Role.EXAM_CENTRE], count[Role.MARKING_CENTRE], count[Role.OFFICE], reached[0][0], _centre_names(without)
    )


def letters_to(emails: Collection[str], corrigendum: exams.Corrigendum, template: str) -> list[rules.CorrigendumLetter]:
    """Write to each that there is a corrigendum to read; official mail is in French."""
    address = settings.MASSICOT_BASE_URL + reverse("shared:corrigendum", args=[corrigendum.pk])
    with translation.override("fr"):
        text = render_to_string(template, {"corrigendum": corrigendum, "address": address}).strip()
    subject, _, body = text.partition("\n")
    return [rules.CorrigendumLetter(email, subject, body.strip() + "\n") for email in emails]


def _with_logins(readers: Iterable[rules.Reader]) -> Concerned:
    logins: dict[rules.Reader, list[str]] = {}
    for role, scope, email in accounts.appointments_in([Role.EXAM_CENTRE, Role.MARKING_CENTRE]):
        logins.setdefault(rules.Reader(role, scope), []).append(email)
    return Concerned(
        {reader: [reader.scope] if reader.role is Role.OFFICE else logins.get(reader, []) for reader in readers}
    )


def _centre_names(rows: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{uai} {name}" for uai, name in rows]


def _destinations(draft: exams.CorrigendumDraft) -> set[str]:
    destinations = draft.effect.destinations
    return destinations | rules.destinations_of(draft.in_force) if draft.effect.shifts else destinations


def _office() -> list[str]:
    return accounts.emails_with_role(Role.OFFICE)


_NONE = [""]
"""Codes of nothing: a question asks about one at least."""


def _to_reach(paper_id: int, specialties: Collection[str] | None, destinations: Collection[str]) -> QuerySet[Any, Any]:
    uais = candidates.roll_rows(paper_id, specialties).values("centre_uai")
    scopes = {Role.EXAM_CENTRE: uais, Role.MARKING_CENTRE: destinations, Role.OFFICE: _NONE}
    return accounts.reached_rows(scopes, ())


def _without(paper_id: int, specialties: Collection[str] | None, destinations: Collection[str]) -> QuerySet[Any, Any]:
    come = accounts.scopes_appointed(Role.EXAM_CENTRE)
    uais = candidates.roll_rows(paper_id, specialties).exclude(centre_uai__in=come).values("centre_uai")
    return _institutions(uais, destinations)


def _still_to_reach(corrigendum_id: int) -> QuerySet[Any, Any]:
    by_role = {role: _unread_by(corrigendum_id, role).values("scope") for role in Role}
    scopes = {role: by_role[role] for role in (Role.EXAM_CENTRE, Role.MARKING_CENTRE)}
    return accounts.reached_rows(scopes, by_role[Role.OFFICE])


def _still_without(corrigendum_id: int) -> QuerySet[Any, Any]:
    come = accounts.scopes_appointed(Role.EXAM_CENTRE)
    uais = _unread_by(corrigendum_id, Role.EXAM_CENTRE).exclude(scope__in=come).values("scope")
    return _institutions(uais, _unread_by(corrigendum_id, Role.MARKING_CENTRE).values("scope"))


def _unread_by(corrigendum_id: int, role: Role) -> QuerySet[Any]:
    return exams.unread(corrigendum_id).filter(role=role)


def _institutions(centres: QuerySet[Any], destinations: QuerySet[Any] | Collection[str]) -> QuerySet[Any, Any]:
    nobody = exams.institutions_among(destinations).exclude(uai__in=accounts.scopes_appointed(Role.MARKING_CENTRE))
    return (exams.institutions_among(centres) | nobody).values_list("uai", "name")


_TO_REACH: Question[tuple[int]] = Question(_to_reach)
_WITHOUT: Question[tuple[str, str]] = Question(_without)
_STILL_TO_REACH: Question[tuple[int]] = Question(_still_to_reach)
_STILL_WITHOUT: Question[tuple[str, str]] = Question(_still_without)
