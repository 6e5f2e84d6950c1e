"""Whoever sends parcels back to the exam office, and whoever receives them there: at both desks, their keys counted."""

from types import SimpleNamespace

from django.urls import reverse

from massicot.consignments import queries as parcels
from tests.browser.checks import follow
from tests.browser.pages import Pages
from tests.web.markingcentre.desk import address
from tests.web.visitors import PAPER, visitor


class Hands:
    """Whoever types and presses on checked pages, their keys counted."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.keys = 0

    def type(self, **typed: str) -> None:
        for name, value in typed.items():
            self._unfold(name)
            self.pages.page.locator(f"[name={name}]:visible").first.fill(value)
            self.keys += len(value) + 1

    def press(self, button: str) -> None:
        follow(self.pages.page.get_by_role("button", name=button).first)
        self.keys += 1

    def _unfold(self, name: str) -> None:
        field = self.pages.page.locator(f"[name={name}]")
        if not self.pages.page.locator(f"[name={name}]:visible").count():
            self.pages.page.locator("details").filter(has=field).locator("summary").first.click()
            self.keys += 1

    def see_seal_whole(self, number: str) -> None:
        """Say that the seal is as it was told."""
        self.pages.page.locator("input[name=state][value=intact]").check()
        self.keys += 1
        self.type(read=number)
        self.press("Enregistrer le scellé")

    def tick_all(self) -> None:
        for box in self.pages.page.locator("[name=specialties]").all():
            box.check()
            self.keys += 2


def leave(many: SimpleNamespace, hands: Hands, scripts: int, **chosen: str) -> None:
    """Make a parcel at the marking centre, and record that it left."""
    hands.pages.come_as(visitor(many.built, "marking-centre"))
    hands.pages.check(address("returns"))
    if "but" in chosen:
        hands.tick_all()
    hands.type(**chosen, counted=str(scripts))
    hands.press("Faire ce paquet")
    hands.type(carrier="Navette", counted=str(scripts))
    hands.press("Enregistrer le départ")


def arrive(many: SimpleNamespace, hands: Hands, **typed: str) -> None:
    """Record at the office that the last parcel made is there, and count what is in it."""
    parcel = parcels.returns_of(many.paper.pk)[-1]
    hands.pages.come_as(visitor(many.built, "office"))
    hands.pages.check(reverse("office:returned_parcel", kwargs=PAPER | {"code": parcel.code}))
    hands.press("Enregistrer son arrivée")
    hands.see_seal_whole(parcel.seal)
    hands.type(**typed)
    hands.press("Recevoir tout sauf cela")
