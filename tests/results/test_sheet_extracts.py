"""The line of a mark sheet for whoever asked: a picture, masked by one, confirmed by another, sent with the copy."""

import pytest
from django.db import IntegrityError, transaction

from massicot.accounts.rules.holders import RestOnOne
from massicot.audit import queries as audit
from massicot.commands.worker.letters import MAKERS
from massicot.core import codes
from massicot.core.refused import Refused
from massicot.deposits import queries as deposits
from massicot.deposits import services as deposit_acts
from massicot.deposits.rules import DepositFrozen
from massicot.exams import queries as exams
from massicot.post.rules.letters import LetterState, read
from massicot.results import queries, services
from massicot.results.models import SheetExtract
from massicot.results.rules.consultations import ConsultationMoved, ConsultationStep
from massicot.results.rules.sheet_extracts import (
    ExtractMoved,
    ExtractNotConfirmed,
    ExtractNotPicture,
    ExtractOfSamePerson,
    ExtractStands,
)
from tests import later_world
from tests.cast import CLAIRE, ODILE, OMAR, TYPING, candidate_number
from tests.keeping import kept
from tests.post import mail_server, posting
from tests.results.asking import follow, state_of
from tests.results.mailing import LINE, SCAN, checked
from tests.results.test_two_persons import OLGA, appointed
from tests.web.office.lifting.lately import key_there

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built = kept(later_world.lifted)


@pytest.fixture
def asked(built):
    return checked(built, 9)


@pytest.fixture
def other(built):
    return checked(built, 5)


def about(asked, **more):
    return {"paper": asked.paper, "consultation_id": asked.pk, "by": ODILE, "at": TYPING, **more}


def mask(asked, picture=LINE, **more):
    services.keep_extract(picture=picture, **about(asked, **more))
    return queries.extract_of(asked)


def confirm(asked, code, by=OMAR):
    services.confirm_extract(**about(asked, code=code, by=by))


def take_back(asked, code):
    services.take_back_extract(**about(asked, code=code))


def send(asked, extract="", seen=2):
    return services.send_script_copy(**about(asked, copy=SCAN, to="iris@example.org", seen=seen, extract=extract))


def is_refused(refusal, act, *args, **more):
    with pytest.raises(refusal):
        act(*args, **more)
    return True


def test_a_line_that_another_confirmed_goes_with_the_copy(asked):
    extract = mask(asked)
    confirm(asked, extract.code)
    send(asked, extract.code)
    copy, line = sorted(queries.copies_of(asked), key=lambda one: one.deposit.code == extract.code)
    assert [one.subject for one in read(copy.letter.enclosed)] == [copy.deposit.code, extract.code]
    assert line.letter == copy.letter
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        assert posting.send(server, makers=MAKERS, at=TYPING).state == LetterState.SENT
    body, scan, picture = postmaster.accepted[0].iter_parts()
    assert (scan.get_content(), picture.get_content()) == (SCAN.content, LINE.content)
    assert picture.get_content_type() == "image/jpeg"
    assert "les autres lignes y sont masquées" in body.get_content()
    assert not codes.number_within(body.get_content())


def test_without_a_line_the_mail_says_nothing_of_one(asked):
    send(asked)
    (copy,) = queries.copies_of(asked)
    assert len(read(copy.letter.enclosed)) == 1
    assert "bordereau" not in copy.letter.subject


def test_what_may_be_uncovered_is_refused_and_nothing_is_kept(asked):
    assert is_refused(ExtractNotPicture, mask, asked, SCAN)
    assert (queries.extract_of(asked), queries.copies_of(asked)) == (None, [])


def test_who_masked_it_does_not_confirm_it(asked):
    extract = mask(asked)
    assert is_refused(ExtractOfSamePerson, confirm, asked, extract.code, ODILE)
    with pytest.raises(IntegrityError), transaction.atomic():
        SheetExtract.objects.filter(code=extract.code).update(confirmed_by=ODILE.login)


def test_nobody_outside_the_office_masks_or_confirms(asked):
    assert is_refused(Refused, mask, asked, by=CLAIRE)
    extract = mask(asked)
    assert is_refused(Refused, confirm, asked, extract.code, CLAIRE)
    assert queries.extract_of(asked).confirmed_by == ""


