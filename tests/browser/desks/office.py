"""What the exam office does, task after task, from the session's file to the exported marks."""

import re
from collections.abc import Collection, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone

from massicot.commands import line
from tests.browser.desks import office_files, paper
from tests.browser.desks.dropping import drop
from tests.browser.desks.person import Acts, Person
from tests.post.mail_server import Postmaster
from tests.web.office.working import work
from tests.web.telephone import code_of

HOME = "/bureau/"


class Invited(NamedTuple):
    """Somebody to be invited, and by which way."""

    login: str
    way: str


def hired(login: str) -> str:
    """Open the first account of the office, the one thing that a command does; give the link that it prints."""
    with redirect_stdout(StringIO()) as told:
        assert line.run(["account", "create", login, "--role", "office"]) == 0
    return told.getvalue().split()[-1]


def confirmed(login: str) -> None:
    """Say, as whoever runs the server does in an office of two, that a colleague invited by the other is themselves."""
    assert line.run(["account", "confirm", login]) == 0


@dataclass
class Opening:
    """All that comes before the heads of centres can work: session, tables, people, key, numbers."""

    folder: Path
    heads: Mapping[str, Invited]
    colleague: Invited
    postmaster: Postmaster
    links: dict[str, str] = field(default_factory=dict)

    @property
    def acts(self) -> Acts:
        """Map each task to what is done for it."""
        return {
            "pas encore de session": self.create_session,
            "Aucune spécialité": lambda clerk: self.import_tables(clerk, "institutions", "specialties"),
            "de chef de centre": self.invite_heads,
            "Personne n’est encore inscrit": lambda clerk: self.import_tables(clerk, "candidates"),
            "une copie de la clé doit": self.keep_key,
            "ne sont pas encore tirés.": draw_numbers,
            "Aucun correcteur": lambda clerk: self.import_tables(clerk, "markers"),
            "la seule personne": lambda clerk: self.invite(clerk, self.colleague),
        }

    def create_session(self, clerk: Person) -> None:
        """Create the session of a file."""
        file = self.folder / "bts-2017.toml"
        file.write_bytes(office_files.session_file(timezone.now()))
        clerk.work.get_by_text("D’après un fichier de session").click()
        clerk.page.get_by_label("Fichier de session (TOML)").set_input_files(file)
        clerk.press("Montrer ce que dit le fichier")
        clerk.press("Créer cette session")
        clerk.reads("La session BTS-2017 est créée")

    def import_tables(self, clerk: Person, first: str, *others: str) -> None:
        """Import the table that the page asks for, then others, each looked at before it is written."""
        self._import(clerk, first)
        for kind in others:
            clerk.follow("Imports")
            clerk.page.get_by_label("Ce qu’il contient").select_option(kind)
            self._import(clerk, kind)

    def invite_heads(self, clerk: Person) -> None:
        """Invite the head of each centre that the page says to have none."""
        clerk.reaches("Accès")
        while (which := clerk.work.get_by_role("link", name="Quels centres")).count():
            which.click()
            wanted = clerk.work.get_by_role("link", name=re.compile("^Inviter pour")).first
            uai = re.search(r"scope=(\w{8})", wanted.get_attribute("href"))[1]
            wanted.click()
            self.invite(clerk, self.heads[uai])
            clerk.follow("Accès")
            clerk.reaches("Accès")

    def invite(self, clerk: Person, invited: Invited) -> None:
        """Appoint whom the page asks for; keep the link of their letter, sent by mail or printed."""
        clerk.fill(**{"Adresse de courriel": invited.login})
        clerk.page.get_by_label("Invitation").select_option(invited.way)
        clerk.press("Nommer et inviter")
        clerk.reads("est nommé")
        letter = self._printed if invited.way == "paper" else self._received
        self.links[invited.login] = letter(clerk, invited.login)

    def keep_key(self, clerk: Person) -> None:
        """Make the key, copy it elsewhere, and type what the copy says."""
        clerk.press("Créer la clé")
        copy = self.folder / "copie-de-la-cle"
        copy.write_bytes(Path(clerk.work.locator("code").inner_text()).read_bytes())
        clerk.fill(**{"Empreinte lue sur la deuxième ligne de la copie": copy.read_text().splitlines()[1]})
        clerk.press("Confirmer que la copie est gardée")
        clerk.reads("Une copie de la clé est gardée")

    def _import(self, clerk: Person, kind: str) -> None:
        file = self.folder / f"{kind}.csv"
        file.write_bytes(office_files.TABLES[kind])
        drop(file, clerk.page.locator("[data-drop]"))
        clerk.press("Lire le tableau")
        wait_for_the_worker(clerk)
        clerk.press("Importer")
        wait_for_the_worker(clerk)
        clerk.reads("nouvelles")

    def _printed(self, clerk: Person, _login: str) -> str:
        with clerk.page.expect_download() as letter:
            clerk.press("Imprimer la lettre")
        return paper.link_on(paper.printed(letter.value))

    def _received(self, _clerk: Person, login: str) -> str:
        work()
        (mail,) = [mail for mail in self.postmaster.accepted if mail["To"] == login]
        return paper.link_in(mail.get_content())


