"""A browser that sends saves too fast is told to wait, and for how long; nothing of what it sent is half saved."""

from massicot.web.portal import haste
from massicot.web.portal.haste import BURST, REMEMBERED, Haste


def test_a_page_of_one_save_a_second_never_waits():
    haste = Haste(4.0)
    assert not any(haste.wait_s("a", at) for at in range(1000))


def test_a_burst_is_let_through_then_four_a_second():
    haste = Haste(4.0)
    waits = [haste.wait_s("a", 10.0) for _ in range(BURST + 1)]
    assert waits == [0.0] * BURST + [0.25]
    assert haste.wait_s("a", 10.25) == 0.0
    assert haste.wait_s("a", 10.25) == 0.25


def test_one_browser_in_haste_makes_no_other_wait():
    haste = Haste(4.0)
    for _ in range(BURST + 5):
        haste.wait_s("a", 0.0)
    assert haste.wait_s("b", 0.0) == 0.0


def test_a_clock_that_steps_back_fills_no_bucket():
    haste = Haste(4.0)
    for _ in range(BURST):
        haste.wait_s("a", 100.0)
    assert haste.wait_s("a", 0.0) == 0.25


def test_only_so_many_browsers_are_remembered():
    haste = Haste(4.0)
    for _ in range(BURST):
        haste.wait_s("a", 0.0)
    for other in range(REMEMBERED):
        haste.wait_s(str(other), 0.0)
    assert haste.wait_s("a", 0.0) == 0.0


def test_a_save_too_many_answers_429_and_saves_nothing(wood, monkeypatch):
    # One save a minute and a half: whatever the machine does beside, none comes due during the test.
    monkeypatch.setattr(haste, "_haste", Haste(0.01))
    first, second = wood.numbers[:2]
    answers = [wood.save((first, "12", "12" if rank else "")) for rank in range(BURST)]
    assert {answer.status_code for answer in answers} == {200}
    late = wood.save((second, "12", ""))
    assert (late.status_code, late["Retry-After"]) == (429, "100")
    assert "trop vite" in late.json()["error"]
    assert "is-saved" in wood.client.get("/saisie/lot/").content.decode()
