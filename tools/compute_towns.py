"""Computes the first edition of the table of towns, and in which town institutions stand, from open data.

`compute_towns.py --polygons FILE.geojson… --communes communes.json --institutions FILE.csv… --out FOLDER`

The polygons are those of the project `gregoiredavid/france-geojson` at commit 5d34ee6 (files communes-*.geojson of its
departments): IGN Admin Express COG, edition 2018, simplified with its borders kept in common; Licence Ouverte. Names,
populations and the towns of districts are those of `data/communes.json` in the npm package
`@etalab/decoupage-administratif`, 6.0.0 (MIT; data of INSEE, Licence Ouverte). Institutions are any tables with the
columns uai, latitude, longitude.

Two towns border each other where their polygons share a side. Simplified, a border of a few metres may have shrunk to a
point: towns that touch in one point only are not taken for neighbours, and the source of both says to look at them. The
edition of 2018 is taken for 2017 too: of towns that became one in between, the new one is told.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

REGION = ("04", "05", "06", "13", "83", "84")
SINCE = "2017-01-01"
MERGED = {"05120": ("05001", "2019-01-01")}
"""Towns of the edition that are no more: the one that took them in, since which day (Ristolas, in Abriès-Ristolas)."""
LARGE = 200_000
"""So many inhabitants make a large town for nights (arrêté of 3 July 2006, as amended in 2019)."""
SOURCE = (
    "calculé : contours IGN Admin Express COG 2018 simplifiés (france-geojson, Licence Ouverte), noms et population "
    "@etalab/decoupage-administratif 6.0.0"
)
PARENT_SOURCE = "calculé : commune de rattachement, @etalab/decoupage-administratif 6.0.0"
COLUMNS = (
    "code_insee",
    "nom",
    "commune_parente",
    "population",
    "classe_nuitee",
    "limitrophes",
    "valable_du",
    "source",
)
PARTS = {"arrondissement-municipal", "commune-associee", "commune-deleguee"}

Point = tuple[float, float]
Ring = list[Point]
Line = dict[str, object]


@dataclass(frozen=True)
class Outlines:
    """The rings of each town, and which towns share a side or a point."""

    rings: dict[str, list[Ring]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def read(self, path: Path) -> None:
        """Take in the towns of one file."""
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            code, shape = feature["properties"]["code"], feature["geometry"]
            polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
            self.names[code] = feature["properties"]["nom"]
            self.rings[code] = [[(east, north) for east, north in ring] for polygon in polygons for ring in polygon]

    def neighbours(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """Map each town to those with which it shares a side, and to those that it touches in a point only."""
        sides: dict[frozenset[Point], set[str]] = defaultdict(set)
        points: dict[Point, set[str]] = defaultdict(set)
        for code, rings in self.rings.items():
            for ring in rings:
                for one, other in pairwise(ring):
                    sides[frozenset((one, other))].add(code)
                    points[one].add(code)
        beside, near = _met(sides.values()), _met(points.values())
        return beside, {code: near[code] - beside[code] for code in near}

    def town_at(self, east: float, north: float, codes: Iterable[str]) -> str:
        """Find in which of some towns a point lies; empty in none."""
        return next((code for code in codes if self._is_within(east, north, code)), "")

    def _is_within(self, east: float, north: float, code: str) -> bool:
        """Count how often a line to the east crosses the rings of a town: an odd number of times from inside."""
        crossed = 0
        for ring in self.rings[code]:
            for (x1, y1), (x2, y2) in pairwise(ring):
                if (y1 > north) != (y2 > north) and east < (x2 - x1) * (north - y1) / (y2 - y1) + x1:
                    crossed += 1
        return crossed % 2 == 1


def _met(groups: Iterable[set[str]]) -> dict[str, set[str]]:
    met: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        for code in group:
            met[code] |= group - {code}
    return met


@dataclass(frozen=True)
class Edition:
    """What the lines are made of: the outlines, the towns of today, who borders whom, who only touches whom."""

    outlines: Outlines
    communes: Sequence[Mapping[str, Any]]
    now: Mapping[str, Mapping[str, Any]]
    beside: Mapping[str, set[str]]
    near: Mapping[str, set[str]]

    @cached_property
    def listed(self) -> list[str]:
        """List the towns of the region and those across its edge."""
        inside = {code for code in self.outlines.rings if code[:2] in REGION}
        return sorted(inside | {code for town in inside for code in self.beside[town]})

    def lines(self) -> Iterator[Line]:
        """Give a line for each town, those that hold since a town was taken in, then one for each part of a town."""
        for code in self.listed:
            yield self._line(code, SINCE, self.beside[code], self.near.get(code, set()))
        for gone, (taker, since) in sorted(MERGED.items()):
            yield from self._lines_after(gone, taker, since)
        for row in self.communes:
            parent = str(row.get("chefLieu") or row.get("commune"))
            if row["type"] in PARTS and parent in self.listed and row["code"] not in {*self.now, *MERGED}:
                yield self._part(row["code"], row["nom"], parent, SINCE)

    def _lines_after(self, gone: str, taker: str, since: str) -> Iterator[Line]:
        """Give the lines that hold once a town is taken in by another: of both, and of their neighbours."""
        together = (self.beside[gone] | self.beside[taker]) - {gone, taker}
        yield self._line(taker, since, together, set())
        for code in sorted(self.beside[gone] & set(self.listed) - {taker}):
            yield self._line(code, since, self.beside[code] - {gone} | {taker}, set())
        yield self._part(gone, self.outlines.names[gone], taker, since)

    def _line(self, code: str, since: str, beside: set[str], near: set[str]) -> Line:
        row = self.now.get(code, {})
        look = f" ; à vérifier, touche en un point : {' '.join(sorted(near))}" if near else ""
        return {
            "code_insee": code,
            "nom": row.get("nom", self.outlines.names[code]),
            "commune_parente": "",
            "population": row.get("population", ""),
            "classe_nuitee": self._nights(code),
            "limitrophes": " ".join(sorted(beside)),
            "valable_du": since,
            "source": SOURCE + look,
        }

    def _part(self, code: str, name: str, parent: str, since: str) -> Line:
        values = (code, name, parent, "", self._nights(parent), "", since, PARENT_SOURCE)
        return dict(zip(COLUMNS, values, strict=True))

    def _nights(self, code: str) -> str:
        return "large" if self.now.get(code, {}).get("population", 0) >= LARGE else "base"


def edition_of(outlines: Outlines, communes: Sequence[Mapping[str, Any]]) -> Edition:
    """Put together what the lines are made of."""
    now = {row["code"]: row for row in communes if row["type"] == "commune-actuelle"}
    return Edition(outlines, communes, now, *outlines.neighbours())


def institution_lines(outlines: Outlines, paths: Iterable[Path], codes: list[str]) -> Iterator[dict[str, str]]:
    """Give the town in which each institution stands that stands in one of some towns, once."""
    seen: set[str] = set()
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                if row["uai"] in seen or not row["latitude"]:
                    continue
                code = outlines.town_at(float(row["longitude"]), float(row["latitude"]), codes)
                if code:
                    seen.add(row["uai"])
                    yield {"uai": row["uai"], "code_insee": MERGED.get(code, (code,))[0]}


def _write(path: Path, columns: Iterable[str], lines: Iterable[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(columns), delimiter=";", lineterminator="\n")
        table.writeheader()
        table.writerows(lines)


def main() -> None:
    """Compute both tables, and write them into a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polygons", type=Path, nargs="+", required=True)
    parser.add_argument("--communes", type=Path, required=True)
    parser.add_argument("--institutions", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    outlines = Outlines()
    for path in sorted(options.polygons):
        outlines.read(path)
    lines = list(edition_of(outlines, json.loads(options.communes.read_text(encoding="utf-8"))).lines())
    codes = sorted({str(line["code_insee"]) for line in lines} & outlines.rings.keys())
    _write(options.out / "towns.csv", COLUMNS, lines)
    institutions = sorted(institution_lines(outlines, options.institutions, codes), key=lambda line: line["uai"])
    _write(options.out / "institution_towns.csv", ("uai", "code_insee"), institutions)
    print(f"{len(lines)} lines of towns, {len(institutions)} institutions")


if __name__ == "__main__":
    main()
