"""Addresses of the exam centre's desk."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from massicot.web.examcentre.converters import RoomConverter
from massicot.web.examcentre.views import (
    attendance,
    checks,
    corrections,
    day,
    elsewhere,
    home,
    off_list,
    packing,
    parcels,
    prints,
    reports,
    rooms,
    slips,
    strips,
)
from massicot.web.shared.converters import offer_row_ids

app_name = "examcentre"

register_converter(RoomConverter, "room")
offer_row_ids()

_of_a_room = [
    path("", attendance.room, name="room"),
    path("ligne/", attendance.key_line, name="key_line"),
    path("etiquette/", attendance.tick_label, name="tick_label"),
    path("confirmation/", attendance.confirm_room, name="confirm_room"),
    path("comptage/", corrections.count_room, name="count_room"),
    path("retour/", corrections.take_back_room, name="take_back_room"),
    path("correction/", corrections.correct_line, name="correct_line"),
    path("retard/", corrections.note_late, name="note_late"),
    path("retard/retour/", corrections.take_back_late, name="take_back_late"),
    path("controles/", checks.room_checks, name="room_checks"),
    path("controles/faits/", checks.check_room, name="check_room"),
    path("controles/etiquettes/", checks.compare_labels, name="compare_labels"),
    path("controles/retour/", checks.take_back_check, name="take_back_check"),
    path("controles/constats/", checks.note_finding, name="note_finding"),
    path("controles/constats/retour/", checks.take_back_finding, name="take_back_finding"),
    path("etiquettes/encore/", checks.print_labels_again, name="print_labels_again"),
    path("etiquettes/feuilles/", checks.print_sheet_labels, name="print_sheet_labels"),
    path("etiquettes/reserve/", checks.stick_spare, name="stick_spare"),
    path("hors-liste/numeros/", off_list.ask_for_numbers, name="ask_for_numbers"),
    path("hors-liste/assis-ici/", elsewhere.seat_here, name="seat_here"),
    path("hors-liste/retour/", elsewhere.take_back_seat, name="take_back_seat"),
    path("hors-liste/", off_list.add_off_list, name="add_off_list"),
    path("proces-verbal/", reports.room_report, name="room_report"),
    path("proces-verbal/incident/", reports.note_incident, name="note_incident"),
    path("proces-verbal/incident/<row:incident_id>/retour/", reports.take_back_incident, name="take_back_incident"),
    path("proces-verbal/signature/", reports.sign_report, name="sign_report"),
    path("proces-verbal/reouverture/", reports.reopen_report, name="reopen_report"),
    path("proces-verbal/impression/", reports.print_report, name="print_report"),
]

_of_a_paper: list[URLPattern | URLResolver] = [
    path("", home.paper, name="paper"),
    path("salles/", rooms.rooms, name="rooms"),
    path("salles/<room:room>/", include(_of_a_room)),
    path("cloture/", day.close_day, name="close_day"),
    path("reouverture/", day.reopen_day, name="reopen_day"),
    path("en-tetes/", strips.box_strips, name="box_strips"),
    path("en-tetes/retrouve/", strips.find_strip, name="find_strip"),
    path("en-tetes/<str:ref>/retour/", strips.unbox_strips, name="unbox_strips"),
    path("paquets/", parcels.parcels, name="parcels"),
    path("paquets/vers/<slug:destination>/", packing.pack, name="pack"),
    path("paquets/vers/<slug:destination>/retrouvee/", packing.find_left_out, name="find_left_out"),
    path("paquets/<str:code>/", parcels.parcel, name="parcel"),
    path("paquets/<str:code>/depart/", parcels.send_parcel, name="send_parcel"),
    path("paquets/<str:code>/ouverture/", parcels.unpack_parcel, name="unpack_parcel"),
    path("paquets/<str:code>/pieces/", parcels.enclose_papers, name="enclose_papers"),
    path("paquets/<str:code>/bordereau/", prints.print_note, name="print_note"),
    path("fiches/", slips.slips, name="slips"),
    path("fiches/<str:code>/accuse/", slips.acknowledge_slip, name="acknowledge_slip"),
    path("impressions/", prints.prints, name="prints"),
    path("impressions/etiquettes/", prints.print_labels, name="print_labels"),
    path("impressions/liste-d-anonymat/", prints.print_list, name="print_list"),
    path("impressions/listes-d-emargement/", prints.print_registers, name="print_registers"),
    path("impressions/proces-verbaux/", prints.print_reports, name="print_reports"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("<str:uai>/<str:session>/<str:paper>/", include(_of_a_paper)),
]
