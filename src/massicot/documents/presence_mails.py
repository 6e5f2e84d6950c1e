"""What the heads of marking centres are written about the registers of who came."""

from datetime import date

from massicot.documents import french
from massicot.documents.mails import SIGNED, Mail


def register_awaited(place: str, session: str, day: date, address: str) -> Mail:
    """Ask a centre for the register of a day that the exam office does not have."""
    return Mail(
        f"Liste d'émargement du {french.day(day)} : elle n'est pas parvenue",
        f"Bonjour,\n\nLa liste d'émargement des personnes convoquées à {place} le {french.day(day)} ({session}) n'est "
        "pas parvenue au service des examens. Sans elle, personne ne peut être payé de cette journée.\n\n"
        f"Saisissez la liste signée, puis transmettez-la, en ouvrant votre espace :\n\n{address}\n\n"
        "Si la liste papier d'une demi-journée est perdue, dites-le en remarque : la journée est transmise sans elle."
        f"\n\n{SIGNED}",
    )
