"""Reads of persons: by their identifier, with the situation of a day; their addresses; days they cannot be called."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Length, Lower
from django.db.models.lookups import IContains

from massicot.persons import models
from massicot.persons.models import Unavailability as _Row
from massicot.persons.rules import persons as rules
from massicot.persons.rules.persons import NameInUse
from massicot.store.prepared import Question

Person = models.Person
Situation = models.Situation
Unavailability = _Row


def unavailable_between(
    first: date, last: date, person_ids: Collection[int] | None = None
) -> dict[int, list[tuple[date, date]]]:
    """Map those who cannot be called on some day of these to their declarations, each from its first day to its last.

    Of some persons, or of everybody.
    """
    if person_ids is not None and not person_ids:
        return {}
    some = None if person_ids is None else list(person_ids)
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for person_id, starts_on, ends_on in _UNAVAILABLE.ask(first=first, last=last, person_ids=some):
        found[person_id].append((starts_on, ends_on))
    return dict(found)


def hold_persons(person_ids: Collection[int]) -> None:
    """Let nobody else call some persons until the end of the transaction: they are held in one order by all."""
    if person_ids:
        _HELD.ask(person_ids=list(person_ids))


def situations_among(persons: QuerySet[Any], day: date) -> dict[int, Situation]:
    """Map persons, whose ids the database lists, to their situation of a day; whoever has none is left out."""
    by_person: dict[int, list[Situation]] = defaultdict(list)
    for row in Situation.objects.filter(person_id__in=persons):
        by_person[row.person_id].append(row)
    current = {person_id: rules.situation_on(rows, day) for person_id, rows in by_person.items()}
    return {person_id: row for person_id, row in current.items() if row is not None}


def skills_among(persons: QuerySet[Any]) -> dict[int, tuple[str, ...]]:
    """Map persons, whose ids the database lists, to their skills, by name."""
    by_person: dict[int, tuple[str, ...]] = {}
    rows = models.Skill.objects.filter(person_id__in=persons).order_by("name").values_list("person_id", "name")
    for person_id, name in rows:
        by_person[person_id] = (*by_person.get(person_id, ()), name)
    return by_person


def _unavailable(first: date, last: date, person_ids: list[int] | None) -> QuerySet[Unavailability, Any]:
    rows = Unavailability.objects.filter(taken_back_at=None, starts_on__lte=last, ends_on__gte=first)
    if person_ids is not None:
        rows = rows.filter(person_id__in=person_ids)
    return rows.order_by("starts_on").values_list("person_id", "starts_on", "ends_on")


_UNAVAILABLE: Question[tuple[int, date, date]] = Question(_unavailable)
_HELD: Question[tuple[int]] = Question(
    lambda person_ids: (
        Person.objects.filter(pk__in=person_ids).order_by("pk").select_for_update(no_key=True).values_list("pk")
    )
)


"""The row that other areas are handed and may name; the table itself is imported by this area only."""


AT_ONCE = 500
"""How many values one statement looks for: the embedded database takes no endless list."""

Key = TypeVar("Key", int, str)

_SITUATIONS: Question[Situation] = Question(lambda person_ids: Situation.objects.filter(person_id__in=person_ids))
_SKILLS: Question[tuple[int, str]] = Question(
    lambda person_ids: (
        models.Skill.objects.filter(person_id__in=person_ids).order_by("name").values_list("person_id", "name")
    )
)


@dataclass(frozen=True, slots=True)
class PersonFile:
    """What is known of one person on a day."""

    person: Person
    situation: Situation | None
    skills: tuple[str, ...]


def person_by_identifier(identifier: str) -> Person:
    """Fetch a person by an identifier, in any case when only one fits; raise PersonUnknown."""
    typed = identifier.strip()
    fitting = {row.identifier: row for row in Person.objects.filter(identifier__iexact=typed)}
    person = fitting.get(typed) or (next(iter(fitting.values())) if len(fitting) == 1 else None)
    if person is None:
        raise rules.PersonUnknown(identifier=identifier)
    return person


def person_by_id(person_id: int) -> Person | None:
    """Fetch a person by their row, with their account, and whose double they are."""
    return Person.objects.select_related("account", "double_of").filter(pk=person_id).first()


def persons_by_id(person_ids: Collection[int]) -> dict[int, Person]:
    return {row.pk: row for part in _parts(person_ids) for row in Person.objects.filter(pk__in=part)}


def hold_person(person_id: int) -> None:
    """Let the school of a person stay as it is until the end of the transaction."""
    Person.objects.select_for_update(no_key=True).get(pk=person_id)


def files_of(identifiers: Collection[str], day: date) -> dict[str, PersonFile]:
    """Map those of some identifiers that somebody has to what is known of them on a day."""
    persons = [row for part in _parts(identifiers) for row in Person.objects.filter(identifier__in=part)]
    ids = [row.pk for row in persons]
    situations = situations_of(ids, day)
    skills = skills_of(ids)
    return {row.identifier: PersonFile(row, situations.get(row.pk), skills.get(row.pk, ())) for row in persons}


def situations_of(person_ids: Collection[int], day: date) -> dict[int, Situation]:
    """Map persons to their situation of a day; whoever has none is left out."""
    by_person: dict[int, list[Situation]] = defaultdict(list)
    for part in _parts(person_ids):
        for row in _SITUATIONS.ask(person_ids=part):
            by_person[row.person_id].append(row)
    current = {person_id: rules.situation_on(rows, day) for person_id, rows in by_person.items()}
    return {person_id: row for person_id, row in current.items() if row is not None}


def institution_of(person_id: int, day: date) -> str:
    """Give the UAI of the institution where a person teaches on a day; empty when nobody said."""
    situation = situations_of([person_id], day).get(person_id)
    return situation.institution_uai if situation else ""


def institution_on(person: OuterRef, day: date) -> Coalesce:
    """Write the UAI of the institution of a row's person on a day, for lists that the database cuts and sorts."""
    rows = Situation.objects.filter(person_id=person)
    begun = rows.filter(since__lte=day).order_by("-since").values("institution_uai")[:1]
    return Coalesce(Subquery(begun), Subquery(rows.order_by("since").values("institution_uai")[:1]))


