"""Addresses that every desk shares."""

from django.urls import path
from django.views.i18n import set_language

from massicot.web.shared import account, convocations, corrigendum, sign_in, views
from massicot.web.shared.converters import offer_row_ids

app_name = "shared"

offer_row_ids()

urlpatterns = [
    path("", views.home, name="home"),
    path("repris/", views.typed_before, name="typed_before"),
    path("compte/", account.account, name="account"),
    path("sessions/<row:session_id>/fermer/", account.close_session, name="close_session"),
    path("bienvenue/", sign_in.type_code, name="type_code"),
    path("bienvenue/<str:code>/", sign_in.welcome, name="welcome"),
    path("rectificatif/<row:corrigendum_id>/", corrigendum.corrigendum, name="corrigendum"),
    path("convocations/<str:code>/<str:signature>/", convocations.convocation_state, name="convocation_state"),
    path("ma-convocation/<str:code>/<str:signature>/", convocations.own_convocation, name="own_convocation"),
    path(
        "ma-convocation/<str:code>/<str:signature>/accuser-reception/",
        convocations.acknowledge_own,
        name="acknowledge_own",
    ),
    path("ma-convocation/<str:code>/<str:signature>/compte/", convocations.ask_for_account, name="ask_for_account"),
    path("ma-convocation/<str:code>/<str:signature>/lettre/", convocations.own_letter, name="own_letter"),
    path("langue/", set_language, name="set_language"),
]
