"""What the program writes to markers about their batches: plain text in French, a subject and a body."""

from collections.abc import Sequence
from datetime import datetime

from massicot.documents import french
from massicot.documents.mails import SIGNED, Mail

_AGAIN = "Le bordereau de notation du lot ouvre toujours la page de saisie."


def opened_again(paper: str, batch: str, reason: str, *, is_closed: bool) -> Mail:
    """Tell a marker that their locked batch is open again, and what comes next."""
    after = f"Corrigez ce qui doit l'être, puis verrouillez-le de nouveau. {_AGAIN}"
    if is_closed:
        after = "Sa saisie est close : attendez que le bureau vous donne un délai, ou qu'il corrige à votre place."
    return Mail(
        f"{paper} : lot {batch} déverrouillé",
        f"Bonjour,\n\nLe bureau des examens a déverrouillé votre lot {batch} ({paper}).\n\nMotif : {reason}\n\n"
        f"{after} Ce que vous aviez verrouillé est conservé.\n\n{SIGNED}",
    )


def mark_changed(paper: str, batch: str, line: tuple[str, str, str], reason: str) -> Mail:
    """Tell a marker that the office wrote on a line of theirs: its number, what stood there, what stands there now."""
    number, before, after = line
    return Mail(
        f"{paper} : une note du lot {batch} modifiée",
        f"Bonjour,\n\nLe bureau des examens a modifié une ligne de votre lot {batch} ({paper}).\n\n"
        f"Anonymat : {number}\nAvant : {before or 'rien'}\nMaintenant : {after}\nMotif : {reason}\n\n"
        f"Si cette modification vous paraît fausse, appelez le bureau des examens.\n\n{SIGNED}",
    )


def more_time(paper: str, batch: str, closes_at: datetime, reason: str) -> Mail:
    """Tell a marker that one batch closes later."""
    return Mail(
        f"{paper} : délai pour le lot {batch}",
        f"Bonjour,\n\nLa saisie de votre lot {batch} ({paper}) reste ouverte jusqu'au {french.moment(closes_at)}.\n\n"
        f"Motif : {reason}\n\n{SIGNED}",
    )


def closing_moved(paper: str, closes_at: datetime, reason: str) -> Mail:
    """Tell a marker whose batches are not locked that the mark entry of their paper closes at another instant."""
    return Mail(
        f"{paper} : la saisie ferme le {french.moment(closes_at)}",
        f"Bonjour,\n\nLa saisie des notes de vos lots non verrouillés ({paper}) ferme désormais le "
        f"{french.moment(closes_at)}.\n\nMotif : {reason}\n\n{SIGNED}",
    )


def answered(paper: str, batch: str, number: str, answer: str, reason: str) -> Mail:
    """Tell a marker what the office answered about a line that they referred."""
    return Mail(
        f"{paper} : réponse pour une ligne du lot {batch}",
        f"Bonjour,\n\nVous avez renvoyé au bureau des examens la ligne {number} du lot {batch} ({paper}).\n\n"
        f"{answer}\n\nMotif : {reason}\n\n"
        f"Quand toutes les lignes sont remplies, verrouillez le lot. {_AGAIN}\n\n{SIGNED}",
    )


def complete_unlocked(paper: str, codes: Sequence[str], closes_at: datetime) -> Mail:
    """Ask a marker to lock what is complete."""
    return Mail(
        f"{paper} : il reste à verrouiller",
        f"Bonjour,\n\nToutes les notes sont saisies, et il reste à verrouiller :\n\n{_listed(codes)}\n\n"
        "Un lot non verrouillé ne part pas. Ouvrez sa page avec son bordereau de notation, « Contrôler et "
        f"verrouiller », avant le {french.moment(closes_at)}.\n\n{SIGNED}",
    )


def closing_near(paper: str, codes: Sequence[str], closes_at: datetime) -> Mail:
    """Remind a marker of the closing, a day before."""
    return Mail(
        f"{paper} : saisie ouverte jusqu'au {french.moment(closes_at)}",
        f"Bonjour,\n\nLa saisie ferme le {french.moment(closes_at)}. Vous n'avez pas encore verrouillé :\n\n"
        f"{_listed(codes)}\n\nSi vous ne pouvez pas finir à temps, appelez le bureau des examens avant.\n\n{SIGNED}",
    )


def closed_unlocked(paper: str, codes: Sequence[str], closes_at: datetime) -> Mail:
    """Tell a marker that the entry has closed on batches that are not locked."""
    return Mail(
        f"{paper} : saisie fermée, lots non verrouillés",
        f"Bonjour,\n\nLa saisie a fermé le {french.moment(closes_at)} et ces lots ne sont pas verrouillés :\n\n"
        f"{_listed(codes)}\n\nAppelez le bureau des examens : lui seul peut y écrire ou donner un délai. Gardez le "
        f"bordereau papier.\n\n{SIGNED}",
    )


def _listed(codes: Sequence[str]) -> str:
    return "\n".join(f"  {code}" for code in codes)


MARKER_RIGHT = "Vous aviez raison : ce que vous avez saisi est enregistré sous votre nom."
REGISTER_RIGHT = "L'émargement est exact : saisissez ce qu'il permet sur cette ligne."
WITHDRAWN = "La copie est retirée du lot : remettez-la au centre de correction ; sa ligne est rayée."
"""What an answer of the office means for the marker."""
