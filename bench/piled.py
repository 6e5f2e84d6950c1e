"""Scripts handled as they lie: rooms by an alphabet, the absent on top, one in fifteen misplaced.

Every act of one seed goes through the same piles: the labels of a room, the strips of a centre, its parcel scanned (one
in twenty by hand, taken back and ticked again, a stray, or missing and found), envelopes checked, a script withdrawn, the
marks typed, the batches given back, then all of it sent back to the exam office and boxed (bench/sent_back.py). After
each, what copies of the tables tell of it is attacked (bench/ordered.py).
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import sent_back
from opened import AT, KEY

from massicot.anonymity import services as anonymity
from massicot.anonymity.rules.strips import FiledBox
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.models import Batch, HandOut
from massicot.batches.rules import Acknowledgement
from massicot.batches.rules.hands import Signed
from massicot.candidates.models import CentreDay
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.core.actor import Actor
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.exams import queries as exams
from massicot.exams.models import Paper
from massicot.marks import services as mark_acts
from massicot.marks.models import Credential
from massicot.marks.rules import TypedLine
from massicot.scripts import queries as scripts
from massicot.store import key_file
from tests.anonymity import attacker

MISPLACED_ONE_IN, ODD_ONE_IN, WITHDRAWN_ONE_IN = 15, 20, 50
CLERK, MARKER = Actor("clerk@perrin.invalid"), "C00001"
LATER = AT + timedelta(days=30)
TYPED = "marks typed as the envelope lies"
STATED = {TYPED}
"""What decision 0003 says that its order is told: saves keep theirs."""

CODES = {"placeholder": "AB", "blank": "CB"}


def drawn_anew(truth, cells, *, seed: int) -> dict[str, str]:
    """Give each candidate another number of their cell, as another draw would have.

    Nothing that is kept but the sealed link says who has which of them. Seeds that shared one draw would share its luck:
    of two placeholders in two rooms, both are always right or always wrong.
    """
    people = defaultdict(list)
    for who, number in truth.items():
        people[cells.get(number, number)].append(who)
    chance, anew = random.Random(seed), {}
    for alike in people.values():
        numbers = [truth[who] for who in alike]
        chance.shuffle(numbers)
        anew.update(zip(alike, numbers, strict=True))
    return anew


class Piles:
    """The piles of some centres, one seed: who sat where, and in what order their scripts lie."""

    def __init__(self, day, truth, centres, *, seed: int) -> None:
        self.day, self.centres, self.chance = day, centres, random.Random(seed)
        self._instant = LATER
        entries = [row for row in attacker.take_dump().entries() if row["centre_uai"] in centres]
        alphabet = {row["candidate_number"]: self.chance.random() for row in entries}
        # The absent lie on top of the pile of their room.
        self.seats = sorted(
            entries,
            key=lambda row: (
                row["centre_uai"],
                row["room"],
                row["attendance"] != "absent",
                alphabet[row["candidate_number"]],
            ),
        )
        self.truth = truth
        self.piles = {
            uai: self._mislaid([self._of(row) for row in self.seats if row["centre_uai"] == uai]) for uai in centres
        }

    def _of(self, row) -> str:
        return self.truth.get(row["candidate_number"], "")

    def _mislaid(self, pile: list[str]) -> list[str]:
        pile = [number for number in pile if number]
        for number in [number for number in pile if not self.chance.randrange(MISPLACED_ONE_IN)]:
            pile.remove(number)
            pile.insert(self.chance.randrange(len(pile) + 1), number)
        return pile

    def next_instant(self):
        self._instant += timedelta(seconds=2)
        return self._instant

    def _id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128))

    def acts(self):
        """Give every act: its title, and what does it, step by step."""
        return (
            ("strips boxed", self.box),
            ("parcels scanned", self.receive),
            ("ticks taken back after the closing", self.reopen),
            ("envelopes checked", self.check),
            ("scripts withdrawn", self.withdraw),
            ("batches given back", self.give_back),
            (TYPED, self.type),
            ("sent back to the office and boxed", lambda: sent_back.send_back(self)),
        )

    def box(self) -> Iterator[None]:
        # What is scanned is sealed under the key of the session.
        Path(key_file.place()).write_text(f"{KEY.secret.hex()}\n", encoding="ascii")
        for uai in self.centres:
            numbers = sorted(scripts.in_hand_of_centre(self.day.paper.pk, uai))
            CentreDay.objects.filter(centre_uai=uai).update(strips_boxed=len(numbers))
            ends = {"first": numbers[0], "last": numbers[-1], "count": len(numbers)}
            box = FiledBox(**ends, kept_in="bench", reason="bench")
            anonymity.box_strips(paper=self.day.paper, centre_uai=uai, box=box, by=CLERK, at=self.next_instant())
            yield

    def receive(self) -> Iterator[None]:
        self.codes = {}
        for uai in self.centres:
            parcel = self.codes[uai] = _packed(self.day.paper, uai)
            consignments.receive_unrecorded(code=parcel.code, by=CLERK, at=self.next_instant())
        for uai, parcel in self.codes.items():
            announced = {row.number for row in parcels.contents_of(parcel)}
            pile = [number for number in self.piles[uai] if number in announced]
            self.piles[uai] = pile + sorted(announced.difference(pile))
            for number in self.piles[uai]:
                self._receive(parcel.code, number)
                yield
        for parcel in self.codes.values():
            consignments.close_reception(code=parcel.code, by=CLERK, at=self.next_instant())

    def _receive(self, code: str, number: str) -> None:
        said = {"code": code, "by": CLERK, "at": self.next_instant()}
        odd = self.chance.randrange(4 * ODD_ONE_IN)
        others = [parcel.code for parcel in self.codes.values() if parcel.code != code]
        if odd == 0:
            consignments.tick_scripts(numbers=[number], **said)
        elif odd == 1:
            consignments.tick_scripts(numbers=[number], **said)
            consignments.untick_script(number=number, **said)
            consignments.scan_script(number=number, scan_id=self._id(), **said)
        elif odd == 2 and others:
            consignments.receive_stray(found_in=others[0], number=number, by=CLERK, at=self.next_instant())
        elif odd == 3:
            consignments.declare_missing(number=number, **said)
            consignments.find_script(number=number, **said)
        else:
            consignments.scan_script(number=number, scan_id=self._id(), **said)

    def reopen(self) -> Iterator[None]:
        for uai, parcel in self.codes.items():
            said = {"code": parcel.code, "by": CLERK}
            consignments.reopen_reception(reason="bench", at=self.next_instant(), **said)
            for number in self.piles[uai]:
                if not self.chance.randrange(ODD_ONE_IN):
                    consignments.untick_script(number=number, at=self.next_instant(), **said)
                    consignments.scan_script(number=number, scan_id=self._id(), at=self.next_instant(), **said)
                    yield
            consignments.close_reception(at=self.next_instant(), **said)

    def check(self) -> Iterator[None]:
        uai = next(iter(self.codes.values())).destination_uai
        at = self.next_instant()
        batch_acts.make_batches(paper=self.day.paper, centre_uai=uai, by=CLERK, at=at)
        Batch.objects.update(printed_at=at)
        self.made = list(Batch.objects.order_by("pk"))
        self.envelopes = {batch.pk: self._envelope(batch) for batch in self.made}
        for batch in self.made:
            for number in self.envelopes[batch.pk]:
                self._check(batch, number)
                yield
            batch_acts.seal_batch(code=batch.code, counted=batch.size, by=CLERK, at=self.next_instant())

    def _envelope(self, batch) -> list[str]:
        # What is in an envelope was picked out of the piles, and lies as they did.
        inside = set(batches.numbers_of(batch.pk))
        return [number for pile in self.piles.values() for number in pile if number in inside]

    def _check(self, batch, number: str) -> None:
        if self.chance.randrange(ODD_ONE_IN):
            batch_acts.check_script(code=batch.code, number=number, scan_id=self._id(), by=CLERK)
        else:
            batch_acts.vouch_for_script(code=batch.code, number=number, reason="torn", by=CLERK, at=self.next_instant())

    def withdraw(self) -> Iterator[None]:
        for batch in self.made:
            for number in list(self.envelopes[batch.pk]):
                if not self.chance.randrange(WITHDRAWN_ONE_IN):
                    batch_acts.withdraw_script(
                        code=batch.code, number=number, reason="bench", by=CLERK, at=self.next_instant()
                    )
                    self.envelopes[batch.pk].remove(number)
                    yield

    def give_back(self) -> Iterator[None]:
        for batch in self.made:
            self._hand_out(batch)
        yield from self.take_back()

    def take_back(self) -> Iterator[None]:
        for batch in self.chance.sample(self.made, len(self.made)):
            now = Batch.objects.get(pk=batch.pk)
            stay, said = batches.present_stay(now), Acknowledgement(MARKER, now.in_hand)
            counted = {"seen": stay.pk, "counted": now.in_hand, "acknowledgement": said}
            batch_acts.return_batch(code=batch.code, **counted, by=CLERK, at=self.next_instant())
            yield

    def _hand_out(self, batch) -> None:
        now, at = Batch.objects.get(pk=batch.pk), self.next_instant()
        Batch.objects.filter(pk=batch.pk).update(taker=MARKER, is_out=True)
        counted = {"out_count": now.in_hand, "out_acknowledged": now.in_hand, "out_signed": Signed.ON_SLIP}
        HandOut.objects.create(batch=batch, marker=MARKER, out_at=at, **counted)
        moved = {"kind": ItemKind.BATCH, "ref": batch.code, "act": Act.HANDED_OUT, "by": CLERK, "at": at}
        here = Spot(Place.MARKING_CENTRE, batch.centre_uai)
        custody.move(origin=here, destination=Spot(Place.MARKER, MARKER), **moved)

    def type(self) -> Iterator[None]:
        at = self.next_instant()
        Paper.objects.update(entry_opens_at=at - timedelta(days=1), entry_closes_at=at + timedelta(days=7))
        for batch in self.made:
            self._hand_out(batch)
            inside = self.envelopes[batch.pk]
            sheet = {"identifier": batch.code[-20:], "secret": b"0" * 32, "issue": 1, "lines": len(inside)}
            credential = Credential.objects.create(batch=batch, **sheet)
            kinds = scripts.kinds_of(inside)
            for number in inside:
                line = TypedLine(number, CODES.get(kinds[number].value, "12"), "", confirmed=True)
                saved = {"credential_id": credential.pk, "save_id": self._id(), "lines": [line]}
                mark_acts.save_marks(**saved, at=self.next_instant())
                yield


def _packed(paper, uai):
    route = next(iter(exams.specialty_routes(paper, paper.starts_at).values()))
    counted = len(scripts.in_hand_of_centre(paper.pk, uai))
    return consignments.pack_numbered(paper=paper, centre_uai=uai, route=route, counted=counted, by=CLERK, at=AT)
