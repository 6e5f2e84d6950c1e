"""A browser that sends saves too fast is told to wait, and for how long; nothing of what it sent is half saved."""

from massicot.web.portal import throttle
from massicot.web.portal.throttle import BURST, REMEMBERED, Throttle


def test_a_page_of_one_save_a_second_never_waits():
    throttle = Throttle(4.0)
    assert not any(throttle.wait_s("a", at) for at in range(1000))


def test_a_burst_is_let_through_then_four_a_second():
    throttle = Throttle(4.0)
    waits = [throttle.wait_s("a", 10.0) for _ in range(BURST + 1)]
    assert waits == [0.0] * BURST + [0.25]
    assert throttle.wait_s("a", 10.25) == 0.0
    assert throttle.wait_s("a", 10.25) == 0.25


def test_one_browser_in_haste_makes_no_other_wait():
    throttle = Throttle(4.0)
    for _ in range(BURST + 5):
        throttle.wait_s("a", 0.0)
    assert throttle.wait_s("b", 0.0) == 0.0


def test_a_clock_that_steps_back_fills_no_bucket():
    throttle = Throttle(4.0)
    for _ in range(BURST):
        throttle.wait_s("a", 100.0)
    assert throttle.wait_s("a", 0.0) == 0.25


def test_only_so_many_browsers_are_remembered():
    throttle = Throttle(4.0)
    for _ in range(BURST):
        throttle.wait_s("a", 0.0)
    for other in range(REMEMBERED):
        throttle.wait_s(str(other), 0.0)
    assert throttle.wait_s("a", 0.0) == 0.0


def test_a_save_too_many_answers_429_and_saves_nothing(wood, monkeypatch):
    # One save a minute and a half: whatever the machine does beside, none comes due during the test.
    monkeypatch.setattr(throttle, "_throttle", Throttle(0.01))
    first, second = wood.numbers[:2]
    answers = [wood.save((first, "12", "12" if rank else "")) for rank in range(BURST)]
    assert {answer.status_code for answer in answers} == {200}
    late = wood.save((second, "12", ""))
    # A second more or less, by which the test was slow.
    assert (late.status_code, 60 < int(late["Retry-After"]) <= 100) == (429, True)
    assert "trop vite" in late.json()["error"]
    assert "is-saved" in wood.client.get("/saisie/lot/").content.decode()
