"""Printing a mark sheet: what it draws, keeps and revokes."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from massicot.audit import queries as audit
from massicot.batches.rules import BatchUnknown
from massicot.core import draws
from massicot.marks import queries, rules, services
from massicot.marks.models import Credential
from massicot.marks.rules import sheets
from massicot.marks.rules.sheets import SheetPrintedMeanwhile
from tests.cast import MARC, MARKING, TYPING


def print_again(code, seed=2):
    return services.print_sheet(
        batch_code=code, portal_address="https://notes.invalid/saisie/", draw=draws.from_seed(seed), by=MARC, at=MARKING
    )


def print_after(known, seed=3):
    return services.print_sheets(
        printings=known, portal_address="http://x/saisie/", draw=draws.from_seed(seed), by=MARC, at=MARKING
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
    assert bytes(kept.secret) == sheets.sheet_secret(services.sheets.sheet_key(), printed)
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
    (line,) = (line for line in audit.acts_of(desk.wood.subject) if line.act == "MarkSheetPrinted")
    assert line.by == MARC.login
    assert line.facts == f'{{"batch":"{desk.wood.batch.code}","lines":8,"printing":1}}'


def test_several_sheets_come_in_one_file_each_with_its_own_batch(desk):
    codes = [desk.wood.batch.code, desk.water.batch.code]
    content = print_after(dict.fromkeys(codes, 1))
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert [code in page for code, page in zip(codes, pages, strict=True)] == [True, True]


@pytest.mark.parametrize(("other", "refusal"), [("B-NOWHERE-0001", BatchUnknown), ("", SheetPrintedMeanwhile)])
def test_of_several_sheets_none_is_printed_when_one_cannot_be(desk, other, refusal):
    before = queries.printed_lines(desk.world.paper.pk)
    credentials = set(Credential.objects.values_list("identifier", flat=True))
    with pytest.raises(refusal):
        print_after({desk.wood.batch.code: 1, other or desk.water.batch.code: 0})
    assert set(Credential.objects.values_list("identifier", flat=True)) == credentials
    assert queries.printed_lines(desk.world.paper.pk) == before


def test_a_sheet_asked_for_twice_from_one_page_is_printed_once(desk):
    code = desk.wood.batch.code
    print_after({code: 1})
    with pytest.raises(SheetPrintedMeanwhile, match=code):
        print_after({code: 1})
    assert queries.printings_of(desk.wood.batch.pk) == 2
    print_after({code: 2})