def skills_of(person_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Map persons to their skills, by name."""
    by_person: dict[int, tuple[str, ...]] = {}
    for part in _parts(person_ids):
        for person_id, name in _SKILLS.ask(person_ids=part):
            by_person[person_id] = (*by_person.get(person_id, ()), name)
    return by_person


def _parts(values: Collection[Key]) -> Iterator[list[Key]]:
    ordered = sorted(values)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def person_rows(day: date) -> QuerySet[Person]:
    """Find all persons, by name; each has the UAI where they teach on a day, as `institution_uai`."""
    rows = Person.objects.annotate(institution_uai=institution_on(OuterRef("pk"), day))
    return rows.order_by("surname", "first_name", "identifier")


def person_called(words: str) -> Q:
    """Look for persons whose name, as people call them or as lists write it, holds these words."""
    called = Concat("first_name", Value(" "), "surname")
    listed = Concat("surname", Value(" "), "first_name")
    return Q(IContains(called, words)) | Q(IContains(listed, words))


def persons_called(words: str) -> QuerySet[Person]:
    """Find the persons whose name holds some words, or who have them as their identifier."""
    return Person.objects.filter(person_called(words) | Q(identifier__iexact=words))


def standing(answer: str) -> Q:
    """Look for persons who are set aside (`oui`), for those who may be called, or who ask for an `adresse`."""
    if answer == "adresse":
        return ~Q(asked_email="")
    return Q(set_aside_at__isnull=answer != "oui")


def addresses_asked() -> Subquery:
    """Count the persons who ask for another address, as a value of another statement."""
    rows = Person.objects.exclude(asked_email="").order_by().values(one=Value(1))
    return Subquery(rows.annotate(counted=Count("pk")).values("counted"))


def among(person_ids: Any) -> Q:
    """Look for persons of another question."""
    return Q(pk__in=person_ids)


def known_identifiers() -> set[str]:
    """List the identifiers that somebody has."""
    return set(Person.objects.values_list("identifier", flat=True))


def situations_told(person_id: int) -> list[Situation]:
    """List what was told of a person's situations, the newest first."""
    return list(Situation.objects.filter(person_id=person_id).order_by("-since"))


def perhaps_untold(person: OuterRef) -> Q:
    """Look for rows whose person has a situation without an employer, or none: few, of whom the day says the rest."""
    told = Situation.objects.filter(person=person)
    silent = told.filter(employer_kind="", is_state_agent__isnull=True)
    return Q(Exists(silent)) | ~Q(Exists(told))


"""The row that other areas are handed and may name; the table itself is imported by this area only."""


def unavailabilities_of(person_ids: Collection[int]) -> Mapping[int, list[Unavailability]]:
    """Map persons to the days on which they cannot be called, taken back ones left out, the first day first."""
    by_person: dict[int, list[Unavailability]] = defaultdict(list)
    for part in _parts(person_ids):
        rows = Unavailability.objects.filter(person_id__in=part, taken_back_at__isnull=True)
        for row in rows.order_by("starts_on", "pk"):
            by_person[row.person_id].append(row)
    return by_person


def unavailable_on(person_ids: Collection[int], first: date, last: date) -> Mapping[int, list[Unavailability]]:
    """Map those of some persons who cannot be called on one of some days, both ends included, to what was declared."""
    told = unavailabilities_of(person_ids)
    kept = {key: [row for row in rows if row.starts_on <= last and row.ends_on >= first] for key, rows in told.items()}
    return {key: rows for key, rows in kept.items() if rows}


def unavailability_of(person_id: int, unavailability_id: int) -> Unavailability | None:
    """Find some days of one person, taken back or not."""
    return Unavailability.objects.filter(pk=unavailability_id, person_id=person_id).first()


WRITTEN_OTHERWISE = 3
"""By how many signs a name may be longer that is the same one: œ for oe, a space, a hyphen left out."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody who may be, or was said to be, the same human as another person."""

    person: Person
    has_same_name: bool
    has_same_address: bool
    is_double: bool
    """Whether they were set aside as the double of that person."""


def persons_alike(person: Person) -> list[Alike]:
    """List who bears the name of a person (accents, capitals, hyphens apart) or their address, or is their double."""
    name = NameInUse(person.surname, person.first_name)
    email = person.email.strip().lower()
    called = Q(surname_signs__range=_around(person.surname), first_signs__range=_around(person.first_name))
    asked = called | Q(double_of=person) | (Q(email__iexact=email) if email else Q())
    near = Person.objects.alias(surname_signs=Length("surname"), first_signs=Length("first_name")).filter(asked)
    fields = ("pk", "surname", "first_name", "email", "double_of_id")
    found = {}
    for pk, surname, first_name, address, double_of in near.exclude(pk=person.pk).values_list(*fields):
        told = (name.is_of(surname, first_name), bool(email) and address.lower() == email, double_of == person.pk)
        if any(told):
            found[pk] = told
    rows = Person.objects.filter(pk__in=found).order_by("identifier") if found else ()
    return [Alike(row, *found[row.pk]) for row in rows]


def same_human(person_ids: Collection[int]) -> set[int]:
    """List who is the same human as some persons, by what the office said of doubles: they themselves too."""
    known = set(person_ids)
    found = known
    while found:
        stays = Person.objects.filter(pk__in=found, double_of__isnull=False).values("double_of")
        rows = Person.objects.filter(Q(double_of__in=found) | Q(pk__in=stays))
        found = set(rows.values_list("pk", flat=True)) - known
        known |= found
    return known


def _around(text: str) -> tuple[int, int]:
    return (len(text) - WRITTEN_OTHERWISE, len(text) + WRITTEN_OTHERWISE)


_OF_ACCOUNT = Question(lambda account_id: Person.objects.filter(account_id=account_id).order_by("pk")[:1])


def addresses_of(person: Person) -> list[str]:
    """List the addresses by which a human is known, whatever the identifier: those of letters, and their logins."""
    people = Person.objects.filter(pk__in=same_human([person.pk])).select_related("account").order_by("pk")
    known = [(one.email.strip().lower(), one.account.email if one.account is not None else "") for one in people]
    return list(dict.fromkeys(address for addresses in known for address in addresses if address))


def tied_logins() -> Mapping[str, str]:
    """Map the identifiers of those who have an account to its login."""
    return dict(Person.objects.filter(account__isnull=False).values_list("identifier", "account__email"))


def persons_at(email: str, but: int = 0) -> list[Person]:
    """List the persons of one address, by identifier, without one of them; doubles are no humans of their own."""
    if not email:
        return []
    rows = Person.objects.filter(email__iexact=email.strip(), double_of__isnull=True).exclude(pk=but)
    return list(rows.order_by("identifier"))


def person_of_account(account_id: int) -> Person | None:
    return _OF_ACCOUNT.first(account_id=account_id)


def humans_at(emails: Collection[str]) -> set[int]:
    """List the persons who are known by one of some addresses, and the same humans under other identifiers."""
    typed = [email.strip().lower() for email in emails]
    theirs = Q(email_typed__in=typed) | Q(account__email__in=typed)
    return same_human(Person.objects.alias(email_typed=Lower("email")).filter(theirs).values_list("pk", flat=True))
