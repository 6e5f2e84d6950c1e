"""Addresses that every desk shares."""

from django.urls import path
from django.views.i18n import set_language

from massicot.web.shared import account, convocations, corrigendum, home, sign_in
from massicot.web.shared.converters import offer_row_ids
from massicot.web.shared.letter_addresses import CONVOCATION_STATE, OWN_CONVOCATION, TYPE_CODE, WELCOME

app_name = "shared"

CODE, SIGNATURE = "<str:code>", "<str:signature>"
OWN = OWN_CONVOCATION.format(code=CODE, signature=SIGNATURE)

offer_row_ids()

urlpatterns = [
    path("", home.home, name="home"),
    path("repris/", home.typed_before, name="typed_before"),
    path("compte/", account.account, name="account"),
    path("sessions/<row:session_id>/fermer/", account.close_session, name="close_session"),
    path(TYPE_CODE, sign_in.type_code, name="type_code"),
    path(WELCOME.format(code=CODE), sign_in.welcome, name="welcome"),
    path("rectificatif/<row:corrigendum_id>/", corrigendum.corrigendum, name="corrigendum"),
    path(
        CONVOCATION_STATE.format(code=CODE, signature=SIGNATURE),
        convocations.convocation_state,
        name="convocation_state",
    ),
    path(OWN, convocations.own_convocation, name="own_convocation"),
    path(f"{OWN}accuser-reception/", convocations.acknowledge_own, name="acknowledge_own"),
    path(f"{OWN}compte/", convocations.ask_for_account, name="ask_for_account"),
    path(f"{OWN}lettre/", convocations.own_letter, name="own_letter"),
    path("langue/", set_language, name="set_language"),
]
