"""100,000 requests that no page sends, at every address of every desk as `massicot serve` serves it: none breaks it.

Each desk is shot at by whoever it opens for, drawn from the resolver and the forms of its pages (tests/hostile/volleys.py),
as raw bytes on sockets. First those to whom no desk opens: not a row but their own browser sessions may move. Then the
exam centre, the marking centre and a mark sheet: no row of another centre may. Last the office, which may all.
`bench_desks.py SHOTS SEED`.
"""

import http.client
import os
import socket
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import ground
import sized

ground.set_up()

import served
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import setup_test_environment

from massicot.audit import queries as audit
from tests import world
from tests.cast import CEDRES, PERRIN
from tests.hostile.surroundings import keep_key
from tests.hostile.volleys import Battery, forms_of, queries_of
from tests.web.visitors import ANONYMOUS, ARGUMENTS, SHEET, addresses, visitor

SHOTS, SEED = sized.number(100_000, smoke=600), sized.number(15, smoke=15, place=1)
STRANGERS = (ANONYMOUS, "marker", "inspector", "school", "finance")
DESKS = {"exam-centre": "examcentre", "marking-centre": "markingcentre", SHEET: "portal"}
SHARES = {"strangers": 0.3, "desks": 0.4, "office": 0.3}
AT_ADDRESS, AT_FORM, PATIENCE_S = 4, 4, 30
MAY_MOVE = {"django_session", "usersessions_usersession", "audit_journalhead", "audit_journalline"}
MAY_MOVE |= {"jobs_workersign", "anonymity_oldversions", "accounts_counter"}
"""Browser sessions, the lines of the journal on whoever closes theirs, what the worker notes of itself, counted tries."""

OF_SIGNING_IN = {"last_login"}
"""Columns that this script changes itself: it signs its visitors in again."""

OF_CENTRES = ("centre_uai", "uai", "exam_centre_uai", "origin_uai")
OURS = {CEDRES, PERRIN, ""}
COME_AGAIN = {429, 503}


