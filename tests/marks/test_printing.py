"""Printing a mark sheet: what it draws, keeps and revokes."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from massicot.audit import queries as audit
from massicot.core import draws
from massicot.marks import queries, rules, services
from massicot.marks.models import Credential
from tests.world import MARC, MARKING, TYPING


def print_again(code, seed=2):
    return services.print_sheet(
        batch_code=code, portal_address="https://notes.invalid/saisie/", draw=draws.from_seed(seed), by=MARC, at=MARKING
    )


def test_the_sheet_prints_what_opens_its_batch(desk):
    sheet, printed = print_again(desk.wood.batch.code)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(sheet)).pages)
    for part in ("notes.invalid/saisie", "A02", printed.identifier, printed.password, desk.wood.batch.code):
        assert part in text
    for number in desk.wood.numbers:
        assert number[:4] in text


def test_the_password_is_not_in_the_database(desk):
    printed = desk.world.sheets[desk.wood.batch.code]
    kept = Credential.objects.get(identifier=printed.identifier)
    signs = printed.password.replace("-", "")
    assert bytes(kept.secret) == rules.sheet_secret(services.printing.sheet_key(), printed)
    assert signs not in str(vars(kept))
    assert printed.password not in repr(printed)
    assert all(signs not in line.facts for line in audit.acts_of(desk.wood.subject))


def test_printing_again_draws_anew_and_revokes_the_sheet_before(desk):
    old = desk.world.sheets[desk.wood.batch.code]
    _, new = print_again(desk.wood.batch.code)
    assert (new.identifier, new.password) != (old.identifier, old.password)
    with pytest.raises(rules.SheetReplaced):
        desk.wood.save((desk.wood.numbers[0], "12", ""))
    with pytest.raises(rules.SheetReplaced):
        services.open_batch(site=old.site, identifier=old.identifier, password=old.password, at=TYPING)
    assert services.open_batch(site=new.site, identifier=new.identifier, password=new.password, at=TYPING).issue == 2


def test_marks_typed_with_the_old_sheet_stand_on_the_new_one(desk):
    desk.wood.fill()
    _, new = print_again(desk.wood.batch.code)
    credential = services.open_batch(site="A02", identifier=new.identifier, password=new.password, at=TYPING)
    assert queries.grid_of(credential.pk).remaining == 0


def test_an_identifier_already_drawn_is_drawn_again(desk):
    _, first = print_again(desk.wood.batch.code, seed=7)
    _, second = print_again(desk.water.batch.code, seed=7)
    assert first.identifier != second.identifier


def test_the_printing_is_journalled_without_what_it_drew(desk):
    line = audit.acts_of(desk.wood.subject)[-2]
    assert (line.act, line.by) == ("MarkSheetPrinted", MARC.login)
    assert line.facts == f'{{"batch":"{desk.wood.batch.code}","lines":8,"printing":1}}'
