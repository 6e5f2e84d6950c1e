"""What the head of a marking centre does, task after task, with a hand scanner, which is a keyboard."""

from playwright.sync_api import expect

from tests.browser.desks import paper
from tests.browser.desks.paper import Sheet
from tests.browser.desks.person import Acts, Person

HOME = "/correction/"


class Centre:
    """The desk of a marking centre, what lies on it, and what is done with it."""

    def __init__(self, parcel: str, scripts: list[str], lost: list[str], marker: str) -> None:
        self.parcel, self.scripts, self.lost, self.marker = parcel, scripts, lost, marker
        self.sheets: dict[str, Sheet] = {}

    def receive(self, head: Person) -> None:
        """Scan the code of the parcel that was brought."""
        scan(head, self.parcel)
        expect(head.page.locator(".scan-word strong")).to_have_text("Arrivé")

    def tell_seal(self, head: Person) -> None:
        """Say that the parcel bears no seal, as was told when it left."""
        head.work.get_by_role("link", name=self.parcel).click()
        head.work.locator("input[name=state][value=none]").check()
        head.press("Enregistrer le scellé")
        head.reads("est enregistré")

    def tick(self, head: Person) -> None:
        """Scan every script that lies in the parcel, declare the others missing, then close its reception."""
        head.page.locator("table").get_by_role("link", name="arrivé").click()
        expect(head.page.locator("[data-figure=received]")).to_have_text("0")
        scan(head, *self.scripts)
        expect(head.page.locator("[data-figure=received]")).to_have_text(str(len(self.scripts)), timeout=10_000)
        for number in self.lost:
            head.press(f"Déclarer manquante : {number[:4]} {number[4:8]} {number[8]}")
        expect(head.page.locator("[data-figure=missing]")).to_have_text(str(len(self.lost)))
        head.press("Clore la réception")
        head.reads("est close")

    def count_papers(self, head: Person) -> None:
        """Count the registers and the room reports that came in the parcel."""
        head.work.get_by_role("link", name=self.parcel).click()
        head.fill(**{"Listes d’émargement arrivées": "1", "Procès-verbaux de salle arrivés": "1"})
        head.press("Enregistrer le compte des pièces")
        head.reads("Comptés ici")

    def make_batches(self, head: Person) -> None:
        """Make the batches that are proposed."""
        head.press("Faire les lots des spécialités cochées")
        head.reads("Les lots sont faits.")

    def print_sheets(self, head: Person) -> None:
        """Print the mark sheets that wait, and take them from the printer."""
        with head.page.context.expect_event("download") as printed:
            head.press("Imprimer")
        self.sheets |= {sheet.batch: sheet for sheet in paper.sheets_on(paper.printed(printed.value))}
        # The page opens itself anew, which would take whoever asks for the next one back to it.
        expect(head.work.get_by_role("button", name="Imprimer")).to_be_hidden(timeout=10_000)

    def check_envelope(self, head: Person) -> None:
        """Scan the first envelope, then each script in it, and close it."""
        sheet = self.sheets[open_first(head)]
        scan(head, *sheet.numbers)
        expect(head.page.locator("[data-figure=remaining]")).to_have_text("0", timeout=10_000)
        head.fill(**{"Copies comptées dans l’enveloppe": str(len(sheet.numbers))})
        head.press("Fermer l’enveloppe")
        head.reads("est contrôlée et fermée")

    def hand_out(self, head: Person) -> None:
        """Hand the first batch that is ready to the marker, who counts too."""
        count = str(len(self.sheets[open_first(head)].numbers))
        head.fill(
            **{
                "Correcteur qui prend le lot (identifiant)": self.marker,
                "Copies comptées par le centre": count,
                "Identifiant du correcteur, donné par lui-même": self.marker,
                "Copies comptées par le correcteur": count,
            }
        )
        # Asked of a batch with few scripts only.
        for box in head.work.get_by_label("n’y reconnaît aucun de ses élèves").all():
            box.check()
        head.press("Remettre le lot")
        head.reads(f"est chez {self.marker}")

    def take_back(self, head: Person) -> None:
        """Scan a locked batch that its marker brings back; both count."""
        count = str(len(self.sheets[open_first(head)].numbers))
        head.fill(
            **{
                "Copies comptées par le centre": count,
                "Identifiant du correcteur, donné par lui-même": self.marker,
                "Copies comptées par le correcteur": count,
            }
        )
        head.press("Reprendre le lot")
        head.reads("est revenu")

    @property
    def acts(self) -> Acts:
        """Map each task to what is done for it."""
        return {
            "en route": self.receive,
            "scellé": self.tell_seal,
            "pointez ses copies": self.tick,
            "pièces jointes": self.count_papers,
            "faites les lots": self.make_batches,
            "à imprimer": self.print_sheets,
            "à contrôler": self.check_envelope,
            "prêt": self.hand_out,
            "chez": self.take_back,
        }


def scan(head: Person, *codes: str) -> None:
    """Read codes with the scanner: it types fast and ends with Enter, wherever the focus is."""
    head.page.locator("form[data-ready]").wait_for()
    for code in codes:
        head.page.keyboard.type(code.lower())
        head.page.keyboard.press("Enter")


def open_first(head: Person) -> str:
    """Read the code of the first batch that the page lists, and scan it: its next step opens."""
    expect(head.page.locator("#lot")).to_be_focused()
    code = head.page.locator("table .code").first.inner_text()
    head.page.keyboard.type(code)
    head.page.keyboard.press("Enter")
    head.page.wait_for_url(f"**/{code}/**")
    return code
