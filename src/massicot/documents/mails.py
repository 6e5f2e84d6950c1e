"""What the program writes to people by mail: plain text in French, a subject and a body."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from massicot.core.actor import Role
from massicot.documents import french

SIGNED = "Le bureau des examens\n(message envoyé par Massicot ; n'y répondez pas)\n"

ROLES: Mapping[Role, str] = {
    Role.OFFICE: "gestionnaire du bureau des examens",
    Role.EXAM_CENTRE: "chef de centre d'épreuves",
    Role.MARKING_CENTRE: "chef de centre de correction",
    Role.MARKER: "correcteur",
    Role.INSPECTOR: "inspecteur",
    Role.SCHOOL: "chef d'établissement",
    Role.FINANCE: "service financier",
}
"""How each role is called in a letter."""

PAPERS: Mapping[str, str] = {
    "registers": "copies de listes d'émargement",
    "room-reports": "copies de procès-verbaux de salle",
}
"""How the papers that go with a parcel are called in a letter."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One letter by mail."""

    subject: str
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ExamOffice:
    """Who organises a session and whom to call, with the papers that concern whoever is written to."""

    authority: str
    session: str
    office: str
    telephone: str
    papers: Sequence[str]

    @property
    def call(self) -> str:
        """Write whom to call, as far as it is known."""
        return ", ".join(filter(None, (self.office, self.telephone)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What an invitation tells: as what, where, for which papers, and the link that opens once, with its code."""

    role: Role
    place: str
    link: str = field(repr=False)
    until: datetime
    login: str
    code: str = field(repr=False)
    offices: Sequence[ExamOffice] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptMail:
    """What the receipt of a locked batch tells; the sum as its paper sheet writes it."""

    paper: str
    batch: str
    numeric_lines: int
    total: str
    absent_lines: int
    blank_lines: int
    digest: str
    journal_head: str
    locked_at: datetime


def receipt(content: ReceiptMail) -> Mail:
    """Tell a marker what they locked, with what proves later that nothing was changed."""
    return Mail(
        f"{content.paper} : lot {content.batch} verrouillé",
        f"Bonjour,\n\nVous avez verrouillé le lot {content.batch} ({content.paper}) le "
        f"{french.moment(content.locked_at)}.\n\n"
        f"Lignes notées : {content.numeric_lines}\nSomme des notes : {content.total}\n"
        f"Absents (AB) : {content.absent_lines}\nCopies blanches (CB) : {content.blank_lines}\n\n"
        f"Empreinte du lot : {content.digest}\nTête de son journal : {french.journal_head(content.journal_head)}\n\n"
        "Gardez ce message : ces deux lignes permettent de vérifier que rien n'a changé depuis. Si vous n'avez pas "
        f"verrouillé ce lot, appelez le bureau des examens.\n\n{SIGNED}",
    )


def invitation(content: Invitation) -> Mail:
    """Invite somebody to choose a password."""
    what = ROLES[content.role] + (f", {content.place}" if content.place else "")
    return Mail(
        "Votre accès à Massicot",
        f"Bonjour,\n\nLe bureau des examens vous a ouvert un accès à Massicot, en qualité de : {what}.\n\n"
        f"{_sessions(content.offices)}"
        f"Pour choisir votre mot de passe, ouvrez ce lien :\n\n{content.link}\n\n"
        f"Il sert une seule fois, jusqu'au {french.moment(content.until)}. Votre identifiant est votre adresse : "
        f"{content.login}\n\n"
        "Ce lien est personnel : ne le transmettez à personne. S'il ne sert plus, demandez-en un autre au bureau des "
        f"examens{_telephones(content.offices)}.\n\n{SIGNED}",
    )


def _sessions(offices: Sequence[ExamOffice]) -> str:
    return "".join(
        "\n".join((office.session, *([office.authority] if office.authority else ()), *_paper_lines(office.papers)))
        + "\n\n"
        for office in offices
    )


def _paper_lines(papers: Sequence[str]) -> list[str]:
    return [f"  {paper}" for paper in papers]


def _telephones(offices: Sequence[ExamOffice]) -> str:
    calls = list(dict.fromkeys(office.call for office in offices if office.call))
    return f" ({' ; '.join(calls)})" if calls else ""


def day_open(paper: str, place: str, address: str) -> Mail:
    """Remind an exam centre that its day is not closed."""
    return Mail(
        f"{paper} : journée à clore, {place}",
        f"Bonjour,\n\nL'épreuve {paper} est terminée depuis trois heures et la journée de votre centre, {place}, n'est "
        "pas close : l'émargement n'est pas complet ou les copies ne sont pas comptées.\n\n"
        f"Ce qui reste à faire est affiché à l'accueil :\n\n{address}\n\n{SIGNED}",
    )


def deadline_near(paper: str, place: str, due_at: datetime, address: str) -> Mail:
    """Remind an exam centre that its scripts must leave."""
    return Mail(
        f"{paper} : les copies partent avant le {french.moment(due_at)}, {place}",
        f"Bonjour,\n\nDes copies de l'épreuve {paper} sont encore dans votre centre, {place}. Elles doivent être "
        f"parties le {french.moment(due_at)} au plus tard.\n\n"
        f"Faites les paquets, remettez-les au transporteur et enregistrez leur départ :\n\n{address}\n\n{SIGNED}",
    )


def deadline_passed(paper: str, place: str, due_at: datetime, address: str) -> Mail:
    """Tell an exam centre that its scripts should have left."""
    return Mail(
        f"{paper} : le délai d'envoi est dépassé, {place}",
        f"Bonjour,\n\nDes copies de l'épreuve {paper} sont encore dans votre centre, {place} : elles devaient partir "
        f"avant le {french.moment(due_at)}.\n\n"
        "Remettez-les au transporteur dès que possible et enregistrez leur départ ; si un paquet est déjà parti, "
        f"enregistrez-le aussi :\n\n{address}\n\n{SIGNED}",
    )


def parcel_late(paper: str, code: str, sent_at: datetime, address: str) -> Mail:
    """Tell a marking centre that a parcel should have arrived."""
    return Mail(
        f"{paper} : le paquet {code} n'est pas arrivé",
        f"Bonjour,\n\nLe paquet {code} de l'épreuve {paper} est parti le {french.moment(sent_at)} et n'est pas "
        "enregistré chez vous.\n\nS'il est là, enregistrez son arrivée. Sinon, appelez le transporteur et le centre "
        f"d'épreuves, puis prévenez le bureau des examens :\n\n{address}\n\n{SIGNED}",
    )


def departure_unknown(paper: str, place: str, code: str, address: str) -> Mail:
    """Tell an exam centre that its parcel arrived and that nobody recorded its departure."""
    return Mail(
        f"{paper} : le départ du paquet {code} n'est pas enregistré, {place}",
        f"Bonjour,\n\nLe paquet {code} de l'épreuve {paper} est arrivé à son centre de correction, et votre centre, "
        f"{place}, n'a pas enregistré son départ. Il est reçu, son départ inconnu : il ne se rouvre plus, et la liste "
        "d'anonymat est close comme à un départ.\n\n"
        f"Dites quand il est parti, et ce qu'il contenait :\n\n{address}\n\n{SIGNED}",
    )


def absent_came(paper: str, place: str, code: str, address: str) -> Mail:
    """Tell an exam centre that a script which was signed there as not there lay in its parcel after all."""
    return Mail(
        f"{paper} : une copie signée absente du paquet {code} y était, {place}",
        f"Bonjour,\n\nUne copie de l'épreuve {paper}, que votre centre, {place}, avait signée comme absente quand le "
        f"paquet {code} a été fait, y était : le centre de correction l'a reçue. Ne la cherchez plus.\n\n"
        f"Son numéro est à la page du paquet :\n\n{address}\n\n{SIGNED}",
    )


def seal_trouble(paper: str, place: str, code: str, address: str) -> Mail:
    """Tell an exam centre that the seal of its parcel was not as it had left it."""
    return Mail(
        f"{paper} : le scellé du paquet {code} n'était pas intact à l'arrivée, {place}",
        f"Bonjour,\n\nLe paquet {code} de l'épreuve {paper} est arrivé à son centre de correction, et son scellé n'y "
        f"était pas comme votre centre, {place}, l'avait dit au départ. Le bureau des examens suit l'incident.\n\n"
        f"Ce qui a été constaté est écrit sur la page du paquet ; appelez le bureau si vous savez pourquoi :\n\n"
        f"{address}\n\n{SIGNED}",
    )


def set_aside_ended(paper: str, place: str, code: str, parcel: str, address: str) -> Mail:
    """Tell an exam centre what became of a script that was set aside: it lies in its parcel, or comes back."""
    became = (
        f"elle appartient au paquet {parcel}, où elle est pointée : elle n'est plus à chercher"
        if parcel
        else "elle est rendue à votre centre"
    )
    return Mail(
        f"{paper} : une copie mise à l'écart concerne votre centre, {place}",
        f"Bonjour,\n\nUne copie de l'épreuve {paper} avait été mise à l'écart au centre de correction, sous la fiche "
        f"{code}. On sait ce qu'elle devient : {became}.\n\n"
        f"Accusez-en réception depuis l'accueil, où son numéro est affiché :\n\n{address}\n\n{SIGNED}",
    )


def set_aside_sent_on(paper: str, place: str, code: str, sender: str, address: str) -> Mail:
    """Tell a marking centre that a script is sent on to it."""
    return Mail(
        f"{paper} : une copie est envoyée à votre centre, {place}",
        f"Bonjour,\n\nUne copie de l'épreuve {paper} avait été mise à l'écart, sous la fiche {code}, et vous est "
        f"envoyée par {sender} : elle se corrige chez vous.\n\n"
        f"Dites à son arrivée qu'elle est là, ou, si elle n'arrive pas, qu'elle n'est jamais venue :\n\n{address}\n\n"
        f"{SIGNED}",
    )


def papers_lacking(paper: str, place: str, code: str, lacking: Mapping[str, int], address: str) -> Mail:
    """Tell an exam centre which papers did not come with its parcel."""
    lines = "\n".join(f"  {PAPERS[document]} : {count}" for document, count in lacking.items())
    return Mail(
        f"{paper} : des pièces manquent au paquet {code}, {place}",
        f"Bonjour,\n\nLe paquet {code} de l'épreuve {paper} est arrivé à son centre de correction. Y manquent :\n\n"
        f"{lines}\n\nEnvoyez-en une copie au centre de correction, ou appelez le bureau des examens, qui décide si on "
        f"s'en passe. Le paquet et ses pièces :\n\n{address}\n\n{SIGNED}",
    )


def batches_out(paper: str, codes: Sequence[str], address: str) -> Mail:
    """Tell a marking centre which batches were not given back this evening."""
    count = french.quantity(len(codes), "lot n'est pas rendu", "lots ne sont pas rendus")
    lines = "\n".join(f"  {code}" for code in codes)
    return Mail(
        f"{paper} : {count} ce soir",
        f"Bonjour,\n\nÀ vingt heures, {count} (épreuve {paper}) :\n\n{lines}\n\n"
        "Aucun lot ne quitte le centre de correction. L'appel du soir dit qui les détient :\n\n"
        f"{address}\n\n{SIGNED}",
    )


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


def sheets_awaited(paper: str, centre: str, ranks: Sequence[int], attention: str, address: str) -> Mail:
    """Ask a marking centre for the mark sheets that the exam office does not have, by number of their batches."""
    count = french.quantity(len(ranks), "bordereau de notation manque", "bordereaux de notation manquent")
    whom = f", à l'attention de {attention}" if attention else ""
    return Mail(
        f"{paper} : {count}",
        f"Bonjour,\n\n{centre} : {count} au bureau des examens ({paper}).\n\n"
        f"Lots : {', '.join(map(str, ranks))}.\n\n"
        f"Joignez-les aux autres, dans l'ordre des numéros de lot, et envoyez-les{whom}. Si l'un d'eux est perdu, "
        "dites-le au bureau. La liste complète, à joindre à l'envoi, est dans votre espace :\n\n"
        f"{address}\n\n{SIGNED}",
    )


_AGAIN = "Le bordereau de notation du lot ouvre toujours la page de saisie."


def script_copy(paper: str, session: str, *, has_extract: bool = False) -> Mail:
    """Send whoever asked for it the copy of a script, which goes with the mail; its line of the mark sheet, if so."""
    more = ", avec sa ligne du bordereau de notation ; les autres lignes y sont masquées" if has_extract else ""
    return Mail(
        f"Copie demandée : {paper}, {session}",
        f"Bonjour,\n\nVous avez demandé à voir une copie de l'épreuve {paper} ({session}). Elle est jointe à ce "
        f"message{more}.\n\n"
        "Une note n'est pas modifiée parce qu'elle est contestée : le jury en est seul juge. Une erreur de report ou "
        f"de total, en revanche, se corrige : signalez-la au bureau des examens.\n\n{SIGNED}",
    )


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


def referral_answer(paper: str, batch: str, number: str, answer: str, reason: str) -> Mail:
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
        f"Bonjour,\n\nToutes les notes sont saisies, et il reste à verrouiller :\n\n{_indent(codes)}\n\n"
        "Un lot non verrouillé ne part pas. Ouvrez sa page avec son bordereau de notation, « Contrôler et "
        f"verrouiller », avant le {french.moment(closes_at)}.\n\n{SIGNED}",
    )


def closing_near(paper: str, codes: Sequence[str], closes_at: datetime) -> Mail:
    """Remind a marker of the closing, a day before."""
    return Mail(
        f"{paper} : saisie ouverte jusqu'au {french.moment(closes_at)}",
        f"Bonjour,\n\nLa saisie ferme le {french.moment(closes_at)}. Vous n'avez pas encore verrouillé :\n\n"
        f"{_indent(codes)}\n\nSi vous ne pouvez pas finir à temps, appelez le bureau des examens avant.\n\n{SIGNED}",
    )


def closed_unlocked(paper: str, codes: Sequence[str], closes_at: datetime) -> Mail:
    """Tell a marker that the entry has closed on batches that are not locked."""
    return Mail(
        f"{paper} : saisie fermée, lots non verrouillés",
        f"Bonjour,\n\nLa saisie a fermé le {french.moment(closes_at)} et ces lots ne sont pas verrouillés :\n\n"
        f"{_indent(codes)}\n\nAppelez le bureau des examens : lui seul peut y écrire ou donner un délai. Gardez le "
        f"bordereau papier.\n\n{SIGNED}",
    )


def _indent(codes: Sequence[str]) -> str:
    return "\n".join(f"  {code}" for code in codes)


MARKER_RIGHT = "Vous aviez raison : ce que vous avez saisi est enregistré sous votre nom."
REGISTER_RIGHT = "L'émargement est exact : saisissez ce qu'il permet sur cette ligne."
WITHDRAWN = "La copie est retirée du lot : remettez-la au centre de correction ; sa ligne est rayée."
"""What an answer of the office means for the marker."""
