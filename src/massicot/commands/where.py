"""`massicot where NUMBER`: the story of one script, parcel or batch."""

import argparse

from django.utils.timezone import localtime
from django.utils.translation import gettext

from massicot.commands.console import say
from massicot.consignments import queries as parcels
from massicot.core import codes
from massicot.core.refused import N_
from massicot.custody import queries as custody
from massicot.custody import rules
from massicot.custody.rules import ItemKind
from massicot.exams import queries as exams
from massicot.results import queries as results
from massicot.scripts import queries as scripts

NAME = "where"
PURPOSE = N_("say where a script, a parcel or a batch is, and how it came there")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("number", help=gettext("an anonymity number, or the code of a parcel or a batch"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print where a thing is now and every hand it passed through."""
    ref = options.number.strip().upper()
    if ref[:2] not in ("P-", "B-", "S-", "A-", "X-"):
        return _where_script(ref)
    item = custody.find(ref)
    if item is None:
        raise rules.NeverSeen(ref=ref)
    _tell(ItemKind(item.kind), ref)
    if box := results.box_of_strips(ref):
        _tell_of_strips(box)
    return 0


def _tell_of_strips(box: results.BoxOfStrips) -> None:
    """Say how many strips of a box go with their scripts, and how far its centre is with all of its boxes."""
    if box.gone:
        say(
            N_("  of its strips go with their scripts: {gone}; stay: {stay}; its centre has left to certify: {due}"),
            gone=box.gone,
            stay=box.stay,
            due=box.due,
        )


def _where_script(ref: str) -> int:
    script = scripts.script_by_number(codes.number_scanned(ref))
    if custody.where(ItemKind.SCRIPT, script.number) is None:
        say(
            N_("{number}: label of the centre {centre}; its day is not closed yet."),
            number=script.number,
            centre=exams.institution_name(script.centre_uai),
        )
        return 0
    _tell(ItemKind.SCRIPT, script.number)
    return 0


def _tell(kind: ItemKind, ref: str) -> None:
    item = custody.where(kind, ref)
    assert item is not None  # noqa: S101 - the caller found it
    inside = f" ({_holder(item.inside)})" if item.inside else ""
    print(f"{ref}: {gettext(rules.PLACES[item.place])} {item.place_ref}{inside}")
    for event in custody.story_of(kind, ref):
        end = f"{gettext(rules.PLACES[event.to_place])} {event.to_ref} {event.inside or event.found_in}".strip()
        at = localtime(event.at)
        act = gettext(rules.ACTS[event.act])
        print(f"  {at:%d/%m/%Y %H:%M}  {act}  {event.ref}  → {end}  ({event.count})")


def _holder(code: str) -> str:
    """Name what holds a thing; a parcel that is ticked is told as such of all its scripts, ticked or not."""
    return gettext("{parcel}, reception going on").format(parcel=code) if parcels.is_in_reception(code) else code
