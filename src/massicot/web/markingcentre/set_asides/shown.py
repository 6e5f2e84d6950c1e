"""From where a slip is reached, and where it leads: the scan that finds a script odd, the act that puts it right."""

from typing import NamedTuple

from django.utils.translation import gettext

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments.rules import Tick
from massicot.setasides.rules import Oddity
from massicot.web.markingcentre.access import MarkedPaper, address_of
from massicot.web.shared.scanning import ScanOffer

ODDITY, NUMBER, FOUND_IN, FOLLOWS = "pourquoi", "numero", "dans", "apres"
"""What a page that leads to a new slip knows already, by the words of its address."""


class SlipWay(NamedTuple):
    """The act that puts a script in its place: what is known of it, the words of the link, the page."""

    sentence: str
    button: str
    address: str


def slip_offer(marked: MarkedPaper, oddity: Oddity, number: str, found_in: str) -> ScanOffer:
    """Offer to put what was just scanned under a slip that knows its number and where it lay."""
    known = {ODDITY: oddity.value, FOUND_IN: found_in}
    if oddity is not Oddity.UNREADABLE:
        known[NUMBER] = number
    return ScanOffer(gettext("Set it aside"), address_of(marked, "new_set_aside"), known, method="get")


def way_of(marked: MarkedPaper, number: str) -> SlipWay | None:
    """Find the act that ticks a script in its parcel, or gives it back to its batch; None where there is none here."""
    if shortage := batches.open_shortage(number):
        return _to_shortage(marked, shortage)
    announced = parcels.announcement_at(number, marked.uai)
    if announced is None or announced.destination != marked.uai:
        return None
    if announced.tick is not Tick.RECEIVED:
        sentence = gettext("It is announced in the parcel {code}: tick it there, then end the slip.")
        page = address_of(marked, "reception", announced.parcel) + f"?cherche={number}#listing"
        return SlipWay(sentence.format(code=announced.parcel), gettext("Tick it in its parcel"), page)
    return _to_batch(marked, number)


def _to_shortage(marked: MarkedPaper, shortage: batches.Shortage) -> SlipWay | None:
    batch = shortage.batch
    if (batch.paper_id, batch.centre_uai) != (marked.paper.pk, marked.uai):
        return None
    sentence = gettext("It is missing from the batch {code}: say there that it is found, then end the slip.")
    page = address_of(marked, "missing")
    return SlipWay(sentence.format(code=batch.code), gettext("Say that it is found"), page)


def _to_batch(marked: MarkedPaper, number: str) -> SlipWay:
    if batch := batches.batch_of_number(number):
        sentence = gettext("It is on the mark sheet of {code}: put it in its envelope, then end the slip.")
        page = address_of(marked, "concordance", batch.code)
        return SlipWay(sentence.format(code=batch.code), gettext("Check it in its envelope"), page)
    sentence = gettext("It is received and in no batch: it goes in the next ones, then end the slip.")
    return SlipWay(sentence, gettext("See what would be made"), address_of(marked, "proposal"))
