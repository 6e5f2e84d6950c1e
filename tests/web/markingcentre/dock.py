"""The dock of the marking centre as Marc finds it: its parcels and their reception, as short as a test wants it."""

import json
from uuid import uuid4

from django.urls import reverse

from massicot.consignments import queries
from massicot.consignments.queries import tallies
from massicot.consignments.rules import Tick
from tests.cast import CEDRES, MARC, MURIERS
from tests.web.markingcentre.desk import text_of, token_of
from tests.web.visitors import MARKED, visitor


class Dock:
    """Marc in his browser, and the parcels of Les Cèdres (six scripts) and of Les Mûriers (six)."""

    def __init__(self, built):
        self.built, self.client = built, visitor(built, "marking-centre")
        self.code, self.other = (queries.parcels_of(built.paper.pk, centre)[0].code for centre in (CEDRES, MURIERS))

    @property
    def parcel(self):
        return queries.parcel_by_code(self.code)

    @property
    def numbers(self):
        return [row.number for row in queries.contents_of(self.parcel)]

    @property
    def strangers(self):
        return [row.number for row in queries.contents_of(queries.parcel_by_code(self.other))]

    @property
    def ticks(self):
        return {tick: count for tick, count in queries.ticks_of(self.parcel).items() if count}

    @property
    def tickers(self):
        return tallies.tally_of(self.parcel).tickers

    def tick_of(self, number):
        return Tick(queries.parcel_and_tick(self.built.paper.pk)[number][1])

    def address(self, name):
        of_parcel = {} if name in ("parcels", "scan_arrivals") else {"code": self.code}
        return reverse(f"markingcentre:{name}", kwargs=MARKED | of_parcel)

    def get(self, name, **query):
        return self.client.get(self.address(name), query)

    def read(self, name, **query):
        answer = self.get(name, **query)
        assert answer.status_code == 200
        return text_of(answer)

    def post(self, name, **typed):
        return self.client.post(self.address(name), typed)

    def refused(self, name, **typed):
        """Send what is refused; give the text of the page that says so."""
        answer = self.post(name, **typed)
        assert answer.status_code == 422
        return text_of(answer)

    def scan(self, *codes, name="scan_scripts", scan_ids=()):
        """Scan as the box's script does; give its answer."""
        scans = [
            {"id": scan_id, "code": code} for scan_id, code in zip(scan_ids or map(new_id, codes), codes, strict=True)
        ]
        answer = self.client.post(
            self.address(name), json.dumps({"scans": scans, "person": token_of(MARC)}), content_type="application/json"
        )
        assert answer.status_code == 200
        return answer.json()

    def moods(self, *codes, **how):
        return [outcome["mood"] for outcome in self.scan(*codes, **how)["outcomes"]]


def new_id(_):
    """Draw the identifier of a scan."""
    return str(uuid4())
