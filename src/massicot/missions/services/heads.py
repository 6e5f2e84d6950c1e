"""Mails to heads of institution about the letters of their staff: one list for each head.

Lower service of the acts that write letters and make them void.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from massicot.accounts import queries as accounts
from massicot.core.actor import Actor, Role
from massicot.documents import convocation_mails
from massicot.documents.convocation_mails import HeadMail
from massicot.documents.mails import Mail
from massicot.exams import queries as exams
from massicot.missions.models import Convocation, ConvocationRun
from massicot.missions.rules import letters, runs
from massicot.missions.services import letters as letter_acts
from massicot.post import services as post
from massicot.post.rules.letters import EnclosureKind, EnclosureName, LetterDraft


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
        if letter_acts.has_mail(email)
    ]


def file_of(run_id: int, uai: str) -> list[EnclosureName]:
    """Name the file of all letters of a run that hold, of the staff of one institution."""
    return [EnclosureName(EnclosureKind.INSTITUTION, f"{run_id}.{uai}")]


def occasion_of_run(run_id: int, uai: str = "") -> str:
    """Name the occasion on which a head of institution is told of a run; without one, what all of them begin with."""
    return f"convocations-of:{run_id}:{uai}"


REPLACED_REASON = f"une autre personne vient à votre place. {convocation_mails.NO_EXEMPTION}"
"""What somebody reads who is replaced on all that was left."""


def tell_head_of_stand_in(letter: Convocation, by: Actor, at: datetime) -> None:
    """Ask the head of whoever stands in to hand the urgent letter over."""
    _tell(letter, convocation_mails.urgent_to_head(content_of([letter])), _letter_file(letter), by, at)


def tell_head_of_replaced(before: Convocation, by: Actor, at: datetime) -> None:
    """Tell the head of whoever is replaced on all that was left: a letter that says less tells them by itself."""
    _tell(before, convocation_mails.replaced_by_another(content_of([before])), (), by, at)


def tell_head_of_called_again(letter: Convocation, by: Actor, at: datetime) -> None:
    """Tell the head of somebody whose letter says something else by now, since nobody stands in any more."""
    mail = convocation_mails.replaced_to_head(content_of([letter]))
    _tell(letter, mail, _letter_file(letter), by, at)


def tell_head_of_called_off(letter: Convocation, reason: str, by: Actor, at: datetime) -> None:
    """Tell the head of whoever was to stand in that they are called no more."""
    mail = convocation_mails.cancellation_to_head(content_of([letter]), reason)
    _tell(letter, mail, (), by, at)


def _letter_file(letter: Convocation) -> list[EnclosureName]:
    return [EnclosureName(EnclosureKind.CONVOCATION, str(letter.pk))]


def _tell(letter: Convocation, mail: Mail, enclosed: Sequence[EnclosureName], by: Actor, at: datetime) -> None:
    # A letter that was cancelled keeps its code: its head has had a mail on that occasion already.
    occasion = f"convocation-of-one:{letter.code}" + ("" if enclosed else ":end")
    for uai, rows in by_institution([letter]):
        drafts = drafts_to_heads(uai, rows, mail, f"{occasion}:{uai}", enclosed, at)
        post.write_letters(drafts=drafts, by=by, at=at)
    ConvocationRun.objects.filter(pk=letter.run_id, told_at=None, parts__letters=1).update(told_at=at)
