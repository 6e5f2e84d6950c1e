"""Addresses of the marking centre's desk."""

from django.urls import path

from massicot.web.markingcentre import sheets, where
from massicot.web.markingcentre.absent import ABSENT
from massicot.web.markingcentre.access import BATCH, PAPER, PARCEL
from massicot.web.markingcentre.batches import views as batches
from massicot.web.markingcentre.envelopes import views as envelopes
from massicot.web.markingcentre.envelopes.acts import CONCORDANCE
from massicot.web.markingcentre.evening import views as evening
from massicot.web.markingcentre.expected.views import EXPECTED
from massicot.web.markingcentre.hands.acts import HAND_OUT, TAKE_BACK
from massicot.web.markingcentre.home import views as home
from massicot.web.markingcentre.missing import MISSING
from massicot.web.markingcentre.outstanding import OUTSTANDING_HERE, print_outstanding
from massicot.web.markingcentre.parcels import views as parcels
from massicot.web.markingcentre.parcels.acts import PARCEL_HERE, PARCELS
from massicot.web.markingcentre.presence import views as presence
from massicot.web.markingcentre.presence.acts import DAY_REGISTER, HALF_REGISTER, REGISTERS
from massicot.web.markingcentre.proposal import PROPOSAL
from massicot.web.markingcentre.reception import views as reception
from massicot.web.markingcentre.returns import views as returns
from massicot.web.markingcentre.returns.acts import RETURN_PARCEL, RETURNS
from massicot.web.markingcentre.set_asides import views as set_asides
from massicot.web.markingcentre.set_asides.acts import NEW_SET_ASIDE, SET_ASIDE
from massicot.web.markingcentre.sharing import SHARING
from massicot.web.markingcentre.sheets_back import SHEETS_BACK, print_sheet_list
from massicot.web.markingcentre.withdrawn import WITHDRAWN
from massicot.web.shared.acts import addresses_of
from massicot.web.shared.converters import offer_row_ids

app_name = "markingcentre"

offer_row_ids()

_RECEPTION = f"{PARCEL}reception/"

urlpatterns = [
    path("", home.home, name="home"),
    *addresses_of(PARCELS, PARCEL_HERE),
    path(f"{PAPER}arrivees/", parcels.scan_arrivals, name="scan_arrivals"),
    path(_RECEPTION, reception.reception, name="reception"),
    path(f"{_RECEPTION}lecture/", reception.scan_scripts, name="scan_scripts"),
    path(f"{_RECEPTION}main/", reception.tick_by_hand, name="tick_by_hand"),
    path(f"{_RECEPTION}sans-lecteur/", reception.receive_all_but, name="receive_all_but"),
    path(f"{_RECEPTION}egaree/", reception.receive_stray, name="receive_stray"),
    path(f"{_RECEPTION}comptes/", reception.acknowledge_counts, name="acknowledge_counts"),
    path(f"{_RECEPTION}fermer/", reception.close_reception, name="close_reception"),
    path(f"{_RECEPTION}recommencer/", reception.throw_ticks_away, name="throw_ticks_away"),
    path(f"{_RECEPTION}rouvrir/", reception.reopen_reception, name="reopen_reception"),
    path(f"{PAPER}lots/", batches.batch_list, name="batch_list"),
    path(f"{PAPER}lots/bordereaux/", sheets.print_sheets, name="print_sheets"),
    path(f"{PAPER}lots/bordereaux/seconde-saisie/", sheets.print_second_sheets, name="print_second_sheets"),
    *addresses_of(PROPOSAL, WITHDRAWN, MISSING, SHARING),
    path(BATCH, batches.batch, name="batch"),
    path(f"{BATCH}bordereau/", sheets.print_sheet, name="print_sheet"),
    path(f"{BATCH}enveloppe/", sheets.print_cover, name="print_cover"),
    path(f"{BATCH}bordereau/seconde-saisie/", sheets.print_second_sheet, name="print_second_sheet"),
    path(f"{BATCH}defaire/", batches.unmake, name="unmake"),
    path(f"{BATCH}reunir/", batches.merge, name="merge"),
    path(f"{BATCH}scinder/", batches.split, name="split"),
    *addresses_of(CONCORDANCE, HAND_OUT, TAKE_BACK),
    path(f"{CONCORDANCE.path}lecture/", envelopes.scan_envelope, name="scan_envelope"),
    path(f"{CONCORDANCE.path}sans-lecteur/", envelopes.seal_all_but, name="seal_all_but"),
    *addresses_of(EXPECTED, ABSENT, REGISTERS, DAY_REGISTER),
    path(f"{DAY_REGISTER.path}liste/", presence.print_register, name="print_register"),
    *addresses_of(HALF_REGISTER),
    path(f"{PAPER}appel/", evening.roll_call, name="roll_call"),
    path(f"{PAPER}appel/non-rendu/", evening.note_not_returned, name="note_not_returned"),
    *addresses_of(evening.REISSUE),
    path(f"{PAPER}mises-a-l-ecart/", set_asides.set_asides, name="set_asides"),
    *addresses_of(NEW_SET_ASIDE, SET_ASIDE),
    path(f"{SET_ASIDE.path}fiche/", set_asides.print_slip, name="print_slip"),
    path(f"{SET_ASIDE.path}arrivee/", set_asides.take_sent_on, name="take_sent_on"),
    path(f"{SET_ASIDE.path}jamais-venue/", set_asides.deny_sent_on, name="deny_sent_on"),
    *addresses_of(RETURNS, RETURN_PARCEL),
    path(f"{RETURN_PARCEL.path}bordereau/", returns.print_return_note, name="print_return_note"),
    *addresses_of(SHEETS_BACK),
    path(f"{SHEETS_BACK.path}liste/", print_sheet_list, name="print_sheet_list"),
    *addresses_of(OUTSTANDING_HERE),
    path(f"{OUTSTANDING_HERE.path}etat/", print_outstanding, name="print_outstanding"),
    path(f"{PAPER}ou/", where.where, name="where"),
]
