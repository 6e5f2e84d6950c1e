"""How the kinds of employers are called where they are read and chosen."""

from django.utils.translation import gettext_lazy

from massicot.persons.rules import EmployerKind

EMPLOYERS = {
    EmployerKind.ACADEMY: gettext_lazy("this academy"),
    EmployerKind.OTHER_ACADEMY: gettext_lazy("another academy"),
    EmployerKind.CONTRACT: gettext_lazy("private school under contract"),
    EmployerKind.CFA: gettext_lazy("apprentice training centre"),
    EmployerKind.OUTSIDE: gettext_lazy("outside: professional, or nobody's"),
    EmployerKind.RETIRED: gettext_lazy("retired"),
}
"""Who employs a person, in the order in which they are chosen."""

STATE_AGENT = {True: gettext_lazy("agent of the State"), False: gettext_lazy("not an agent of the State")}

STATE_CHOICES = (("", gettext_lazy("not known")), ("oui", gettext_lazy("yes")), ("non", gettext_lazy("no")))
STATE_ANSWERS = {"oui": True, "non": False, "": None}
"""How a form asks whether somebody is an agent of the State, and what each answer says."""
