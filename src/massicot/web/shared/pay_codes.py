"""Pay codes as forms offer them: those of the package, none yet, and one that is kept though it is none of them."""

from django.utils.translation import gettext

from massicot.expenses.rules.codes import code_of, pay_codes


def pay_code_choices(kept: str = "") -> list[tuple[str, str]]:
    """List what may be chosen; a kept code that is none of the rates stays in sight, and is lost by no press."""
    choices = [("", gettext("none yet: the office tells the rate later"))]
    if kept and code_of(kept) is None:
        choices.append((kept, gettext("{code}: none of the rates").format(code=kept)))
    return [*choices, *((row.code, f"{row.code} – {row.title}") for row in pay_codes())]


def tidied(kept: str) -> str:
    """Write a kept code as the choice that it is: bts-copie is BTS-COPIE; one that is none of them as it stands."""
    found = code_of(kept)
    return found.code if found else kept
