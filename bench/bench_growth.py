"""One save in a base of 10 million scripts beside one in a base of 10 thousand, on PostgreSQL (tools/with-postgres.sh).

The buffers that a save of three marks touches, every statement of the request and the checks at its commit counted by
the server itself (auto_explain), and the median time of a save, rounds interleaved: at most 1.3 times. The whole request
is made in process, two bases on one server. Each index of a grown table is one or two levels deeper, which costs one
buffer or two each time that something is looked up or entered in it: told statement by statement.

`bench_growth.py SCRIPTS` changes the larger base.
"""

import io
import json
import statistics
import subprocess
import sys
import time
import uuid

import ground
import sized

ground.set_up()

import grown
import typed
from django.db import connection, transaction

SMALL, LARGE = sized.pick(10_000, smoke=1_000), sized.number(10_000_000, smoke=10_000)
UNTYPED, SAVES = sized.pick(100, smoke=10), sized.pick(80, smoke=8)
ROUNDS, MARKS = sized.pick(9, smoke=1), 3


def application():
    from massicot.config.wsgi import application

    return application


def browsers(batches):
    """Sign a browser in with the sheet of each of the last batches."""
    with transaction.atomic():
        rows = [typed.browser_of(batch) for batch in range(batches - UNTYPED + 1, batches + 1)]
        typed.keep(rows)
    return [(row[0], grown.numbers_of(batches - UNTYPED + 1 + rank)) for rank, row in enumerate(rows)]


def save(site, browser, place, value, seen):
    """Save a few marks of one batch, from the request to the answer; give how long it took."""
    key, numbers = browser
    lines = [
        {"number": number, "value": value, "seen": seen, "confirmed": True} for number in numbers[place : place + MARKS]
    ]
    body = json.dumps({"save_id": str(uuid.uuid4()), "marks": lines}).encode()
    request = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/saisie/lot/notes", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr,
        "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)), "HTTP_HOST": "127.0.0.1",
        "HTTP_COOKIE": f"massicot_session={key}; csrftoken={typed.TOKEN}", "HTTP_X_CSRFTOKEN": typed.TOKEN,
    }  # fmt: skip
    start = time.perf_counter()
    answer = site(request, lambda *_: None)
    told = json.loads(b"".join(answer))
    answer.close()
    assert len(told["saved"]) == MARKS, told
    return time.perf_counter() - start


def child(scripts):
    """Write one base, then save as the parent asks, a round of saves a line."""
    start = time.perf_counter()
    paper = typed.open_paper()
    grown.grow(paper.pk, scripts // grown.LINES, UNTYPED)
    people, site, place = browsers(scripts // grown.LINES), application(), 0
    print(json.dumps(time.perf_counter() - start), flush=True)
    for order in sys.stdin:
        if order == "buffers\n":
            print(json.dumps(buffers(site, people, place)), flush=True)
        else:
            times = [save(site, browser, place, "12", "") for browser in people[:SAVES]]
            print(json.dumps(statistics.median(times)), flush=True)
        place += MARKS


def buffers(site, people, place):
    """Give the buffers of one save, statement by statement, medians over many; the first ones fill what is kept."""
    watch, counted = grown.Watch(), []
    for browser in people[:SAVES]:
        watch.seen = []
        save(site, browser, place, "12", "")
        counted.append(watch.seen)
    usual = counted[SAVES // 2 :]
    shape = [text for text, _ in usual[0]]
    assert all([text for text, _ in one] == shape for one in usual), "saves differ"
    return [(text, statistics.median(one[rank][1] for one in usual)) for rank, text in enumerate(shape)]


def started(scripts):
    command = [sys.executable, __file__, str(scripts), "--child", *sized.pick([], smoke=["--smoke"])]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(process, order=""):
    if order:
        process.stdin.write(f"{order}\n")
        process.stdin.flush()
    line = process.stdout.readline()
    assert line, "a base ended early"
    return json.loads(line)


def measured():
    bases = []
    for scripts in (SMALL, LARGE):
        bases.append(started(scripts))
        print(f"{scripts} scripts written in {ask(bases[-1]):.0f} s", flush=True)
    for base in bases:
        ask(base, "round")
    rounds = [[ask(base, "round") for base in bases] for _ in range(ROUNDS)]
    touched = [ask(base, "buffers") for base in bases]
    for base in bases:
        base.stdin.close()
        base.wait()
    return [statistics.median(times) for times in zip(*rounds, strict=True)], touched


def told(touched):
    small, large = touched
    for (text, before), (_, after) in zip(small, large, strict=True):
        print(f"  {before:4.0f} → {after:4.0f}  {' '.join(text.split())[:100]}")
    return [sum(count for _, count in one) for one in touched]


if __name__ == "__main__":
    if sized.ASKED.child:
        child(LARGE)
        sys.exit()
    if connection.vendor != "postgresql":
        print("growth: not measured, it needs PostgreSQL: tools/with-postgres.sh python bench/bench_growth.py")
        sys.exit()
    medians, touched = measured()
    few, many = told(touched)
    print(
        f"buffers of a save of {MARKS} marks: {few:.0f} with {SMALL} scripts, {many:.0f} with {LARGE}: ratio {many / few:.2f} (at most 2)"
    )
    ground.tell(f"a save with {LARGE} scripts beside {SMALL}", *medians, at_most=1.3)
    sized.bind("the buffers of a save grow with the base", is_kept=many <= 2 * few)
    sized.end()
