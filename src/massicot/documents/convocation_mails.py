"""What people are written about their convocations: the letter itself, its end, what remains to be acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from massicot.documents import french
from massicot.documents.mails import SIGNED, Mail

NO_EXEMPTION = "Ce n'est pas une dispense, que le recteur seul accorde."
"""What is said to whoever is replaced, and of them."""

_LET_OFF = (
    "Elle ne vous appelle plus aux demi-journées dont vous êtes dispensé ou dispensée, ou pour lesquelles une autre "
    "personne vous remplace ; être remplacé n'est pas une dispense, que le recteur seul accorde."
)

_PERSONAL = (
    "Cette page est personnelle : ne la transmettez à personne. Elle ne montre que cette convocation, jusqu'à la "
    "fin de la mission.\n\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledMail:
    """What the mail of a letter tells; its link is the reader's alone."""

    code: str
    name: str
    mission: str
    session: str
    days: Sequence[date]
    link: str = field(repr=False)
    telephone: str = ""
    replaces: str = ""
    is_shortened: bool = False
    """Whether something that it called to before has fallen away."""
    is_let_off: bool = False
    """Whether some half-days are left out, from which they are exempted, or on which somebody replaces them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadMail:
    """What a head of institution is told of a run: whom it calls, for what, from when to when."""

    institution: str
    session: str
    rows: Sequence[tuple[str, str, str]]
    telephone: str = ""


def convocation(content: CalledMail) -> Mail:
    """Send somebody their convocation."""
    fallen = (
        " Le fichier nommé « annulation » ôte de votre agenda ce qui n'a plus lieu pour vous."
        if content.is_shortened
        else ""
    )
    off = f" {_LET_OFF}" if content.is_let_off else ""
    again = f"Elle annule et remplace la convocation {content.replaces}.{fallen}{off}\n\n" if content.replaces else ""
    return Mail(
        f"Convocation {content.code} : {content.mission}",
        f"Bonjour {content.name},\n\nVous êtes convoqué ou convoquée : {content.mission} ({content.session}), "
        f"{days(content.days)}. La convocation est jointe, avec un fichier pour votre agenda.\n\n{again}"
        f"Dites que vous l'avez reçue, en ouvrant cette page :\n\n{content.link}\n\n"
        f"{_PERSONAL}{_call(content.telephone)}{SIGNED}",
    )


def convocation_instead(content: CalledMail) -> Mail:
    """Send somebody the convocation that calls them, at once, in the stead of another."""
    again = f"Elle annule et remplace la convocation {content.replaces}.\n\n" if content.replaces else ""
    return Mail(
        f"URGENT : convocation {content.code}, {content.mission}",
        f"Bonjour {content.name},\n\nVous êtes convoqué ou convoquée d'urgence, à la place d'une personne empêchée : "
        f"{content.mission} ({content.session}), {days(content.days)}. La convocation est jointe, avec un fichier pour "
        f"votre agenda.\n\n{again}"
        f"Dites que vous l'avez reçue, en ouvrant cette page :\n\n{content.link}\n\n"
        f"{_PERSONAL}{_call(content.telephone)}{SIGNED}",
    )


def late_convocation(content: CalledMail, *, is_over: bool) -> Mail:
    """Send somebody the convocation that regularises their coming; once its days are over nothing is asked of them."""
    again = f"Elle annule et remplace la convocation {content.replaces}.\n\n" if content.replaces else ""
    asked = "" if is_over else f"Dites que vous l'avez reçue, en ouvrant cette page :\n\n{content.link}\n\n{_PERSONAL}"
    return Mail(
        f"Convocation de régularisation {content.code} : {content.mission}",
        f"Bonjour {content.name},\n\nVous avez prêté votre concours à l'examen sans avoir reçu de convocation. Celle "
        f"qui est jointe, établie ce jour, régularise votre mission : {content.mission} ({content.session}), "
        f"{days(content.days)}. Gardez-la avec vos justificatifs.\n\n{again}{asked}{_call(content.telephone)}{SIGNED}",
    )


def cancellation(content: CalledMail, reason: str) -> Mail:
    """Tell somebody that they are called no more."""
    return Mail(
        f"Convocation {content.code} annulée : {content.mission}",
        f"Bonjour {content.name},\n\nLa convocation {content.code} est annulée : {content.mission} "
        f"({content.session}), {days(content.days)}. Vous n'êtes plus attendu ou attendue. Le fichier joint l'ôte de "
        f"votre agenda.\n\nMotif : {reason}\n\n{_call(content.telephone)}{SIGNED}",
    )


def reminder(content: CalledMail) -> Mail:
    """Remind somebody of a letter that they have not acknowledged."""
    return Mail(
        f"Rappel : convocation {content.code}, {content.mission}",
        f"Bonjour {content.name},\n\nVous êtes convoqué ou convoquée : {content.mission} ({content.session}), "
        f"{days(content.days)}. Vous n'avez pas encore dit que vous avez reçu cette convocation. Faites-le en ouvrant "
        f"cette page :\n\n{content.link}\n\n{_call(content.telephone)}{SIGNED}",
    )


def to_head(content: HeadMail) -> Mail:
    """Tell a head of institution whom of their staff a run calls."""
    count = len({name for name, _, _ in content.rows})
    return Mail(
        f"Convocations de votre établissement : {content.session}",
        f"Bonjour,\n\nCes personnels de votre établissement ({content.institution}) sont convoqués, "
        f"{french.quantity(count, 'personne', 'personnes')} ({content.session}) :\n\n{_people_lines(content.rows)}\n\n"
        "Leurs convocations sont jointes en un seul fichier. Remettez la sienne à qui n'a pas de courriel, et "
        f"assurez-vous que chaque personne en a connaissance.\n\n{_call(content.telephone)}{SIGNED}",
    )


def replaced_to_head(content: HeadMail) -> Mail:
    """Tell a head of institution whose convocations say something else by now."""
    return Mail(
        f"Convocations modifiées, votre établissement : {content.session}",
        f"Bonjour,\n\nLes convocations de ces personnels de votre établissement ({content.institution}) sont modifiées "
        f"({content.session}) :\n\n{_people_lines(content.rows)}\n\n"
        "Celles d'avant ne valent plus. Toutes les convocations en vigueur de cette édition sont jointes en un seul "
        "fichier : remettez la nouvelle à qui n'a pas de courriel, et reprenez l'ancienne.\n\n"
        f"{_call(content.telephone)}{SIGNED}",
    )


def cancellation_to_head(content: HeadMail, reason: str) -> Mail:
    """Tell a head of institution who of their staff is called no more."""
    count = len({name for name, _, _ in content.rows})
    return Mail(
        f"Convocations annulées, votre établissement : {content.session}",
        f"Bonjour,\n\nCes personnels de votre établissement ({content.institution}) ne sont plus attendus, "
        f"{french.quantity(count, 'personne', 'personnes')} ({content.session}) :\n\n{_people_lines(content.rows)}\n\n"
        f"Motif : {reason}\n\n"
        "Qui a un courriel en est prévenu. Prévenez les autres, et reprenez-leur la convocation.\n\n"
        f"{_call(content.telephone)}{SIGNED}",
    )


def urgent_to_head(content: HeadMail) -> Mail:
    """Ask a head of institution to hand an urgent convocation over."""
    return Mail(
        f"URGENT : convocation à remettre, votre établissement : {content.session}",
        f"Bonjour,\n\nCette personne de votre établissement ({content.institution}) est convoquée d'urgence, à la "
        f"place d'une personne empêchée ({content.session}) :\n\n{_people_lines(content.rows)}\n\n"
        "Sa convocation est jointe : veillez à ce qu'elle lui soit remise. Puis dites dans Massicot, en haut de votre "
        "page, « remise » ou « pas jointe » : si elle n'est pas jointe, le bureau des examens appelle une autre "
        f"personne.\n\n{_call(content.telephone)}{SIGNED}",
    )


def replaced_by_another(content: HeadMail) -> Mail:
    """Tell a head of institution that somebody else comes in the stead of one of their staff."""
    return Mail(
        f"Personne remplacée, votre établissement : {content.session}",
        f"Bonjour,\n\nUne autre personne vient à la place de celle-ci, de votre établissement ({content.institution}), "
        f"qui n'est plus attendue ({content.session}) :\n\n{_people_lines(content.rows)}\n\n{NO_EXEMPTION}\n\n"
        f"{_call(content.telephone)}{SIGNED}",
    )


def _people_lines(rows: Sequence[tuple[str, str, str]]) -> str:
    return "\n".join(f"  {name} : {mission}, {when}" for name, mission, when in rows)


def days(some: Sequence[date]) -> str:
    """Write from which day to which something lasts."""
    first = min(some)
    last = max(some)
    return f"le {french.day(first)}" if first == last else f"du {french.day(first)} au {french.day(last)}"


def _call(telephone: str) -> str:
    return f"Bureau des examens : {telephone}\n\n" if telephone else ""


def exemption_reason(decided_on: date, reference: str) -> str:
    """Write the reason that the mail of a cancelled convocation gives."""
    return f"dispense accordée par décision du {decided_on:%d/%m/%Y}, référence {reference}."