def test_a_colleague_of_ones_own_making_is_no_second_person(asked):
    appointed(OLGA, by=ODILE)
    extract = mask(asked)
    assert is_refused(RestOnOne, confirm, asked, extract.code, OLGA)


@pytest.mark.parametrize(
    ("step", "typed"),
    [(ConsultationStep.SHOW, {"words": "Odile"}), (ConsultationStep.COPY, {"pages": 1}), (ConsultationStep.SEND, {})],
)
def test_nothing_is_answered_while_a_line_waits_for_its_second_person(built, asked, step, typed):
    extract = mask(asked)
    assert is_refused(ExtractNotConfirmed, follow, built, asked, step, **typed)
    confirm(asked, extract.code)
    follow(built, asked, step, **typed)
    assert state_of(asked) in ("shown", "copied", "sent")


def test_the_line_of_one_request_does_not_hold_another_one(built, asked, other):
    mask(asked)
    assert is_refused(ExtractMoved, confirm, other, queries.extract_of(asked).code)
    follow(built, other, ConsultationStep.SEND)
    assert (state_of(other), queries.extract_of(other)) == ("sent", None)


def test_a_line_is_masked_once_and_anew_once_it_is_taken_back(asked):
    first = mask(asked)
    assert is_refused(ExtractStands, mask, asked)
    take_back(asked, first.code)
    assert deposits.deposit_by_code(first.code).reason == "mistake"
    second = mask(asked)
    assert is_refused(ExtractMoved, take_back, asked, first.code)
    assert is_refused(ExtractMoved, confirm, asked, first.code)
    assert queries.extract_of(asked).code == second.code


def test_whoever_sends_from_a_page_that_showed_another_line_is_told(asked):
    extract = mask(asked)
    confirm(asked, extract.code)
    assert is_refused(ExtractMoved, send, asked)
    take_back(asked, extract.code)
    assert is_refused(ExtractMoved, send, asked, extract.code)
    assert [one.letter for one in queries.copies_of(asked)] == [None]


def test_a_line_confirmed_twice_is_told_the_second_time(asked):
    extract = mask(asked)
    confirm(asked, extract.code)
    assert is_refused(ExtractMoved, confirm, asked, extract.code)


@pytest.mark.parametrize("step", [ConsultationStep.REFUSE, ConsultationStep.WITHDRAW])
def test_a_request_that_ends_without_it_keeps_no_line(built, asked, step):
    extract = mask(asked)
    follow(built, asked, step, words="Noté par erreur.")
    assert deposits.deposit_by_code(extract.code).destroyed_at == TYPING
    assert is_refused(ConsultationMoved, mask, asked)


def test_what_a_dispute_keeps_stays_though_its_request_is_refused(built, asked):
    extract = mask(asked)
    deposit_acts.freeze(code=extract.code, dispute="TA 2017-41", by=ODILE, at=TYPING)
    assert is_refused(DepositFrozen, take_back, asked, extract.code)
    follow(built, asked, ConsultationStep.REFUSE, words="Copie rendue illisible.")
    assert deposits.deposit_by_code(extract.code).destroyed_at is None


def test_the_answer_taken_back_takes_the_line_along(built, asked):
    extract = mask(asked)
    confirm(asked, extract.code)
    send(asked, extract.code)
    assert is_refused(ConsultationMoved, take_back, asked, extract.code)
    follow(built, asked, ConsultationStep.TAKE_BACK, words="Autre adresse.")
    assert {one.deposit.reason for one in queries.copies_of(asked)} == {"mistake"}
    assert mask(asked).confirmed_by == ""


def test_the_journal_names_whose_line_it_is_and_no_script(asked):
    extract = mask(asked)
    confirm(asked, extract.code)
    take_back(asked, extract.code)
    lines = audit.acts_of(exams.subject_of(asked.paper))[-3:]
    assert [line.by for line in lines] == [ODILE.login, OMAR.login, ODILE.login]
    assert all(candidate_number(9) in str(line.facts) for line in lines)
    assert not any(codes.number_within(str(line.facts)) for line in lines)
