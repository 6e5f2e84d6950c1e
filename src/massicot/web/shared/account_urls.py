"""Addresses of signing in and of one's own account: those of allauth that we want, under its names, and no other."""

from django.conf import settings
from django.urls import path, re_path

from massicot.web.shared import account, passwords, second_factor, sign_in

PROVIDER = {"provider_id": settings.MASSICOT_OIDC_ID}

urlpatterns = [
    path("connexion/", sign_in.SignIn.as_view(), name="account_login"),
    path("connexion/identite/", sign_in.leave_for_provider, PROVIDER, name="openid_connect_login"),
    path("connexion/identite/retour/", sign_in.return_from_provider, PROVIDER, name="openid_connect_callback"),
    path("deconnexion/", sign_in.SignOut.as_view(), name="account_logout"),
    path("confirmer/", sign_in.PasswordProof.as_view(), name="account_reauthenticate"),
    path("mot-de-passe/", passwords.ChangePassword.as_view(), name="account_change_password"),
    path("mot-de-passe/oublie/", passwords.ForgottenPassword.as_view(), name="account_reset_password"),
    path("mot-de-passe/oublie/envoi/", passwords.LetterAsked.as_view(), name="account_reset_password_done"),
    re_path(
        r"^mot-de-passe/oublie/(?P<uidb36>[0-9a-z]+)-(?P<key>[^/]+)/$",
        passwords.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path("second-facteur/", second_factor.index, name="mfa_index"),
    path("second-facteur/code/", sign_in.SecondStep.as_view(), name="mfa_authenticate"),
    path("second-facteur/confirmer/", sign_in.CodeProof.as_view(), name="mfa_reauthenticate"),
    path("second-facteur/ajouter/", second_factor.Activate.as_view(), name="mfa_activate_totp"),
    path("second-facteur/retirer/", second_factor.deactivate, name="mfa_deactivate_totp"),
    path("second-facteur/secours/", second_factor.recovery_codes, name="mfa_view_recovery_codes"),
    path("second-facteur/secours/fichier/", second_factor.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("second-facteur/secours/nouveaux/", second_factor.draw_recovery_codes, name="mfa_generate_recovery_codes"),
    path("sessions/", account.sessions, name="usersessions_list"),
]
