"""Mails to heads of institution about the letters of their staff: one list for each head, not one mail for each letter.

Lower service of the acts that write letters and make them void.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from massicot.accounts import queries as accounts
from massicot.core.actor import Role
from massicot.documents import convocation_mails
from massicot.documents.convocation_mails import HeadMail
from massicot.documents.mails import Mail
from massicot.exams import queries as exams
from massicot.missions.models import Convocation
from massicot.missions.rules import letters, runs
from massicot.missions.services import issuing
from massicot.post.rules.enclosing import EnclosureKind, EnclosureName, LetterDraft


def content_of(rows: Sequence[Convocation]) -> HeadMail:
    """Tell of some letters of the staff of one institution."""
    facts = [letters.read(row.facts) for row in rows]
    return HeadMail(
        institution=facts[0].person.institution,
        session=facts[0].session_title,
        rows=[(one.person.name, one.title, convocation_mails.days(one.days)) for one in facts],
        telephone=facts[0].office.telephone,
    )


def by_institution(rows: Iterable[Convocation]) -> list[tuple[str, list[Convocation]]]:
    """Put letters together by institution, each list by name; whoever is of none has no head."""
    staff: dict[str, list[Convocation]] = defaultdict(list)
    for row in sorted(rows, key=_by_name):
        if row.institution_uai:
            staff[row.institution_uai].append(row)
    return sorted(staff.items())


def _by_name(row: Convocation) -> tuple[str, str, str]:
    person = row.assignment.person
    return person.surname, person.first_name, row.code


def drafts_to_heads(
    uai: str, rows: Sequence[Convocation], mail: Mail, occasion: str, enclosed: Sequence[EnclosureName], at: datetime
) -> list[LetterDraft]:
    """Write one mail to whoever heads an institution, or to its address where nobody has an account."""
    known = accounts.emails_with_role(Role.SCHOOL, uai) or [exams.contact_of(uai).email]
    return [
        LetterDraft(
            to=email.strip(),
            subject=mail.subject,
            body=mail.body,
            occasion=occasion,
            enclosed=enclosed,
            is_urgent=any(runs.is_urgent(row.starts_at, at) for row in rows),
        )
        for email in known
        if issuing.has_mail(email)
    ]


def file_of(run_id: int, uai: str) -> list[EnclosureName]:
    """Name the file of all letters of a run that hold, of the staff of one institution."""
    return [EnclosureName(EnclosureKind.INSTITUTION, f"{run_id}.{uai}")]


def occasion_of_run(run_id: int, uai: str = "") -> str:
    """Name the occasion on which a head of institution is told of a run; without one, what all of them begin with."""
    return f"convocations-of:{run_id}:{uai}"
