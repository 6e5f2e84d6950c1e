"""An identity provider of the institution (OpenID Connect), when the environment names one."""

from typing import Any

import environ

PROVIDER_ID = "identite"


def provider(env: environ.Env) -> tuple[str, dict[str, Any]]:
    """Read the name on the button and the settings of the provider: both empty when there is none."""
    issuer = env.str("MASSICOT_OIDC_URL", default="")
    if not issuer:
        return "", {}
    name = env.str("MASSICOT_OIDC_NAME", default="OpenID Connect")
    app = {
        "provider_id": PROVIDER_ID,
        "name": name,
        "client_id": env.str("MASSICOT_OIDC_CLIENT_ID"),
        "secret": env.str("MASSICOT_OIDC_SECRET"),
        "settings": {"server_url": issuer.rstrip("/")},
    }
    return name, {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