def wait_for_the_worker(clerk: Person) -> None:
    """Let the worker do what the page waits for; a second later the page looks again by itself."""
    clerk.reads("Attend son tour")
    work()
    clerk.page.clock.fast_forward("00:01")


def draw_numbers(clerk: Person) -> None:
    """Have the numbers drawn."""
    clerk.press("voir ce qui s’ensuit")
    clerk.reads("Ce qui ne s’annule plus")
    clerk.press("Tirer les numéros")
    wait_for_the_worker(clerk)
    clerk.reads(f"{office_files.SEATS} numéros")


def decide_gap(clerk: Person) -> None:
    """Decide that a script is lost, on the list that the task opens, and see the ladder whole again."""
    clerk.work.get_by_role("link", name="Décider").click()
    clerk.page.get_by_label("Décision").select_option("lost")
    clerk.fill(Motif="Cherchée deux jours au centre de correction")
    clerk.press("Décider")
    clerk.reads("Aucun écart n’est ouvert")
    clerk.follow("Échelle")
    clerk.reads("1 écart a été décidé")


def receive_sheets(clerk: Person, sheets: Collection[str]) -> None:
    """Receive the mark sheets that came, all from the first batch to the last one, counted by hand."""
    clerk.work.get_by_text("En recevoir beaucoup d’un coup").click()
    count = str(len(sheets))
    clerk.fill(**{"Du lot n°": "1", "Au lot n°": count, "Bordereaux comptés en main": count})
    clerk.press("Les recevoir")
    clerk.reads(f"{count} bordereaux de notation sont reçus.")


def box_sheets(clerk: Person, sheets: Collection[str]) -> None:
    """Put them into one box, counted by hand again."""
    count = str(len(sheets))
    clerk.fill(**{"Du lot n°": "1", "Au lot n°": count, "Bordereaux comptés en main": count})
    clerk.press("Les mettre dans le carton")
    clerk.reads(f"{count} bordereaux sont mis dans le carton")


def shelve_box(clerk: Person) -> None:
    """Put the box on a shelf."""
    clerk.fill(Cartons="1B", Lieu="cave / travée 1")
    clerk.press("Ils sont là")
    clerk.reads("Chacun est sur son rayon.")


def propose(clerk: Person) -> None:
    """Propose to lift the anonymity, as the button of the home page says."""
    _give_code(clerk)
    clerk.reads("une autre personne du bureau")


def confirm(clerk: Person) -> None:
    """Lift the anonymity that another person proposed to lift."""
    _give_code(clerk)
    clerk.reads("l’anonymat de CGE est levé")


def take_marks(clerk: Person) -> list[str]:
    """Take the marks away; give the lines of the table."""
    with clerk.page.expect_download() as table:
        clerk.press("Télécharger : Notes avec les noms")
    return table.value.path().read_text(encoding="utf-8-sig").splitlines()


def _give_code(clerk: Person) -> None:
    """Give the next code of one's telephone: the one before is spent."""
    clerk.page.get_by_label("Code").fill(code_of(clerk.secret, 1))
    clerk.page.keyboard.press("Enter")
