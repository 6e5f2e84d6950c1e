"""Who is to be told of a corrigendum, and in which words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from massicot.accounts import queries as accounts
from massicot.candidates import queries as candidates
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.queries import Corrigendum, Draft, Paper
from massicot.exams.rules import corrigenda as rules
from massicot.exams.rules.corrigenda import Letter, Reader
from massicot.web.office.effects import specialties_touched

TOLD, REMINDED = "office/letters/corrigendum.txt", "office/letters/corrigendum_reminder.txt"


@dataclass(frozen=True, slots=True)
class Concerned:
    """Those who are to read a corrigendum, and the logins of whoever reads for each."""

    readers: dict[Reader, list[str]]

    @property
    def emails(self) -> list[str]:
        """List whom a letter goes to, each once."""
        return sorted({email for emails in self.readers.values() for email in emails})


@dataclass(frozen=True, slots=True)
class Counted:
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
        """Count them all."""
        return self.exam_centres + self.marking_centres + self.office


def concerned_by(corrigendum: Corrigendum, draft: Draft) -> Concerned:
    """Find who is to read a corrigendum: exam centres touched, old and new destinations, the office."""
    centres = candidates.roll_by_centre(corrigendum.paper_id, specialties_touched(draft.effect))
    readers = [Reader(Role.EXAM_CENTRE, uai) for uai in centres]
    readers += [Reader(Role.MARKING_CENTRE, uai) for uai in sorted(_destinations(draft))]
    return _with_logins([*readers, *(Reader(Role.OFFICE, email) for email in _office())])


def counted_by(paper: Paper, draft: Draft, centres: int) -> Counted:
    """Count who is to read a corrigendum, as `concerned_by` finds them; so many centres are touched, known already."""
    uais = candidates.roll_rows(paper.pk, specialties_touched(draft.effect)).values("centre_uai")
    return _counted(uais, centres, _destinations(draft), _office())


def not_yet_read(corrigendum: Corrigendum) -> Concerned:
    """Find who has still to read an applied corrigendum."""
    rows = exams.readings_of(corrigendum).filter(read_at__isnull=True)
    return _with_logins(Reader(Role(row.role), row.scope) for row in rows)


def still_to_read(corrigendum: Corrigendum) -> Counted:
    """Count who has still to read an applied corrigendum, as `not_yet_read` finds them."""
    unread = exams.unread(corrigendum)
    centres = unread.filter(role=Role.EXAM_CENTRE)
    others = list(unread.exclude(role=Role.EXAM_CENTRE).values_list("role", "scope"))
    destinations = {scope for role, scope in others if role == Role.MARKING_CENTRE}
    office = [scope for role, scope in others if role == Role.OFFICE]
    return _counted(centres.values("scope"), centres.count(), destinations, office)


def letters_to(emails: Collection[str], corrigendum: Corrigendum, template: str) -> list[Letter]:
    """Write to each that there is a corrigendum to read; official mail is in French."""
    address = settings.MASSICOT_BASE_URL + reverse("shared:corrigendum", args=[corrigendum.pk])
    with translation.override("fr"):
        text = render_to_string(template, {"corrigendum": corrigendum, "address": address}).strip()
    subject, _, body = text.partition("\n")
    return [Letter(email, subject, body.strip() + "\n") for email in emails]


def _with_logins(readers: Iterable[Reader]) -> Concerned:
    held: dict[Reader, list[str]] = {}
    for role, scope, email in accounts.appointments_in([Role.EXAM_CENTRE, Role.MARKING_CENTRE]):
        held.setdefault(Reader(role, scope), []).append(email)
    return Concerned(
        {reader: [reader.scope] if reader.role is Role.OFFICE else held.get(reader, []) for reader in readers}
    )


def _counted(uais: QuerySet[Any], centres: int, destinations: Collection[str], office: Collection[str]) -> Counted:
    scopes = {Role.EXAM_CENTRE: uais, Role.MARKING_CENTRE: destinations}
    nobody = [Q(uai__in=among) & ~Q(uai__in=accounts.scopes_appointed(role)) for role, among in scopes.items()]
    without = exams.institutions_fitting(nobody[0] | nobody[1]).values_list("uai", "name")
    return Counted(
        centres,
        len(destinations),
        len(office),
        accounts.count_reached(scopes, office),
        [f"{uai} {name}" for uai, name in without],
    )


def _destinations(draft: Draft) -> set[str]:
    found = draft.effect.destinations
    return found | rules.destinations_of(draft.in_force) if draft.effect.shifts else found


def _office() -> list[str]:
    return accounts.emails_with_role(Role.OFFICE)
