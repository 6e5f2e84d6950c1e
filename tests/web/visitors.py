"""Everybody who may come to the site, each in a browser of their own, and every address there is."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import update_last_login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.batches import queries as batches
from massicot.core.actor import SYSTEM, Role
from massicot.exams.models import Paper
from massicot.markers import services as marker_acts
from massicot.web.shared import proof
from massicot.web.shared.browser_sessions import SessionStore
from tests.cast import CEDRES, CLAIRE, MARC, ODILE, PERRIN, PREPARED, TILLEULS
from tests.hostile.client import HostileClient
from tests.web.called import OF_PEOPLE_CALLED
from tests.web.coming_back import OF_COMING_BACK
from tests.web.destruction import OF_DESTRUCTION
from tests.web.rates import OF_RATES
from tests.world import World

PEOPLE = {
    Role.OFFICE: (ODILE.login, ""),
    Role.EXAM_CENTRE: (CLAIRE.login, ""),
    Role.MARKING_CENTRE: (MARC.login, ""),
    Role.MARKER: ("bob@tilleuls.invalid", "BTS-2017"),
    Role.INSPECTOR: ("ines@inspection.invalid", "BTS-2017"),
    Role.SCHOOL: ("sonia@tilleuls.invalid", TILLEULS),
    Role.FINANCE: ("felix@finances.invalid", ""),
}
"""Who holds each role, and over which scope where the world has not appointed them."""

ANONYMOUS, SHEET = "anonymous", "mark-sheet"
VISITORS = (ANONYMOUS, *(role.value for role in PEOPLE), SHEET)
EVERYBODY = len(VISITORS)

SECRET = "JBSWY3DPEHPK3PXP" * 2
"""What the second factor of everybody who has one is computed from (base32)."""

MARKED = {"uai": PERRIN, "session": "BTS-2017", "paper": "CGE"}
SLIP = "A-BTS-2017-CGE-0001"
BATCH = {**MARKED, "code": "B-BTS-2017-CGE-0001"}
PARCEL = {**MARKED, "code": "P-BTS-2017-CGE-9900001W-1"}

PAPER = {"session": "BTS-2017", "paper": "CGE"}

CENTRE = {"uai": CEDRES, **PAPER}
ROOM = {**CENTRE, "room": "A1"}
SENT = {**CENTRE, "code": f"P-BTS-2017-CGE-{CEDRES}-1"}


CONSULTING = (
    *("check_asker", "note_shown", "note_copied", "note_sent"),
    *("refuse_consultation", "withdraw_consultation", "take_back_consultation", "send_script_copy"),
    *("keep_extract", "confirm_extract", "take_back_extract"),
)
PEOPLE_OF_SESSION = ("invite_all", "heads_wanted", "heads_outside", "print_chosen")


OUTSIDE = {**PAPER, "code": f"P-BTS-2017-CGE-{CEDRES}-4"}


ARGUMENTS = {
    **OF_PEOPLE_CALLED,
    **OF_COMING_BACK,
    **OF_DESTRUCTION,
    "shared:welcome": {"code": "never-given"},
    "shared:close_session": {"session_id": 0},
    "account_reset_password_from_key": {"uidb36": "0", "key": "never-given"},
    **{f"office:{name}": PAPER for name in ("ladder", "decide_gap", "settle_decision", "lifting", "exports")},
    **{f"office:{name}": PAPER for name in ("centres_of_paper", "centres_map", "arrivals")},
    "office:rung": {**PAPER, "slug": "reception"},
    **{f"office:{name}": PAPER for name in ("find_script", "statements", "find_candidate", "kept_marks")},
    **{
        f"office:{name}": PAPER | {"entry_id": 0}
        for name in ("consult_script", "statement", "correct_candidate", "kept_mark")
    },
    **{f"office:{name}": PAPER for name in ("consultations", "ask_consultation", "print_consultations")},
    **{f"office:{name}": PAPER for name in ("old_files", "erase_files")},
    **OF_RATES,
    **{f"office:{name}": PAPER | {"consultation_id": 0} for name in ("consultation", "print_refusal", *CONSULTING)},
    "office:statement_file": PAPER | {"entry_id": 0, "issue": 1},
    **{
        f"office:{name}": PAPER | {"number": "00000042W"} for name in ("lift_script", "ask_incidents", "confirm_script")
    },
    **{f"office:{name}": PAPER | {"number": "00000042W"} for name in ("see_script", "withdraw_script")},
    **{f"office:{name}": PAPER for name in ("batches", "referrals", "convene_late")},
    "office:referral": PAPER | {"referral_id": 0},
    "office:withdrawn": PAPER,
    "office:outside_parcels": PAPER,
    **{f"office:{name}": OUTSIDE for name in ("acknowledge_outside", "take_back_acknowledgement", "lose_outside")},
    "office:decide_withdrawn": PAPER | {"withdrawal_id": 0},
    "markingcentre:withdrawn": MARKED,
    "markingcentre:give_back_withdrawn": MARKED | {"withdrawal_id": 0},
    **{f"markingcentre:{name}": MARKED for name in ("missing", "miss_loose")},
    **{f"markingcentre:{name}": MARKED for name in ("set_asides", "new_set_aside")},
    **{f"markingcentre:{name}": MARKED | {"code": SLIP} for name in ("set_aside", "print_slip")},
    **{f"markingcentre:{name}": MARKED | {"code": SLIP} for name in ("move_set_aside", "settle_set_aside")},
    **{f"markingcentre:{name}": MARKED | {"code": SLIP} for name in ("take_sent_on", "deny_sent_on")},
    "office:set_asides": PAPER,
    "office:set_aside": PAPER | {"code": SLIP},
    "markingcentre:find_short": MARKED | {"shortage_id": 0},
    **{f"markingcentre:{name}": BATCH for name in ("seal_short", "seal_all_but", "take_back_short")},
    "markingcentre:miss_at_desk": BATCH,
    **{f"office:{name}": PAPER | {"code": BATCH["code"]} for name in ("batch", "unlock_batch", "extend_batch")},
    **{f"office:{name}": PAPER | {"code": BATCH["code"]} for name in ("lock_batch", "release_batch")},
    **{f"office:{name}": PAPER for name in ("second_keying", "end_second_keying")},
    "office:line": PAPER | {"code": BATCH["code"], "number": "00374422F"},
    **{f"markingcentre:{name}": MARKED for name in ("batch_list", "proposal", "print_sheets", "roll_call")},
    **{
        f"markingcentre:{name}": MARKED
        for name in ("share_out", "note_not_returned", "print_second_sheets", "reissue", "where")
    },
    **{f"markingcentre:{name}": MARKED for name in ("parcels", "scan_arrivals", "expected")},
    **{f"markingcentre:{name}": MARKED for name in ("say_absent", "expect_again", "absent")},
    **{f"markingcentre:{name}": PARCEL for name in ("parcel", "receive_parcel", "receive_unrecorded", "lose_parcel")},
    **{f"markingcentre:{name}": PARCEL for name in ("read_seal", "take_back_seal")},
    "office:seals": PAPER,
    "office:end_seal_trouble": PAPER | {"code": PARCEL["code"]},
    **{f"markingcentre:{name}": PARCEL for name in ("reception", "scan_scripts", "tick_by_hand", "receive_stray")},
    **{f"markingcentre:{name}": PARCEL for name in ("receive_all_but", "throw_ticks_away")},
    **{f"markingcentre:{name}": PARCEL for name in ("acknowledge_counts", "close_reception", "reopen_reception")},
    **{f"markingcentre:{name}": BATCH for name in ("batch", "print_sheet", "unmake", "hand_out", "merge", "split")},
    **{f"markingcentre:{name}": BATCH for name in ("print_second_sheet", "print_cover")},
    **{f"markingcentre:{name}": BATCH for name in ("take_back", "take_back_alone")},
    **{f"markingcentre:{name}": BATCH for name in ("concordance", "scan_envelope", "vouch", "seal", "unseal")},
    "markingcentre:throw_checks_away": BATCH,
    **{f"office:{name}": {"session": "BTS-2017"} for name in ("session", "edit_session", "money", "exam_centres")},
    "office:entry_place": {"session": "BTS-2017"},
    "office:archive_session": {"session": "BTS-2017"},
    **{f"office:{name}": {"session": "BTS-2017"} for name in ("bring_back_session", "delete_session")},
    "portal:sheet": {"site": "A02", "identifier": "ABCDEF"},
    "office:blank_table": {"table": "candidates"},
    **{f"office:{name}": {"job_id": 0} for name in ("import_report", "import_table", "give_up_table")},
    **{f"office:{name}": {"job_id": 0} for name in ("job", "fetch_documents")},
    **{f"office:{name}": PAPER for name in ("paper_documents", "print_one", "make_key", "prepare")},
    "office:documents_of_kind": PAPER | {"kind": "emargement"},
    **{f"office:{name}": {"session": "BTS-2017"} for name in PEOPLE_OF_SESSION},
    **{f"office:{name}": {"email": CLAIRE.login} for name in ("person", "invite_again", "print_invitation")},
    **{f"office:{name}": {"email": CLAIRE.login} for name in ("withdraw", "reset_second_factor", "confirm_access")},
    **{f"office:{name}": {"letter_id": 0} for name in ("letter", "send_again", "give_up")},
    **{
        f"office:{name}": {"session": "BTS-2017"}
        for name in ("missions_of_session", "propose_missions", "plan_missions", "new_mission")
    },
    "office:declare_networks": {"session": "BTS-2017", "uai": PERRIN},
    "office:remove_centre": {"session": "BTS-2017", "uai": "9900009V"},
    **{f"office:{name}": PAPER for name in ("calendar", "change_routes", "corrigenda", "new_corrigendum")},
    **{f"office:{name}": PAPER | {"corrigendum_id": 0} for name in ("corrigendum", "apply_corrigendum")},
    **{f"office:{name}": PAPER | {"corrigendum_id": 0} for name in ("discard_corrigendum", "remind_readers")},
    "shared:corrigendum": {"corrigendum_id": 0},
    "examcentre:rooms": CENTRE,
    **{f"examcentre:{name}": CENTRE for name in ("paper", "close_day", "reopen_day", "box_strips", "parcels", "slips")},
    "examcentre:acknowledge_slip": {**CENTRE, "code": SLIP},
    **{f"examcentre:{name}": CENTRE for name in ("prints", "print_labels", "print_list", "print_registers")},
    **{f"examcentre:{name}": CENTRE for name in ("find_strip", "strips_destroyed", "certify_strips")},
    "examcentre:take_back_certificate": CENTRE,
    "examcentre:print_strip_certificate": CENTRE | {"destruction_id": 0},
    "examcentre:unbox_strips": {**CENTRE, "ref": f"S-BTS-2017-CGE-{CEDRES}-1"},
    **{f"examcentre:{name}": {**CENTRE, "destination": "en-0130053m"} for name in ("pack", "find_left_out")},
    **{f"examcentre:{name}": SENT for name in ("parcel", "send_parcel", "unpack_parcel", "print_note")},
    **{f"examcentre:{name}": ROOM for name in ("room", "key_line", "tick_label", "confirm_room", "count_room")},
    **{f"examcentre:{name}": ROOM for name in ("seat_here", "take_back_seat")},
    **{f"examcentre:{name}": ROOM for name in ("take_back_room", "correct_line", "note_late", "take_back_late")},
    **{f"examcentre:{name}": ROOM for name in ("room_checks", "check_room", "compare_labels")},
    **{f"examcentre:{name}": ROOM for name in ("take_back_check", "note_finding", "take_back_finding")},
    **{f"examcentre:{name}": ROOM for name in ("print_labels_again", "print_sheet_labels", "stick_spare")},
    "examcentre:add_off_list": ROOM,
    **{f"examcentre:{name}": ROOM for name in ("room_report", "note_incident", "sign_report", "reopen_report")},
    "examcentre:take_back_incident": ROOM | {"incident_id": 0},
    "examcentre:print_report": ROOM,
    "examcentre:print_reports": CENTRE,
    "examcentre:enclose_papers": SENT,
    "markingcentre:count_papers": PARCEL,
    **{f"office:{name}": PAPER for name in ("incidents", "papers_lacking", "unrecorded")},
    "office:incident": PAPER | {"incident_id": 0},
    **{f"office:{name}": {"session": "BTS-2017"} for name in ("convocation_runs", "stale_convocations")},
    "office:unknown_employers": {"session": "BTS-2017"},
    "office:reissue_letters": {"session": "BTS-2017", "mission_id": 0},
    "examcentre:ask_for_numbers": ROOM,
    **{f"office:{name}": PAPER for name in ("more_numbers", "draw_more", "print_reserve")},
}
"""What an address needs to be one; an address that needs more and is not here fails the tests that visit it."""


def visitors(built: World) -> dict[str, HostileClient]:
    """Let everybody come: nobody known, one person of each role, one holder of a mark sheet."""
    return {who: visitor(built, who) for who in VISITORS}


def returned(visitor: HostileClient) -> HostileClient:
    """Let a visitor come again, signed in as before, with nothing else that happened since."""
    again = HostileClient()
    again.cookies = deepcopy(visitor.cookies)
    return again


def visitor(built: World, who: str) -> HostileClient:
    """Let one visitor come, in a browser without a past."""
    if who == ANONYMOUS:
        return HostileClient()
    return _with_a_sheet(built) if who == SHEET else _signed_in(Role(who))


def link_token() -> str:
    """Draw a one-time link that is good."""
    return account_acts.draw_link(email=ODILE.login, by=SYSTEM, at=timezone.now())


@cache
def addresses() -> dict[str, str]:
    """Map the name of every address of the resolver to an address of that name."""
    return {name: reverse(name, kwargs=ARGUMENTS.get(name)) for name in names(get_resolver().url_patterns)}


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """Name every address, those without a name too, which nobody can reverse."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def _signed_in(role: Role) -> HostileClient:
    email, scope = PEOPLE[role]
    if role not in dict(accounts.appointments_of(email)):
        marker_acts.appoint(email=email, role=role, scope=scope, by=SYSTEM, at=PREPARED)
    return signed_in(email)


