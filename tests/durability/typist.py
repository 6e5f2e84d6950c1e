"""A person who types the marks of one batch through the server's address, as the page does, without a pause.

A save that is not answered, or told that the server is busy because its database is gone, is sent again as it was,
once both are back, until it is answered.
"""

import json
import random
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any
from uuid import UUID

from tests.durability.desk import Desk
from tests.durability.visitor import Unanswered, Visitor

CELL = re.compile(r'data-number="([^"]+)" data-seen="([^"]*)"')
FIRST = "10"
MARKS = [f"{mark:02d}" for mark in range(21)]
MOST_LINES_OF_A_SAVE = 5
MOST_TRIES = 1_000
BUSY = 503


class Typist:
    """One mark sheet in one browser, and everything that the server acknowledged to it."""

    def __init__(self, sheet: Mapping[str, str], seed: int, port: int, most_lines: int = MOST_LINES_OF_A_SAVE) -> None:
        self.most_lines = most_lines
        self.chance = random.Random(seed)
        self.visitor = Visitor(port)
        self.acknowledged: list[str] = []
        self.sent_again: list[str] = []
        shown = self._open(sheet)
        save = self._save(dict.fromkeys(shown, FIRST), shown)
        # The lines that take a mark; the others are placeholders, which want AB.
        saved = self._send(save)["saved"]
        self.history = {number: [shown[number], FIRST] for number in saved if shown[number] != FIRST}
        self.acknowledged.append(save["save_id"])

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """List the changes acknowledged, line by line: number, before, after."""
        return [(number, *change) for number, values in self.history.items() for change in pairwise(values)]

    def type_until_told(self, desk: Desk) -> None:
        """Type until the desk closes and the last save is answered."""
        while not desk.is_closed:
            save = self._draw_save()
            answer = self._send_until_answered(save, desk)
            # A line refused here was counted twice, or lost before.
            assert (len(answer["saved"]), answer["refused"]) == (len(save["marks"]), []), answer
            for mark in save["marks"]:
                self.history[mark["number"]].append(mark["value"])
            self.acknowledged.append(save["save_id"])
            desk.count()

    def _open(self, sheet: Mapping[str, str]) -> dict[str, str]:
        self.visitor.get("/saisie/")
        status, _ = self.visitor.post_form(
            "/saisie/", site=sheet["site"], identifiant=sheet["identifier"], mot_de_passe=sheet["password"]
        )
        assert status == 302
        return dict(CELL.findall(self.visitor.get("/saisie/lot/")[1]))

    def _draw_save(self) -> dict[str, Any]:
        numbers = self.chance.sample(sorted(self.history), self.chance.randint(1, self.most_lines))
        seen = {number: self.history[number][-1] for number in numbers}
        return self._save({number: self._other_than(value) for number, value in seen.items()}, seen)

    def _other_than(self, value: str) -> str:
        return self.chance.choice([mark for mark in MARKS if mark != value])

    def _save(self, values: Mapping[str, str], seen: Mapping[str, str]) -> dict[str, Any]:
        marks = [
            {"number": number, "value": value, "seen": seen[number], "confirmed": True}
            for number, value in values.items()
        ]
        return {"save_id": str(UUID(int=self.chance.getrandbits(128), version=4)), "marks": marks}

    def _send_until_answered(self, save: Mapping[str, Any], desk: Desk) -> dict[str, Any]:
        for _ in range(MOST_TRIES):
            try:
                return self._send(save)
            except Unanswered:
                desk.wait_for_server()
                self.sent_again.append(save["save_id"])
        raise AssertionError("the server is there, and answers nothing")

    def _send(self, save: Mapping[str, Any]) -> dict[str, Any]:
        status, body = self.visitor.post_json("/saisie/lot/notes", json.dumps(save))
        if status == BUSY:
            raise Unanswered
        assert status == 200, body
        return json.loads(body)
