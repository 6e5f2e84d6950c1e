"""Addresses of the marking centre's desk."""

from django.urls import path

from massicot.web.markingcentre.presence import views as presence
from massicot.web.markingcentre.presence.acts import DAY_REGISTER, HALF_REGISTER, REGISTERS
from massicot.web.markingcentre.views import (
    absent,
    batch_list,
    batches,
    concordance,
    evening,
    expected,
    hands,
    home,
    missing,
    papers,
    parcels,
    receive_all_but,
    reception,
    regrouping,
    seal_all_but,
    seals,
    set_asides,
    sharing,
    where,
    withdrawn,
)
from massicot.web.shared.acts import addresses_of
from massicot.web.shared.converters import offer_row_ids

app_name = "markingcentre"

offer_row_ids()

PAPER = "<str:uai>/<str:session>/<str:paper>/"
PARCEL = PAPER + "paquets/<str:code>/"
BATCH = PAPER + "lots/<str:code>/"

urlpatterns = [
    path("", home.home, name="home"),
    path(PAPER + "paquets/", parcels.parcels, name="parcels"),
    path(PAPER + "arrivees/", parcels.scan_arrivals, name="scan_arrivals"),
    path(PARCEL, parcels.parcel, name="parcel"),
    path(PARCEL + "arrivee/", parcels.receive_parcel, name="receive_parcel"),
    path(PARCEL + "arrivee/sans-depart/", parcels.receive_unrecorded, name="receive_unrecorded"),
    path(PARCEL + "scelle/", seals.read_seal, name="read_seal"),
    path(PARCEL + "scelle/retour/", seals.take_back_seal, name="take_back_seal"),
    path(PARCEL + "perte/", parcels.lose_parcel, name="lose_parcel"),
    path(PARCEL + "pieces/", papers.count_papers, name="count_papers"),
    path(PARCEL + "reception/", reception.reception, name="reception"),
    path(PARCEL + "reception/lecture/", reception.scan_scripts, name="scan_scripts"),
    path(PARCEL + "reception/main/", reception.tick_by_hand, name="tick_by_hand"),
    path(PARCEL + "reception/sans-lecteur/", receive_all_but.receive_all_but, name="receive_all_but"),
    path(PARCEL + "reception/egaree/", reception.receive_stray, name="receive_stray"),
    path(PARCEL + "reception/comptes/", reception.acknowledge_counts, name="acknowledge_counts"),
    path(PARCEL + "reception/fermer/", reception.close_reception, name="close_reception"),
    path(PARCEL + "reception/rouvrir/", reception.reopen_reception, name="reopen_reception"),
    path(PAPER + "lots/", batch_list.batch_list, name="batch_list"),
    path(PAPER + "lots/proposition/", batches.proposal, name="proposal"),
    path(PAPER + "lots/proposition/manquantes/", missing.miss_loose, name="miss_loose"),
    path(PAPER + "lots/bordereaux/", batches.print_sheets, name="print_sheets"),
    path(PAPER + "lots/bordereaux/seconde-saisie/", batches.print_second_sheets, name="print_second_sheets"),
    path(PAPER + "lots/retirees/", withdrawn.withdrawn, name="withdrawn"),
    path(
        PAPER + "lots/retirees/<row:withdrawal_id>/rendue/", withdrawn.give_back_withdrawn, name="give_back_withdrawn"
    ),
    path(PAPER + "lots/manquantes/", missing.missing, name="missing"),
    path(PAPER + "lots/manquantes/<row:shortage_id>/retrouvee/", missing.find_short, name="find_short"),
    path(PAPER + "lots/partage/", sharing.share_out, name="share_out"),
    path(BATCH, batches.batch, name="batch"),
    path(BATCH + "bordereau/", batches.print_sheet, name="print_sheet"),
    path(BATCH + "enveloppe/", batches.print_cover, name="print_cover"),
    path(BATCH + "bordereau/seconde-saisie/", batches.print_second_sheet, name="print_second_sheet"),
    path(BATCH + "defaire/", batches.unmake, name="unmake"),
    path(BATCH + "reunir/", regrouping.merge, name="merge"),
    path(BATCH + "scinder/", regrouping.split, name="split"),
    path(BATCH + "controle/", concordance.concordance, name="concordance"),
    path(BATCH + "controle/lecture/", concordance.scan_envelope, name="scan_envelope"),
    path(BATCH + "controle/main/", concordance.vouch, name="vouch"),
    path(BATCH + "controle/fermer/", concordance.seal, name="seal"),
    path(BATCH + "controle/manquante/", missing.seal_short, name="seal_short"),
    path(BATCH + "controle/sans-lecteur/", seal_all_but.seal_all_but, name="seal_all_but"),
    path(BATCH + "controle/rouvrir/", concordance.unseal, name="unseal"),
    path(BATCH + "remise/", hands.hand_out, name="hand_out"),
    path(BATCH + "remise/manquante/", missing.miss_at_desk, name="miss_at_desk"),
    path(BATCH + "retour/", hands.take_back, name="take_back"),
    path(BATCH + "retour/seul/", hands.take_back_alone, name="take_back_alone"),
    path(BATCH + "retour/manquante/", missing.take_back_short, name="take_back_short"),
    path(PAPER + "attendus/", expected.expected, name="expected"),
    path(PAPER + "attendus/absent/", expected.say_absent, name="say_absent"),
    path(PAPER + "attendus/present/", expected.expect_again, name="expect_again"),
    path(PAPER + "absents/", absent.absent, name="absent"),
    *addresses_of(REGISTERS, DAY_REGISTER),
    path(f"{DAY_REGISTER.path}liste/", presence.print_register, name="print_register"),
    *addresses_of(HALF_REGISTER),
    path(PAPER + "appel/", evening.roll_call, name="roll_call"),
    path(PAPER + "appel/non-rendu/", evening.note_not_returned, name="note_not_returned"),
    path(PAPER + "reprise/", evening.reissue, name="reissue"),
    path(PAPER + "mises-a-l-ecart/", set_asides.set_asides, name="set_asides"),
    path(PAPER + "mises-a-l-ecart/nouvelle/", set_asides.new_set_aside, name="new_set_aside"),
    path(PAPER + "mises-a-l-ecart/<str:code>/", set_asides.set_aside, name="set_aside"),
    path(PAPER + "mises-a-l-ecart/<str:code>/fiche/", set_asides.print_slip, name="print_slip"),
    path(PAPER + "mises-a-l-ecart/<str:code>/place/", set_asides.move_set_aside, name="move_set_aside"),
    path(PAPER + "mises-a-l-ecart/<str:code>/fin/", set_asides.settle_set_aside, name="settle_set_aside"),
    path(PAPER + "mises-a-l-ecart/<str:code>/arrivee/", set_asides.take_sent_on, name="take_sent_on"),
    path(PAPER + "mises-a-l-ecart/<str:code>/jamais-venue/", set_asides.deny_sent_on, name="deny_sent_on"),
    path(PAPER + "ou/", where.where, name="where"),
]
