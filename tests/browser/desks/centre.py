"""What the head of an exam centre does on the evening of the paper, task after task."""

import re
from collections.abc import Collection

from tests.browser.desks import paper
from tests.browser.desks.person import Person

HOME = "/epreuves/"

HOUR = re.compile(r"(\d{1,2})\sh\b\s?(\d\d)?")


def print_list(head: Person) -> dict[str, str]:
    """Print the anonymity list; give the number of each candidate."""
    head.open(HOME)
    head.work.get_by_role("heading", level=2).get_by_role("link").first.click()
    head.follow("Impressions")
    with head.page.expect_download() as printed:
        head.press("Imprimer la liste d’anonymat")
    return paper.numbers_on(paper.printed(printed.value))


def key_rooms(head: Person, absent: int, blank: int, scripts: int) -> None:
    """Key the only room by keys: who is absent, whose script is blank, then all the others on the scripts counted."""
    head.press("Saisir la salle")
    head.page.locator("tr[aria-current]").wait_for()  # the line in hand is shown: the page hears the keys
    head.page.keyboard.type(f"{absent}a{blank}bp{scripts}")
    head.page.keyboard.press("Enter")
    head.reads(f"Copies comptées : {scripts}.")


def sign_report(head: Person) -> None:
    """Key the report of the only room, in which nothing happened, and have it signed by two."""
    planned = head.work.get_by_text("était prévue").inner_text()
    begun, ended = (f"{int(hour):02d}:{minutes or '00'}" for hour, minutes in HOUR.findall(planned))
    head.fill(**{"Début dans la salle à": begun, "Fin dans la salle à": ended})
    head.fill(**{"Surveillants": "Sylvie Veille", "Signé, pour la salle, par": "Sylvie Veille"})
    head.fill(**{"Signé, pour le centre, par": "Claire Centre"})
    head.work.get_by_label("le procès-verbal rempli dans la salle").check()
    head.press("Aucun incident : signer le procès-verbal")
    head.reads("est signé")


def check_room(head: Person) -> None:
    """Check the scripts of the only room; a second person compares labels with candidates."""
    head.press("Les quatre sont en ordre, contrôlés par moi")
    head.reads("contrôlée, par vous")
    pair = {"Qui a collé les étiquettes": "Mme Roux"}
    head.fill(**pair, **{"Qui a rapproché l’étiquette et le nom sur chaque copie": "M. Brun"})
    head.press("Chaque étiquette est sur sa copie")
    head.reads("rapprochées par M. Brun")


def close_day(head: Person, items: int) -> None:
    """Type the three counts and close the day."""
    counts = ("Copies en main", "Étiquettes utilisées", "En-têtes massicotés")
    head.fill(**dict.fromkeys(counts, str(items)))
    head.press("Clôturer la journée")
    head.reads("La journée est close.")


def box_strips(head: Person, items: int, strips: Collection[str]) -> None:
    """Close one box on all the header strips, by the ends of the sorted pile."""
    first, *_, last = sorted(strips)
    head.fill(**{"Premier en-tête de la boîte": first, "Dernier en-tête de la boîte": last[-5:]})
    head.fill(**{"En-têtes dans la boîte": str(items), "Où la boîte est rangée": "Bureau 2, armoire du fond"})
    head.press("Fermer la boîte")
    head.reads("La boîte 1 est fermée")


def make_parcel(head: Person, items: int) -> None:
    """Count the scripts into the parcel."""
    head.fill(**{"Copies comptées dans le paquet": str(items)})
    head.press("Faire le paquet")
    head.reads("Copies annoncées")


def send_parcel(head: Person, items: int) -> None:
    """Say who carries the parcel, tick what lies in it, record its departure."""
    head.fill(**{"Transporteur": "Messageries", "Copies déclarées au transporteur": str(items)})
    for box in head.work.get_by_role("checkbox").all():  # all that are there now: the page is, once it was filled
        box.check()
    head.press("Enregistrer le départ")
    head.reads("est parti")


def evening(absent: int, blank: int, strips: Collection[str]) -> dict:
    """Map each task of the evening to what is done for it; `strips`: the numbers in hand."""
    items = len(strips)
    return {
        "Émargement": lambda head: key_rooms(head, absent, blank, items - 1),
        "à contrôler": check_room,
        "procès-verbal": sign_report,
        "Toutes les salles sont saisies": lambda head: close_day(head, items),
        "en-têtes à archiver": lambda head: box_strips(head, items, strips),
        "à emballer": lambda head: make_parcel(head, items),
        "est prêt à partir": lambda head: send_parcel(head, items),
    }


def parcel_code(head: Person) -> str:
    """Read the code of the only parcel on the page that lists them."""
    head.open(HOME)
    head.work.get_by_role("heading", level=2).get_by_role("link").first.click()
    head.follow("Paquets")
    return head.work.get_by_role("rowheader").inner_text()
