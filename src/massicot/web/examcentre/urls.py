"""Addresses of the exam centre's desk."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from massicot.web.examcentre import prints
from massicot.web.examcentre.checks import views as checks
from massicot.web.examcentre.checks.acts import ROOM_CHECKS
from massicot.web.examcentre.converters import RoomConverter
from massicot.web.examcentre.day.acts import CLOSE_DAY, REOPEN_DAY
from massicot.web.examcentre.home import views as home
from massicot.web.examcentre.parcels import packing
from massicot.web.examcentre.parcels import views as parcels
from massicot.web.examcentre.reports import views as reports
from massicot.web.examcentre.reports.acts import ROOM_REPORT
from massicot.web.examcentre.rooms import off_list
from massicot.web.examcentre.rooms import views as rooms
from massicot.web.examcentre.rooms.acts import ROOM
from massicot.web.examcentre.slips import SLIPS
from massicot.web.examcentre.strips import views as strips
from massicot.web.examcentre.strips.destroyed import STRIPS_DESTROYED, print_strip_certificate
from massicot.web.shared.acts import addresses_of
from massicot.web.shared.converters import offer_row_ids

app_name = "examcentre"

register_converter(RoomConverter, "room")
offer_row_ids()

_of_a_room = [
    path("ligne/", rooms.key_line, name="key_line"),
    path("etiquette/", rooms.tick_label, name="tick_label"),
    path("confirmation/", rooms.confirm_room, name="confirm_room"),
    path("comptage/", rooms.count_room, name="count_room"),
    path("etiquettes/encore/", checks.print_labels_again, name="print_labels_again"),
    path("etiquettes/feuilles/", checks.print_sheet_labels, name="print_sheet_labels"),
    path("etiquettes/reserve/", checks.stick_spare, name="stick_spare"),
    path("hors-liste/numeros/", off_list.ask_for_numbers, name="ask_for_numbers"),
    path("hors-liste/assis-ici/", off_list.seat_here, name="seat_here"),
    path("hors-liste/retour/", off_list.take_back_seat, name="take_back_seat"),
    path("hors-liste/", off_list.add_off_list, name="add_off_list"),
    path("proces-verbal/impression/", reports.print_report, name="print_report"),
]

_of_a_paper: list[URLPattern | URLResolver] = [
    path("", home.paper, name="paper"),
    path("salles/", rooms.rooms, name="rooms"),
    path("salles/<room:room>/", include(_of_a_room)),
    path("en-tetes/", strips.box_strips, name="box_strips"),
    path("en-tetes/retrouve/", strips.find_strip, name="find_strip"),
    path("en-tetes/<str:ref>/retour/", strips.unbox_strips, name="unbox_strips"),
    path(
        "en-tetes/destruction/<row:destruction_id>/attestation/",
        print_strip_certificate,
        name="print_strip_certificate",
    ),
    path("paquets/", parcels.parcels, name="parcels"),
    path("paquets/vers/<slug:destination>/", packing.pack, name="pack"),
    path("paquets/vers/<slug:destination>/retrouvee/", packing.find_left_out, name="find_left_out"),
    path("paquets/<str:code>/", parcels.parcel, name="parcel"),
    path("paquets/<str:code>/depart/", parcels.send_parcel, name="send_parcel"),
    path("paquets/<str:code>/ouverture/", parcels.unpack_parcel, name="unpack_parcel"),
    path("paquets/<str:code>/pieces/", parcels.enclose_papers, name="enclose_papers"),
    path("paquets/<str:code>/bordereau/", prints.print_note, name="print_note"),
    path("impressions/", prints.prints, name="prints"),
    path("impressions/etiquettes/", prints.print_labels, name="print_labels"),
    path("impressions/liste-d-anonymat/", prints.print_list, name="print_list"),
    path("impressions/listes-d-emargement/", prints.print_registers, name="print_registers"),
    path("impressions/proces-verbaux/", prints.print_reports, name="print_reports"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("<str:uai>/<str:session>/<str:paper>/", include(_of_a_paper)),
    *addresses_of(ROOM, ROOM_CHECKS, ROOM_REPORT, CLOSE_DAY, REOPEN_DAY, SLIPS, STRIPS_DESTROYED),
]
