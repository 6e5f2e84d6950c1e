"""What the provider says of a person: their e-mail, and whether it has checked it."""

from oauth2_provider.oauth2_validators import OAuth2Validator

from tests.oidc.people import CHECKED


class Claims(OAuth2Validator):
    """Tells the e-mail with the scope of that name."""

    oidc_claim_scope = {**OAuth2Validator.oidc_claim_scope, "email_verified": "email"}

    def get_additional_claims(self, request):
        """Add the e-mail to what is told."""
        email = request.user.get_username()
        return {"email": email, "email_verified": CHECKED[email]}
