"""Who may open which address of what all desks share: read, and sent an empty form (422: they may send it)."""

from tests.web.visitors import EVERYBODY

# anonymous, office, exam centre, marking centre, marker, inspector, school, finance, mark sheet
SIGNED_IN = (302, 200, 200, 200, 200, 200, 200, 200, 302)
SIGNED_OUT = (200, 302, 302, 302, 302, 302, 302, 302, 200)
OFFICE_HAS_ONE = (302, 302, 200, 200, 200, 200, 200, 200, 302)
ONLY_OFFICE_HAS_ONE = (302, 200, 404, 404, 404, 404, 404, 404, 302)

READING = {
    "shared:home": (302, 302, 302, 302, 302, 302, 302, 200, 302),
    "shared:account": SIGNED_IN,
    "shared:typed_before": (302, 303, 303, 303, 303, 303, 303, 303, 302),
    "shared:close_session": (405,) * EVERYBODY,
    "shared:corrigendum": (302, 404, 404, 404, 404, 404, 404, 404, 302),
    "shared:type_code": (200,) * EVERYBODY,
    "shared:welcome": (422,) * EVERYBODY,
    "shared:convocation_state": (404,) * EVERYBODY,
    "shared:own_convocation": (404,) * EVERYBODY,
    **dict.fromkeys(("shared:acknowledge_own", "shared:ask_for_account"), (405,) * EVERYBODY),
    "shared:own_letter": (404,) * EVERYBODY,
    "shared:set_language": (302,) * EVERYBODY,
    "account_login": SIGNED_OUT,
    "openid_connect_login": (404,) * EVERYBODY,
    "openid_connect_callback": (404,) * EVERYBODY,
    "account_logout": (405,) * EVERYBODY,
    "account_reauthenticate": (302, 302, 403, 403, 403, 403, 403, 403, 302),
    "account_change_password": (302,) * EVERYBODY,
    "account_reset_password": (200,) * EVERYBODY,
    "account_reset_password_done": (200,) * EVERYBODY,
    "account_reset_password_from_key": (422,) * EVERYBODY,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": (302,) * EVERYBODY,
    "mfa_reauthenticate": (302, 200, 403, 403, 403, 403, 403, 403, 302),
    "mfa_activate_totp": OFFICE_HAS_ONE,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": ONLY_OFFICE_HAS_ONE,
    "mfa_download_recovery_codes": ONLY_OFFICE_HAS_ONE,
    "mfa_generate_recovery_codes": (405,) * EVERYBODY,
    "usersessions_list": SIGNED_IN,
}

SENDING = {
    "shared:home": (405,) * EVERYBODY,
    "shared:account": (405,) * EVERYBODY,
    "shared:typed_before": (302, 303, 303, 303, 303, 303, 303, 303, 302),
    "shared:close_session": (302, 422, 422, 422, 422, 422, 422, 422, 302),
    "shared:corrigendum": (302, 404, 404, 404, 404, 404, 404, 404, 302),
    "shared:type_code": (422,) * EVERYBODY,
    "shared:welcome": (422,) * EVERYBODY,
    "shared:convocation_state": (405,) * EVERYBODY,
    "shared:own_convocation": (404,) * EVERYBODY,
    **dict.fromkeys(("shared:acknowledge_own", "shared:ask_for_account"), (404,) * EVERYBODY),
    "shared:own_letter": (405,) * EVERYBODY,
    "shared:set_language": (302,) * EVERYBODY,
    "account_login": (422, 302, 302, 302, 302, 302, 302, 302, 422),
    "openid_connect_login": (405,) * EVERYBODY,
    "openid_connect_callback": (405,) * EVERYBODY,
    "account_logout": (302,) * EVERYBODY,
    "account_reauthenticate": (302, 302, 403, 403, 403, 403, 403, 403, 302),
    "account_change_password": (302,) * EVERYBODY,
    "account_reset_password": (422,) * EVERYBODY,
    "account_reset_password_done": (405,) * EVERYBODY,
    "account_reset_password_from_key": (422,) * EVERYBODY,
    "mfa_index": (405,) * EVERYBODY,
    "mfa_authenticate": (302,) * EVERYBODY,
    "mfa_reauthenticate": (302, 422, 403, 403, 403, 403, 403, 403, 302),
    "mfa_activate_totp": (302, 302, 422, 422, 422, 422, 422, 422, 302),
    "mfa_deactivate_totp": (302, 422, 422, 422, 422, 422, 422, 422, 302),
    "mfa_view_recovery_codes": (405,) * EVERYBODY,
    "mfa_download_recovery_codes": (405,) * EVERYBODY,
    "mfa_generate_recovery_codes": (302, 303, 422, 422, 422, 422, 422, 422, 302),
    "usersessions_list": (302, 303, 303, 303, 303, 303, 303, 303, 302),
}