class Gunner:
    """One visitor with a connection of their own, and what they were answered."""

    def __init__(self, built, port, who, names, seed):
        self.built, self.port, self.who, self.names = built, port, who, names
        self.battery, self.statuses, self.faults = Battery(seed), Counter(), []
        self.line = None
        self.cookies = {"csrftoken": "x" * 32}
        self.sign_in()

    def sign_in(self):
        """Come in a new browser, where one may still: a mark sheet that was locked or voided opens nothing."""
        try:
            come = visitor(self.built, self.who)
        except AssertionError:
            return
        self.cookies |= {name: one.value for name, one in come.cookies.items()}

    def written(self, shot):
        """Write a shot as bytes."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = {"Host": f"127.0.0.1:{self.port}", "Cookie": cookies, "Content-Length": str(len(shot.body))}
        head |= {"Content-Type": shot.kind, "X-CSRFToken": self.cookies["csrftoken"], **dict(shot.headers)}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        return f"{shot.method} {shot.path} HTTP/1.1\r\n{lines}\r\n".encode("utf-8", "replace") + shot.body

    def ask(self, shot):
        """Send a shot; give the answer and its body, or nothing when the connection was closed without one."""
        for _ in range(2):  # a kept connection may have been closed meanwhile, as browsers know
            is_kept = self.line is not None
            try:
                self.line = self.line or socket.create_connection(("127.0.0.1", self.port), PATIENCE_S)
                self.line.sendall(self.written(shot))
                answer = http.client.HTTPResponse(self.line, method=shot.method)
                answer.begin()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                self.line = None
                if is_kept:
                    continue
                return None, b""
            if answer.will_close:
                self.line = None
            return answer, body
        return None, b""

    def take(self, shot):
        """Send one shot, and keep what is wrong with its answer."""
        answer, body = self.ask(shot)
        status = answer.status if answer else 0
        self.statuses[status] += 1
        asks_to_wait = status in COME_AGAIN and answer.headers["Retry-After"] and body
        if status == 0 or (status >= 500 and not asks_to_wait):
            self.faults.append((self.who, status, str(shot)[:300], body[:200]))
        return status, body

    def play(self, shots):
        """Shoot at one address after another until so many are sent."""
        while self.statuses.total() < shots:
            name = self.battery.chance.choice(self.names)
            address = addresses()[name]
            status, page = self.take(self.battery.plain(address))
            if status == 302 and self.who != ANONYMOUS:
                self.sign_in()
            for _ in range(AT_ADDRESS):
                self.take(self.battery.at_address(address, ARGUMENTS.get(name, {}).values()))
            if status == 200 and page.lstrip()[:9].lower() == b"<!doctype":
                self.shoot_at_forms(page.decode(), address)
        connection.close()

    def shoot_at_forms(self, page, address):
        """Send the forms of a page as no page would."""
        self.battery.names += sorted(queries_of(page))
        forms = forms_of(page, address)
        for _ in range(AT_FORM if forms else 0):
            self.take(self.battery.at_form(self.battery.chance.choice(forms)))


def rows():
    """Read every table: of each row its key, its content, and the centre that it is of."""
    tables = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            columns = [field.column for field in model._meta.concrete_fields if field.column not in OF_SIGNING_IN]
            names = ", ".join(map(connection.ops.quote_name, columns))
            cursor.execute(f"SELECT {names} FROM {connection.ops.quote_name(model._meta.db_table)}")
            tables[model._meta.db_table] = {
                repr(row): next((row[columns.index(name)] for name in OF_CENTRES if name in columns), "")
                for row in cursor
            }
    return tables


def moved(before, after):
    """List the tables of which a row came, went or changed, with the centres of these rows."""
    return {
        table: {(before[table] | after[table])[row] for row in before[table].keys() ^ after[table].keys()}
        for table in after
        if before[table] != after[table]
    }


def volleys(built, port, shots, crowd):
    """Let a crowd shoot, each in a thread of their own; give the gunners and what moved."""
    before = rows()
    gunners = [Gunner(built, port, who, names, SEED + rank) for rank, (who, names) in enumerate(crowd)]
    with ThreadPoolExecutor(len(gunners)) as threads:
        list(threads.map(lambda one: one.play(shots // len(gunners)), gunners))
    return gunners, moved(before, rows())


def names_of(space):
    """Name the addresses of a desk."""
    return [name for name in addresses() if name.partition(":")[0] == space]


def told(phase, gunners, changed, took):
    """Print one phase; give its faults."""
    statuses = sum((one.statuses for one in gunners), Counter())
    faults = [fault for one in gunners for fault in one.faults]
    print(
        f"{phase}: {statuses.total()} requests in {took:.0f} s: {dict(sorted(statuses.items()))}; {len(faults)} faults"
    )
    print(f"  tables that moved: {sorted(changed)}", flush=True)
    for fault in faults[:20]:
        print("  ", *fault)
    return faults


if __name__ == "__main__":
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    setup_test_environment()
    keep_key(settings.HOME)
    built = world.handed_out()
    phases = {
        "strangers": [(who, list(addresses())) for who in STRANGERS],
        "desks": [(who, names_of(space)) for who, space in DESKS.items()],
        "office": [("office", names_of("office"))] * 2,
    }
    for crowd in phases.values():  # whoever comes for the first time is given their role now
        for who, _ in crowd:
            visitor(built, who)
    faults = []
    # In the evening letters tell of batches that are out: what is compared below is what visitors move.
    served.work()
    with served.massicot() as port:
        for phase, crowd in phases.items():
            start = time.perf_counter()
            gunners, changed = volleys(built, port, int(SHOTS * SHARES[phase]), crowd)
            faults += told(phase, gunners, changed, time.perf_counter() - start)
            if phase == "strangers" and set(changed) - MAY_MOVE:
                faults.append(("strangers moved", sorted(set(changed) - MAY_MOVE)))
            if phase == "desks" and (far := {table for table, centres in changed.items() if centres - OURS}):
                faults.append(("rows of other centres moved", sorted(far)))
    broken = audit.first_broken_link()
    print(f"journal: {broken or 'every chain holds'}")
    if faults or broken:
        sys.exit(f"a desk gave way: {faults[:5]}")
