"""What allauth asks of this program: who may sign in, how secrets are kept, by what road letters leave."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from massicot.accounts import queries as accounts
from massicot.accounts import rules
from massicot.accounts import services as account_acts
from massicot.accounts.queries import Account
from massicot.core.actor import SYSTEM, Actor
from massicot.web.shared import browser_sessions, devices, origin, proof, refusals, tries

INCORRECT_CODE = gettext_lazy("This code is not the right one: wait for the next one on the telephone, and type it.")
TOO_MANY = gettext_lazy("Too many wrong tries: wait five minutes, then try again, or ask the exam office for help.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the office only; what changes one is an act of `accounts`, with its journal line."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "Nobody signs in with this e-mail and this password: type both again, capitals and small letters as chosen."
        ),
        "enter_current_password": gettext_lazy("This is not your present password: type it again."),
        "incorrect_password": gettext_lazy("This is not your password: type it again."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let nobody open an account for themselves."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer with pages only."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Leave it to our views to say what was done."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Tell from which address a try is counted."""
        return origin.address_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try before it is checked: five of one sender at one account, and many of all strangers there.

        One that has no tries left is refused first, and counted nowhere.
        """
        door = tries.door_of(str(credentials.get("email", "")))
        if tries.is_spent(request, door):
            raise self.validation_error("too_many_login_attempts")
        counted = tries.counted(request, door)
        usages = [ratelimit.consume(request, app=tries.APP, action=action, key=key) for action, key in counted.items()]
        if not all(usages):
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage = RateLimitUsage([one for usage in usages for one in usage.usage])

    def post_login(self, request: HttpRequest, user: Account, **about: Any) -> HttpResponse:
        """List the browser among those of the person, and let it keep that it has signed in here."""
        response: HttpResponse = super().post_login(request, user, **about)
        browser_sessions.note(request, user)
        devices.remember(request, response, user.email)
        return response

    def login(self, request: HttpRequest, user: Account) -> None:
        """Sign somebody in until their browser is closed, whichever way they came."""
        before = request.session.session_key
        super().login(request, user)
        if request.session.session_key == before:
            # The same person again, who had stayed away.
            request.session.cycle_key()
        request.session.set_expiry(0)

    def set_password(self, user: Account, password: str) -> None:
        """Change a password as an act: every other browser is signed out."""
        account_acts.change_password(
            account=user,
            password=password,
            kept_session=browser_sessions.kept_as(self.request),
            by=Actor(user.email),
            at=timezone.now(),
        )

    def respond_user_inactive(self, request: HttpRequest, user: Account) -> HttpResponse:
        """Tell somebody whose account is closed, once they have proven who they are."""
        sentence = gettext("Your account is closed: call the exam office if you still have work to do here.")
        return refusals.answer(request, sentence, title=gettext("Account closed"), status=403)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask who is there again unless they have just proven it, by whatever means."""
        return not proof.is_recent(self.request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Write the address of this installation in letters, never the one that the request claims."""
        account_key, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": account_key, "key": token})
        return f"{settings.MASSICOT_BASE_URL}{path}"

    def send_password_reset_mail(self, user: Account, email: str, context: dict[str, Any]) -> None:
        """Put the letter with the link in the outbox, if it is somebody's; its first line is its subject."""
        subject, _, body = render_to_string("shared/letters/new_password.txt", context).partition("\n\n")
        account_acts.send_new_password_letter(to=user.email, subject=subject, body=body, by=SYSTEM, at=timezone.now())


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept sealed."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": INCORRECT_CODE,
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for the table."""
        return rules.seal_secret(settings.SECRET_KEY, text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret; raise SealBroken."""
        return rules.unseal_secret(settings.SECRET_KEY, encrypted_text)


class IdentityAdapter(DefaultSocialAccountAdapter):
    """The institution's identity provider vouches for an e-mail; the account must be there. Nothing is kept of it."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account whose e-mail the provider has checked, or say that there is none."""
        emails = [address.email for address in sociallogin.email_addresses if address.verified]
        account = accounts.account_by_email(emails[0]) if emails else None
        if account is None:
            raise ImmediateHttpResponse(self._unknown(request, emails))
        sociallogin.user = account
        sociallogin.state["process"] = AuthProcess.LOGIN

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Say that the way through the provider failed, with our own page."""
        sentence = gettext("Signing in with the identity provider did not succeed: start again from the sign-in page.")
        raise ImmediateHttpResponse(refusals.answer(request, sentence, title=gettext("Not signed in"), status=403))

    def _unknown(self, request: HttpRequest, emails: list[str]) -> HttpResponse:
        if emails:
            sentence = gettext("{email} has no account here: ask the exam office to open one.").format(email=emails[0])
        else:
            sentence = gettext(
                "The identity provider does not vouch for your e-mail: sign in with a password, or ask whoever runs it."
            )
        return refusals.answer(request, sentence, title=gettext("Not signed in"), status=403)
