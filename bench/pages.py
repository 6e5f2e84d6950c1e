"""Every page of every desk on a paper of national size: who opens which, and with what.

Documents (PDF, ZIP, tables taken away) have a benchmark of their own; addresses that only receive are no pages.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import batched
import national
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.batches.models import Batch
from massicot.candidates import queries as candidates
from massicot.candidates.models import Entry
from massicot.consignments.models import Parcel, ReturnParcel
from massicot.core.actor import SYSTEM, Actor
from massicot.core.tables import report as reports
from massicot.exams.models import Corrigendum
from massicot.jobs import queries as jobs
from massicot.jobs import services as job_acts
from massicot.jobs.models import Job
from massicot.jobs.rules import JobState, Work
from massicot.marks.models import Credential
from massicot.post.models import Letter
from massicot.rehearsal import world
from massicot.results import queries as results
from massicot.results.rules.ladder import RUNG_KINDS
from massicot.results.services import DOCUMENTS
from massicot.scripts.models import Script
from massicot.web.portal.access import SHEET_KEY
from massicot.web.shared import proof

SECRET = "JBSWY3DPEHPK3PXP" * 2
HEAD = world.marking_head(national.MARKING_CENTRE)
PORTAL = Actor("")
"""Whoever sits at the portal has a mark sheet and no name."""


@dataclass(frozen=True)
class Page:
    """One address, and who opens it."""

    name: str
    address: str
    who: Actor


def every_page(paper) -> list[Page]:
    """List the pages, desk by desk."""
    codes = [paper.session.code, paper.code]
    return [*_office(paper, codes), *_exam_centres(codes), *_marking_centre(codes), *_portal(), *_shared()]


def heaviest_when_loose(paper) -> list[Page]:
    """List the pages of a marking centre that count the scripts that are in no batch."""
    codes = [national.MARKING_CENTRE, paper.session.code, paper.code]
    named = [("home", []), ("batch_list", codes), ("proposal", codes)]
    return [_page(HEAD, f"markingcentre:{name}", arguments) for name, arguments in named]


def once_lifted(paper, row) -> list[Page]:
    """List the pages that show something only once a paper is lifted; `row` is a candidate who has a statement."""
    codes = [paper.session.code, paper.code]
    named: list[tuple] = [
        ("office:home", []),
        ("office:find_script", codes, f"?nom={quote(row.surname[:3])}"),
        ("office:find_script", codes, f"?nom={row.candidate_number}"),
        ("office:consult_script", [*codes, row.entry_id]),
        ("office:statements", codes),
        ("office:statement", [*codes, row.entry_id]),
    ]
    return [_page(world.CASEWORKER, *one) for one in named]


def once_returned(paper) -> list[Page]:
    """List the pages of what came back to the exam office, and of what still stands at its marking centre."""
    codes = [paper.session.code, paper.code]
    parcel = ReturnParcel.objects.order_by("pk").first().code
    office = [
        *((name, codes) for name in ("returned_parcels", "sheets_of_paper", "shelf", "consultations")),
        ("returned_parcel", [*codes, parcel]),
    ]
    here = [national.MARKING_CENTRE, *codes]
    return [
        *(_page(world.CASEWORKER, f"office:{name}", arguments) for name, arguments in office),
        *(_page(HEAD, f"markingcentre:{name}", here) for name in ("returns", "sheets_back", "outstanding")),
    ]


def signed_in(person: Actor) -> Client:
    """Sign somebody in, with what their desk asks for."""
    client = Client()
    if person is PORTAL:
        session = client.session
        session[SHEET_KEY] = Credential.objects.get(batch=_batch("out")).pk
        session.save()
        return client
    account = accounts.known_account(person.login)
    client.force_login(account)
    if person == world.CASEWORKER:
        if not accounts.has_second_factor(person.login):
            account_acts.enrol_totp(email=person.login, secret=SECRET, by=SYSTEM, at=national.AT)
        request = HttpRequest()
        request.session = client.session
        proof.note(request, account, proof.SECOND_FACTOR)
        request.session.save()
    return client


def _page(who: Actor, name: str, arguments, query: str = "") -> Page:
    return Page(f"{name} {'/'.join(map(str, arguments[-1:]))}{query}", reverse(name, args=arguments) + query, who)


def _office(paper, codes) -> list[Page]:
    job, gap = _job(paper), results.ladder(paper).open_gaps
    one, two = Corrigendum.objects.order_by("pk")
    code = codes[:1]
    head = world.exam_centre(candidates.centres_of(paper)[0]).login
    batch = Batch.objects.order_by("pk").first()
    named: list[tuple] = [
        *((f"office:{name}", []) for name in ("home", "ladders", "centres", "sessions", "new_session", "imports")),
        *((f"office:{name}", []) for name in ("documents", "people", "invite", "letters")),
        *((f"office:{name}", code) for name in ("session", "edit_session", "exam_centres")),
        *((f"office:{name}", codes) for name in ("ladder", "lifting", "exports", "calendar", "paper_documents")),
        *((f"office:{name}", codes) for name in ("centres_of_paper", "centres_map", "arrivals")),
        *((f"office:{name}", codes) for name in ("corrigenda", "new_corrigendum", "find_script", "statements")),
        *((f"office:{name}", codes) for name in ("batches", "referrals", "withdrawn", "second_keying")),
        *((f"office:{name}", codes) for name in ("more_numbers", "draw_more", "find_candidate")),
        *((f"office:{name}", code) for name in ("entry_place", "heads_wanted", "heads_outside", "print_chosen")),
        ("office:find_candidate", codes, "?nom=ABR"),
        ("office:correct_candidate", [*codes, Entry.objects.order_by("pk").first().pk]),
        ("office:where", []),
        ("office:journal", []),
        *(
            ("office:journal", [], f"?{asked}")
            for asked in ("cherche=9900012H", "cherche=lyc%C3%A9e+12", "cherche=centre.9900012h", "tri=by", "tri=-act")
        ),
        *(
            ("office:journal", [], f"?{asked}")
            for asked in ("acte=ParcelSent", f"session={code[0]}", "page=20", "page=100")
        ),
        ("office:batches", codes, "?etat=complete"),
        ("office:batch", [*codes, batch.code]),
        ("office:line", [*codes, batch.code, batch.contents.first().number]),
        ("office:lift_script", [*codes, Script.objects.order_by("pk").first().number]),
        *(("office:corrigendum", [*codes, corrigendum.pk]) for corrigendum in (one, two)),
        *(("office:rung", [*codes, kind.slug]) for kind in RUNG_KINDS),
        *(("office:documents_of_kind", [*codes, kind.slug]) for kind in DOCUMENTS.values()),
        ("office:decide_gap", codes, f"?key={gap[-1].key}"),
        ("office:people", [], "?cherche=lyc%C3%A9e+12"),
        ("office:people", [], "?tri=-roles"),
        ("office:import_report", [job.pk]),
        ("office:person", [head]),
        ("office:letter", [Letter.objects.order_by("pk").first().pk]),
    ]
    return [_page(world.CASEWORKER, *one) for one in named]


def _exam_centres(codes) -> list[Page]:
    parcels = {way: _parcel(way) for way in (national.Way.PACKED, national.Way.BATCHED)}
    keying = Script.objects.filter(kind="drawn").order_by("centre_uai").first().centre_uai
    found = []
    for uai in (keying, parcels[national.Way.PACKED].centre_uai, parcels[national.Way.BATCHED].centre_uai):
        here = [uai, *codes]
        named = [
            ("examcentre:home", []),
            *((f"examcentre:{name}", here) for name in ("paper", "rooms", "close_day", "parcels", "prints")),
            ("examcentre:room", [*here, "Salle 1"]),
        ]
        found += [_page(world.exam_centre(uai), *one) for one in named]
    found.append(_page(world.exam_centre(keying), "examcentre:add_off_list", [keying, *codes, "Salle 1"]))
    for parcel in parcels.values():
        here = [parcel.centre_uai, *codes]
        named = [
            ("examcentre:parcel", [*here, parcel.code]),
            ("examcentre:pack", [*here, f"en-{national.MARKING_CENTRE.lower()}"]),
            ("examcentre:box_strips", here),
        ]
        found += [_page(world.exam_centre(parcel.centre_uai), *one) for one in named]
    return found


def _marking_centre(codes) -> list[Page]:
    here = [national.MARKING_CENTRE, *codes]
    number = Script.objects.filter(kind="written").order_by("pk").first().number
    named: list[tuple] = [
        ("home", []),
        *(
            (name, here)
            for name in ("parcels", "batch_list", "proposal", "expected", "roll_call", "reissue", "where", "withdrawn")
        ),
        ("where", here, f"?quoi={number}"),
        ("parcels", here, "?tri=centre_name"),
        ("parcels", here, "?state=late"),
        ("batch_list", here, "?tri=holder"),
        ("batch_list", here, "?state=back"),
        *(("parcel", [*here, _parcel(way).code]) for way in (national.Way.SENT, national.Way.ARRIVED)),
        *(("reception", [*here, _parcel(way).code]) for way in (national.Way.TICKING, national.Way.BATCHED)),
        *(("batch", [*here, _batch(step).code]) for step in ("to-print", "out", batched.FINISHED)),
        *(("concordance", [*here, _batch(step).code]) for step in ("to-check", batched.FINISHED)),
        *(("hand_out", [*here, _batch(step).code]) for step in ("ready", "back")),
        ("take_back", [*here, _batch("out").code]),
    ]
    return [_page(HEAD, f"markingcentre:{name}", *more) for name, *more in named]


def _portal() -> list[Page]:
    return [_page(PORTAL, f"portal:{name}", []) for name in ("sign_in", "mark_entry", "lock")]


def _shared() -> list[Page]:
    head = world.exam_centre(_parcel(national.Way.BATCHED).centre_uai)
    applied = Corrigendum.objects.order_by("pk").first().pk
    named = [("shared:account", []), ("usersessions_list", []), ("mfa_index", []), ("shared:corrigendum", [applied])]
    return [_page(head, *one) for one in named]


def _parcel(way) -> Parcel:
    """Find the first parcel that is so far on its way."""
    rows, here = Parcel.objects.order_by("pk"), {"arrived_at__isnull": False}
    found = {
        national.Way.PACKED: rows.filter(sent_at__isnull=True),
        national.Way.SENT: rows.filter(sent_at__isnull=False, arrived_at__isnull=True),
        national.Way.ARRIVED: rows.filter(**here).exclude(contents__tick="received"),
        national.Way.TICKING: rows.filter(**here, closed_at__isnull=True, contents__tick="received"),
        national.Way.BATCHED: rows.filter(closed_at__isnull=False),
    }
    return found[way].first()


def _batch(step: str) -> Batch:
    """Find the first batch that is so far."""
    rows, out = Batch.objects.order_by("pk"), {"hand_outs__back_at__isnull": True}
    found = {
        "to-print": rows.filter(printed_at__isnull=True),
        "to-check": rows.filter(printed_at__isnull=False, sealed_at__isnull=True),
        "ready": rows.filter(sealed_at__isnull=False, hand_outs__isnull=True),
        "out": rows.filter(hand_outs__isnull=False, **out),
        "back": rows.filter(hand_outs__back_at__isnull=False),
        batched.FINISHED: rows.order_by("-pk"),
    }
    return found[step].first()


def _job(paper) -> Job:
    """Have a table of candidates read, all of them new: what the first import of a session shows."""
    subject = {"session": paper.session.code, "table": "candidates", "centre": "", "upload": "bench"}
    job = job_acts.ask(kind=Work.PREVIEW_TABLE, subject=subject, by=world.CASEWORKER, at=national.AT)
    new = [row.candidate_number for row in candidates.entry_rows(paper)]
    for name, part in reports.pack(reports.Report(new=new)):
        jobs.upload_box("bench").put(name, part)
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE, ended_at=national.AT)
    return job


def keep_key() -> Path:
    """Put the anonymity key where the settings say."""
    path = Path(settings.MASSICOT_ANONYMITY_KEY_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{national.KEY.secret.hex()}\n", encoding="ascii")
    return path
