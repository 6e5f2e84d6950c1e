"""`massicot demo`: a rehearsal session up to a stage, to be tried in a browser."""

import argparse
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext

from massicot.accounts import queries as accounts
from massicot.batches import queries as batches
from massicot.commands import place
from massicot.commands import serve as serve_command
from massicot.commands.console import now, progress, say, write_json
from massicot.core import codes, draws
from massicot.core.actor import Actor, Role
from massicot.core.refused import N_, Refused
from massicot.exams import queries as exams
from massicot.exams.rules import session_file
from massicot.exams.rules.session_plan import SessionPlan
from massicot.rehearsal import calling, opening, play, sites, tables
from massicot.rehearsal.tables import SCALES
from massicot.rehearsal.world import (
    CASEWORKER,
    DOMAIN,
    HEAD_OF_OFFICE,
    Faults,
    Stage,
    World,
    add_telephone,
    choose_password,
    days_to_stage,
    exam_centre,
    marking_head,
    shift_plan,
)
from massicot.store import key_file, scratch
from massicot.store.migrations import migrate_if_needed

NAME = "demo"
PURPOSE = N_("build a rehearsal session up to a stage and serve it")
CODES_PRINTED = 4
CENTRES_SHOWN = 6
"""Of how many exam centres one may sign in where something is left open in each."""
OFFICE = (("office", CASEWORKER), ("office", HEAD_OF_OFFICE))


class RealSessionThere(Refused):
    sentence = N_(
        "{home} holds a real session or real accounts: choose another folder with MASSICOT_HOME for a demonstration."
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("--scale", choices=sorted(SCALES), help=gettext("how large"))
    parser.add_argument("--seed", type=int, default=1, help=gettext("the same seed builds the same again"))
    parser.add_argument("--stage", choices=[stage.value for stage in Stage], default=Stage.MARKING.value)
    parser.add_argument("--no-serve", action="store_true", help=gettext("build it and stop"))
    parser.add_argument("--host", default=serve_command.HOST, help=gettext("address to listen on"))
    parser.add_argument("--port", type=int, default=serve_command.PORT, help=gettext("port to listen on"))
    parser.add_argument("--json", metavar="FILE", help=gettext("write the sign-ins for programs"))
    parser.set_defaults(run=run, own_database=True)


def run(options: argparse.Namespace) -> int:
    """Build the session anew, print one sign-in per desk, and serve it."""
    place.open_place()
    if scratch.has_tables():
        _refuse_real_session()
    # A port that is taken is refused before anything is emptied.
    port = options.port if options.no_serve else serve_command.free_port(options.host, options.port)
    address = serve_command.address_of(options.host, port)
    scratch.empty_database()
    demonstrate(options, address)
    if not options.no_serve:
        serve_command.serve(options.host, port)
    return 0


def demonstrate(options: argparse.Namespace, address: str) -> None:
    """Build the session in a database with nothing in it, and tell how to come in."""
    scratch.empty_folder(_folder())
    world = _build(options, address)
    called = calling.give_accesses(world, now()) if Stage(options.stage).reaches(Stage.CALLED) else None
    content = _sign_ins(world, called, address)
    write_json(options.json, content)
    _print_sign_ins(content)


def _refuse_real_session() -> None:
    migrate_if_needed()
    if exams.has_real_session() or not all(email.endswith(DOMAIN) for email in accounts.emails()):
        raise RealSessionThere(home=settings.HOME)


def _build(options: argparse.Namespace, address: str) -> World:
    stage = Stage(options.stage)
    is_open = stage is Stage.OPEN_CASES
    # What befalls parcels takes several of them.
    scale = SCALES[options.scale or ("district" if is_open else "lycee")]
    plan = _plan_for(stage)
    draw = draws.from_seed(options.seed, "tables")
    oldest = plan.papers[0].starts_at.date().replace(year=plan.papers[0].starts_at.year - 23, day=1)
    academies = sites.STEERING if stage is Stage.RETURNED else tables.ACADEMIES
    world = opening.open_session(
        plan,
        tables.invent_tables(
            tables.invent_offer(scale, draw, academies), scale.candidates, scale.markers, oldest, draw
        ),
        key=key_file.read_or_make(),
        seed=options.seed,
        faults=Faults.HEAVY if is_open else Faults.USUAL,
        folder=_folder(),
        portal_address=f"{address}/saisie/",
        watch=progress,
    )
    play.play(world, stage)
    return world


def _plan_for(stage: Stage) -> SessionPlan:
    plan = session_file.shipped_plan()
    days = days_to_stage(plan.papers[0], ZoneInfo(plan.time_zone), stage, now())
    # Of several marking centres one sees which has sent what back.
    return shift_plan(sites.of_three_centres(plan) if stage is Stage.RETURNED else plan, days)


def _sign_ins(world: World, called: calling.CalledAccesses | None, address: str) -> dict[str, Any]:
    draw = draws.from_system()
    return {
        "url": address,
        "session": world.paper.session.code,
        "paper": world.paper.code,
        "accounts": [_account(desk, person, codes.draw_password(draw)) for desk, person in _desks(world, called)],
        "batches": [_batch(world, code) for code in world.sheets],
    }


def _desks(world: World, called: calling.CalledAccesses | None) -> list[tuple[str, Actor]]:
    centres = opening.centres_of(world)[: CENTRES_SHOWN if world.is_heavy else 1]
    people = [("marker", called.marker), ("school", called.head), ("inspector", called.inspector)] if called else []
    marking = [("marking-centre", marking_head(uai)) for uai in world.marking_centres]
    return [*OFFICE, *marking, *(("exam-centre", exam_centre(uai)) for uai in centres), *people]


def _account(desk: str, person: Actor, password: str) -> dict[str, str]:
    choose_password(person, password, now())
    account = {"desk": desk, "login": person.login, "password": password}
    if desk == Role.OFFICE:
        account["totp"] = add_telephone(person, now())
    return account


def _batch(world: World, code: str) -> dict[str, Any]:
    sheet = world.sheets[code]
    numbers = batches.numbers_of(batches.batch_by_code(code).pk)
    return {
        "batch": code,
        "site": sheet.site,
        "identifier": sheet.identifier,
        "password": sheet.password,
        "numbers": numbers,
    }


def _folder() -> Path:
    return Path(settings.HOME) / "documents"


def _print_sign_ins(content: dict[str, Any]) -> None:
    say(N_("Documents are in {folder}."), folder=_folder())
    print(f"{content['url']}/")
    for account in content["accounts"]:
        print(f"  {account['desk']:<15} {account['login']}  {account['password']}{_telephone(account)}")
    for batch in content["batches"][-1:]:
        print(f"  {'portal':<15} {content['url']}/saisie/  {batch['site']}  {batch['identifier']}  {batch['password']}")


def _telephone(account: dict[str, str]) -> str:
    """Say what an authenticator application reads, and a few codes for whoever has none at hand."""
    if "totp" not in account:
        return ""
    spare = accounts.unused_recovery_codes(account["login"])[:CODES_PRINTED]
    sentence = gettext("    telephone: {secret}; or these codes, once each: {codes}")
    return "\n" + sentence.format(secret=account["totp"], codes=", ".join(spare))
