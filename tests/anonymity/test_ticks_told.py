"""What is ticked and not written is told outside the marking centre by how much it is, and never by number.

Whoever asks again after each scan of a pile would read off it in which order it lies.
"""

import csv
import json
import re

import pytest
from django.urls import reverse

from massicot.commands import line
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.results.rules.exports import ExportKind
from massicot.results.services.exports import export_table
from tests import world
from tests.anonymity import piles
from tests.cast import ARRIVAL, CEDRES, MARC, MARKING, ODILE
from tests.keeping import kept
from tests.web.visitors import PAPER, SENT, visitor

pytestmark = pytest.mark.django_db
built = kept(world.arrived)

TOKEN = re.compile(r'(?<=csrfmiddlewaretoken" value=")\w+|(?<="x-csrftoken": ")\w+', re.IGNORECASE)
COUNT = re.compile(r"(?<![\w-])\d{1,3}(?![\w-])")
"""A count, or a part of an instant: neither a code nor one of the two groups of a number."""


def page(built, who, name, *, query=None, typed=None, **arguments):
    address, client = reverse(name, kwargs=arguments), visitor(built, who)
    answer = client.get(address, query) if typed is None else client.post(address, typed)
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig")


def of_office(name, query=None, typed=None, **arguments):
    return lambda built, _number, _tmp: page(built, "office", name, query=query, typed=typed, **arguments)


def of_exam_centre(query):
    return lambda built, _number, _tmp: page(built, "exam-centre", "examcentre:parcel", query=query, **SENT)


def story(built, number, _tmp):
    return page(built, "office", "office:where", query={"quoi": number})


def ladder_for_programs(_built, _number, tmp):
    line.run(["ladder", "--session", PAPER["session"], "--paper", PAPER["paper"], "--json", str(tmp / "ladder.json")])
    return json.dumps(json.loads((tmp / "ladder.json").read_text()))


ASKED = {
    "the table of scripts": of_office("office:exports", typed={"kind": "scripts"}, **PAPER),
    "the ladder": of_office("office:ladder", **PAPER),
    "the ladder for programs": ladder_for_programs,
    "what lies behind the batches": of_office("office:rung", slug="lots", **PAPER),
    "the same as a table": of_office("office:rung", {"format": "csv"}, slug="lots", **PAPER),
    "what lies behind the reception": of_office("office:rung", {"format": "csv"}, slug="reception", **PAPER),
    "the parcels of the office": of_office("office:exports", typed={"kind": "parcels"}, **PAPER),
    "the story of a number": story,
    "the parcel of its exam centre": of_exam_centre({}),
    "the same as a table of the exam centre": of_exam_centre({"format": "csv"}),
    "those said to be received": of_exam_centre({"tick": "received", "format": "csv"}),
    "those not looked for": of_exam_centre({"tick": "not-looked-for", "format": "csv"}),
    "those in reception": of_exam_centre({"tick": "in-reception", "format": "csv"}),
    "sorted by what is said": of_exam_centre({"tri": "-tick", "format": "csv"}),
}
"""Pages, tables and commands of whoever does not tick, by what is asked."""


def told(ask, *about):
    return COUNT.sub("#", TOKEN.sub("", ask(*about)))


@pytest.mark.parametrize("asked", ASKED)
def test_of_whoever_asks_before_and_after_a_scan_nobody_learns_which_script_it_was(built, asked, tmp_path):
    code = parcels.parcels_of(built.paper.pk, CEDRES)[0].code
    first, second, third, *_ = piles.pile_of(built, code)
    piles.scan(code, [first, second])
    before = told(ASKED[asked], built, third, tmp_path)
    piles.scan(code, [third], 2)
    assert told(ASKED[asked], built, third, tmp_path) == before


def test_a_number_is_told_in_its_parcel_whose_reception_goes_on_until_it_is_closed(built, capsys):
    code = parcels.parcels_of(built.paper.pk, CEDRES)[0].code
    first, *others = piles.pile_of(built, code)
    piles.scan(code, [first])
    sentence = f"Elle est annoncée dans le paquet {code}, dont la réception est en cours"
    assert all(sentence in " ".join(story(built, number, None).split()) for number in (first, *others))
    assert where(capsys, first) == where(capsys, others[0]) == f"({code}, réception en cours)"
    assert {ticks_exported(built)[number] for number in (first, *others)} == {"in-reception"}
    assert of_exam_centre({"format": "csv"})(built, first, None).count("réception en cours") == 1 + len(others)
    consignments.tick_scripts(code=code, numbers=others, by=MARC, at=ARRIVAL)
    consignments.close_reception(code=code, by=MARC, at=MARKING)
    assert sentence not in story(built, first, None)
    assert code not in where(capsys, first)
    assert {ticks_exported(built)[number] for number in (first, *others)} == {"received"}


def where(capsys, number):
    """Give what `massicot where` prints of the holder of a script."""
    assert line.run(["where", number]) == 0
    now, *_ = capsys.readouterr().out.splitlines()
    return now[now.find("(") :] if "(" in now else ""


def ticks_exported(built):
    table = export_table(paper=built.paper, kind=ExportKind.SCRIPTS, key=None, by=ODILE, at=MARKING).decode("utf-8-sig")
    return {row["numero_anonymat"]: row["pointage"] for row in csv.DictReader(table.splitlines(), delimiter=";")}
