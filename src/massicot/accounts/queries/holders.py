"""Reads of the journal of accounts: who could have come in as whom."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from massicot.accounts.models import OneTimeLink
from massicot.accounts.queries.accounts import subject_of
from massicot.accounts.rules import holders
from massicot.accounts.rules.holders import Deed
from massicot.audit import queries as audit


def deeds_on(login: str, at: datetime) -> list[Deed]:
    """List the acts on an account up to an instant, oldest first."""
    lines = audit.acts_of(subject_of(login))
    return [Deed(line.act, line.by, line.at) for line in lines if line.at <= at]


def ways_into(login: str, at: datetime) -> list[Deed]:
    """List by which acts, oldest first, somebody else could have come in as a person by an instant."""
    return holders.ways_in(login, deeds_on(login, at))


def stood_behind(login: str, at: datetime) -> frozenset[str]:
    """Name everybody who could have come in as a person by an instant, the person among them."""
    return _stood_behind([(login, at)], {})


def _stood_behind(starts: list[tuple[str, datetime]], lines: dict[str, list[Deed]]) -> frozenset[str]:
    """Follow the ways in, all who are reached at once looked up in one question; `lines` keeps who was looked up."""
    seen: set[tuple[str, datetime]] = set()
    reached = set(starts)
    while reached:
        _look_up({who for who, _ in reached}, lines)
        seen |= reached
        ways = [deed for who, at in reached for deed in holders.ways_in(who, _until(lines[who], at))]
        reached = {(deed.by, deed.at) for deed in ways} - seen
    return frozenset(who for who, _ in seen)


def _look_up(logins: set[str], lines: dict[str, list[Deed]]) -> None:
    if missing := logins - lines.keys():
        lines |= {login: [] for login in missing} | _deeds_of(missing)


def _until(deeds: list[Deed], at: datetime) -> list[Deed]:
    return [deed for deed in deeds if deed.at <= at]


def shared_behind(first: str, first_at: datetime, second: str, second_at: datetime) -> list[str]:
    """Name who could have come in as both of two persons, each at the instant of their act; nobody: they are two."""
    lines: dict[str, list[Deed]] = {}
    _look_up({first, second}, lines)
    return sorted(_stood_behind([(first, first_at)], lines) & _stood_behind([(second, second_at)], lines))


def check_are_two(first: str, first_at: datetime, second: str, second_at: datetime) -> None:
    """Refuse two accounts that one person could have used both; raise RestOnOne."""
    if shared := shared_behind(first, first_at, second, second_at):
        raise holders.RestOnOne(first=first, second=second, who=", ".join(shared))


def resting_on_others(logins: Iterable[str], at: datetime) -> dict[str, list[str]]:
    """Map those of some logins whose access rests on others to these others, in one question."""
    deeds = _deeds_by_login(logins, at)
    ways_of = {login: holders.ways_in(login, deeds[login]) for login in deeds}
    return {login: sorted({deed.by for deed in deeds_of}) for login, deeds_of in sorted(ways_of.items()) if deeds_of}


def has_good_link(login: str, at: datetime) -> bool:
    """Say whether a link of a person is good and was not used yet."""
    return OneTimeLink.objects.filter(account__email=login, used_at__isnull=True, expires_at__gt=at).exists()


def check_may_confirm(email: str, by: str, at: datetime) -> None:
    """Refuse a confirmation of what has not to be confirmed, or by one of those behind it."""
    behind = stood_behind(email, at)
    if behind == {email}:
        raise holders.NothingToConfirm(email=email)
    if holders.is_person(by) and (shared := behind & stood_behind(by, at)):
        raise holders.ConfirmerNotApart(email=email, who=", ".join(sorted(shared)))


def _deeds_by_login(logins: Iterable[str], at: datetime) -> dict[str, list[Deed]]:
    return {login: _until(deeds, at) for login, deeds in _deeds_of(logins).items()}


def _deeds_of(logins: Iterable[str]) -> dict[str, list[Deed]]:
    deeds: dict[str, list[Deed]] = defaultdict(list)
    for line in audit.acts_on([subject_of(login) for login in logins]):
        deeds[line.subject.partition(":")[2]].append(Deed(line.act, line.by, line.at))
    return deeds