def signed_in(email: str) -> HostileClient:
    """Let a person come who is signed in: somebody of the office with a second factor, everybody else without.

    The session is what Django's sign-in leaves, written at once: it would draw a key, keep it, and draw another.
    """
    account, client, session = accounts.known_account(email), HostileClient(), SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(account.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    if accounts.holds_role(email, Role.OFFICE):
        _prove_second_factor(session, account)
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    update_last_login(None, account)
    return client


def _prove_second_factor(session: SessionBase, account: accounts.Account) -> None:
    """Let a browser session have given the code of the person's second factor, which is added if there is none."""
    if not accounts.has_second_factor(account.email):
        account_acts.enrol_totp(email=account.email, secret=SECRET, by=SYSTEM, at=PREPARED)
    request = HttpRequest()
    request.session = session
    proof.note(request, account, proof.SECOND_FACTOR)


def _with_a_sheet(built: World) -> HostileClient:
    now, a_day = timezone.now(), timedelta(days=1)
    Paper.objects.update(entry_opens_at=now - a_day, entry_closes_at=now + a_day)
    sheet = built.sheets[batches.batches_of(built.paper.pk)[0].code]
    client = HostileClient()
    fields = {"site": sheet.site, "identifiant": sheet.identifier, "mot_de_passe": sheet.password}
    assert client.post(reverse("portal:sign_in"), fields).status_code == 302
    return client
