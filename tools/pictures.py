"""Pictures of every page and bytes of every document, to see that a redraw of the house changed nothing.

`pictures.py take FOLDER [--massicot PROGRAM] [--stages STAGE…]` builds the demonstration at each stage, signs in as
every desk, follows the links of every page (two pages an address of one shape), in French and in English, and keeps the
picture of each page on a desk's screen and on a telephone, its HTML, the files that links lead to, and the documents
and tables that the commands of a stage make. Nothing is sent but signing in, and what a page sends of itself to show
its first draft. The same tool takes the pictures of an older program: name its `massicot`.

`pictures.py compare BEFORE AFTER [--except GLOB…]` names what differs; exit code 1 when something does that no glob of
an exception names. Pictures are compared by pixel, files by byte; HTML is only counted, for it may move unseen.

Two runs on one program are the same: its clock stands still (Debian package faketime), the secrets that its commands
draw come from a seed, and what its server draws is masked. Not seen: answers to forms, and second keying.
"""

import argparse
import base64
import hashlib
import re
import shutil
import signal
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import parse_qsl, quote, urldefrag, urlencode, urljoin, urlsplit

from demonstration import ADDRESS, INSTANTS, Program, Visitor, print_documents, visitors
from lxml import html
from PIL import Image, ImageChops
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

STAGES = list(INSTANTS)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-partial-raster"]
"""Without the last, a corner that is drawn twice may be a shade darker."""

LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
WIDTHS = (1280, 390)
EXAMPLES = 2
ASKED_OF_ALL = ("cherche", "page", "tri")
"""What every list is asked alike: seen on two lists of a desk."""

NAME_LENGTH = 120
SETTLING_MS, PATIENCE_MS = 100, 120_000
ENDED = 128 + signal.SIGTERM
IDENTICAL, FAULTS = "identical", ("differs", "only before", "only after")

DRAWN = re.compile(r'(name="csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+')
"""What the server draws anew for each answer, out of sight."""

MASKED = "code.key, img.qr"
"""What the server draws in sight: the secret of a second factor that is being added."""

LIVELY = re.compile(r'hx-trigger="(load|toggle)|src="/static/portal/')
"""A page that asks for more once it is open: its HTML does not say all that it shows."""

HIDE = "(masked) => document.querySelectorAll(masked).forEach((one) => one.style.visibility = 'hidden')"
UNFOLD = """() => {
    for (const one of document.querySelectorAll("details")) one.open = true
    document.documentElement.style.caretColor = "transparent"
    scrollTo(0, 0)
}"""
HEIGHT = "document.documentElement.scrollHeight"
AT_REST = "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"


@dataclass(slots=True)
class Taken:
    """The pictures of a run: a page whose HTML was seen before, but for who reads it, is the same file again."""

    paths: dict[str, list[Path]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def keep(self, page: Page, url: str, text: str, place: Path, login: str) -> None:
        """Keep a page's HTML, and its picture at every width."""
        place.parent.mkdir(parents=True, exist_ok=True)
        text = DRAWN.sub(r"\1", text)
        place.with_name(f"{place.name}.html").write_text(text)
        paths = [place.with_name(f"{place.name}@{width}.png") for width in WIDTHS]
        seen = text.replace(login, "…") if login else text
        if LIVELY.search(text) or seen not in self.paths:
            take_picture(page, url, paths, lively=bool(LIVELY.search(text)))
            self.paths[seen] = paths
            self.counts["pictures"] += len(paths)
            return
        for path, twin in zip(paths, self.paths[seen], strict=True):
            path.hardlink_to(twin)
        self.counts["the same again"] += len(paths)


def take_picture(page: Page, url: str, paths: list[Path], *, lively: bool) -> None:
    """Take the picture of a page at every width, with all that it folds away."""
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    page.goto(url, wait_until="networkidle" if lively else "load")
    page.evaluate(UNFOLD)
    page.evaluate(HIDE, MASKED)
    if lively:
        page.wait_for_timeout(SETTLING_MS)
        page.wait_for_function(AT_REST)
    # Not by Playwright's own picture, which takes three times as long.
    session = page.context.new_cdp_session(page)
    for width, path in zip(WIDTHS, paths, strict=True):
        page.set_viewport_size({"width": width, "height": 800})
        clip = {"x": 0, "y": 0, "width": width, "height": page.evaluate(HEIGHT), "scale": 1}
        asked = {"captureBeyondViewport": True, "optimizeForSpeed": True, "clip": clip}
        path.write_bytes(base64.b64decode(session.send("Page.captureScreenshot", asked)["data"]))
    session.detach()


def visit(contexts: dict[str, BrowserContext], site: str, visitor: Visitor, taken: Taken, place: Path) -> None:
    """Go where the links lead, from where a visitor begins, in every language."""
    pages = {language: context.new_page() for language, context in contexts.items()}
    waiting = deque(visitor.come(pages["fr"], site))
    for context in contexts.values():
        context.add_cookies(contexts["fr"].cookies())  # type: ignore[arg-type]
    seen: set[str] = set()
    shapes: Counter[str] = Counter()
    while waiting:
        address = waiting.popleft()
        shape = shape_of(address)
        if address in seen or shapes[shape] >= EXAMPLES:
            continue
        seen.add(address)
        answer = pages["fr"].request.get(site + address, headers={"Accept": "text/html"})
        if (arrived := answer.url.removeprefix(site)) != address:
            waiting.appendleft(arrived)
            continue
        shapes[shape] += 1
        if not answer.headers["content-type"].startswith("text/html"):
            keep_file(place / "files" / name_of(address), answer.body())
            continue
        waiting.extend(links_of(answer.text(), address, visitor.typed))
        for language, page in pages.items():
            text = page.request.get(site + address, headers={"Accept": "text/html"}).text()
            taken.keep(page, site + address, text, place / language / name_of(address), visitor.login)


@contextmanager
def browsing(browser: Browser, instant: int) -> Iterator[dict[str, BrowserContext]]:
    """Open a browser in each language, at an instant, and close them."""
    contexts = {
        language: browser.new_context(
            locale=locale,
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            extra_http_headers={"Accept-Language": locale},
        )
        for language, locale in LANGUAGES.items()
    }
    for context in contexts.values():
        context.clock.set_fixed_time(instant * 1000)
        context.set_default_timeout(PATIENCE_MS)
    yield contexts
    for context in contexts.values():
        context.close()


def shape_of(address: str) -> str:
    """Say what addresses of one view have in common: the names of things are left out, and what lists are asked."""
    parts = urlsplit(address)
    path = "/".join("*" if re.search(r"[A-Z0-9@%]", step) else step for step in parts.path.split("/"))
    asked = dict(parse_qsl(parts.query))
    if not asked or min(asked) in ASKED_OF_ALL:
        return f"?{min(asked)}" if asked else path
    return f"{path}?{min(asked)}"


def name_of(address: str) -> str:
    """Name the file of an address."""
    name = quote(address.strip("/").replace("/", "~") or "~", safe="~?=&@+,")
    return name if len(name) < NAME_LENGTH else f"{name[:100]}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def links_of(text: str, address: str, typed: dict[str, list[str]]) -> Iterator[str]:
    """List the addresses of this site that a page leads to, and those of its search boxes with what is typed there."""
    tree = html.fromstring(text)
    for link in tree.xpath("//a/@href"):
        target = urlsplit(urldefrag(urljoin(f"{ADDRESS}{address}", link)).url)
        if f"{target.scheme}://{target.netloc}" == ADDRESS:
            yield target._replace(scheme="", netloc="").geturl()
    for form in tree.xpath("//form[@method='get']"):
        for name in form.xpath(".//input/@name"):
            for value in typed.get(name, ()):
                yield f"{urlsplit(address).path}?{urlencode({name: value})}"


def keep_file(path: Path, content: bytes) -> None:
    """Keep a file as it came."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def take(options: argparse.Namespace) -> int:
    """Take the pictures, files and documents of every stage."""
    taken, folder = Taken(), Path(options.folder)
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        for stage in options.stages:
            with tempfile.TemporaryDirectory(prefix="pictures-") as home:
                program = Program(options.massicot, Path(home), stage)
                sign_ins = program.demonstrate()
                with program.serving() as site:
                    for visitor in visitors(sign_ins, INSTANTS[stage]):
                        with browsing(browser, INSTANTS[stage]) as contexts:
                            visit(contexts, site, visitor, taken, folder / stage / visitor.name)
                        print(stage, visitor.name, dict(taken.counts), flush=True)
                print_documents(program, folder / stage)
    return 0


def compare(options: argparse.Namespace) -> int:
    """Name what differs between two folders; 1 when something does that no exception names."""
    before, after = files_below(Path(options.before)), files_below(Path(options.after))
    verdicts: Counter[str] = Counter()
    for name in sorted(before.keys() | after.keys()):
        verdict, how = verdict_on(before.get(name), after.get(name))
        if verdict != IDENTICAL and name.endswith(".html"):
            verdict = f"HTML {verdict}"
        elif verdict != IDENTICAL:
            verdict = f"{verdict}, excepted" if any(fnmatch(name, glob) for glob in options.excepted) else verdict
            print(f"{verdict}: {name} {how}".rstrip())
        verdicts[verdict] += 1
    print(", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items())))
    return 1 if {*FAULTS} & verdicts.keys() else 0


def verdict_on(before: Path | None, after: Path | None) -> tuple[str, str]:
    """Say whether a file is the same before and after, and how it differs."""
    if before is None or after is None:
        return ("only after" if before is None else "only before"), ""
    difference = difference_of(before, after)
    return ("differs" if difference else IDENTICAL), difference


def files_below(top: Path) -> dict[str, Path]:
    """Map every file of a folder by its name in it."""
    return {path.relative_to(top).as_posix(): path for path in top.rglob("*") if path.is_file()}


def difference_of(before: Path, after: Path) -> str:
    """Say how two files differ: pictures by their pixels, others by their bytes; nothing when they do not."""
    if before.read_bytes() == after.read_bytes():
        return ""
    if before.suffix != ".png":
        return f"{before.stat().st_size} and {after.stat().st_size} bytes"
    with Image.open(before) as one, Image.open(after) as other:
        size = (max(one.width, other.width), max(one.height, other.height))
        difference = ImageChops.difference(*(spread(picture, size) for picture in (one, other)))
        sizes = "" if one.size == other.size else f", size {one.size} and {other.size}"
    if (box := difference.getbbox()) is None and not sizes:
        return ""
    changed = sum(difference.convert("L").point(bool).histogram()[1:])
    return f"in {box}, {changed / (size[0] * size[1]):.3%} of the pixels{sizes}"


def spread(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Lay a picture on a ground of a size."""
    ground = Image.new("RGB", size)
    ground.paste(picture.convert("RGB"))
    return ground


def main(arguments: list[str]) -> int:
    """Take pictures, or compare those of two folders."""
    # A run that is ended ends its server, and takes its data folder away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(required=True)
    taking = verbs.add_parser("take")
    taking.add_argument("folder")
    taking.add_argument("--massicot", default=str(Path(sys.executable).with_name("massicot")))
    taking.add_argument("--stages", nargs="+", choices=STAGES, default=STAGES)
    taking.set_defaults(run=take)
    comparing = verbs.add_parser("compare")
    comparing.add_argument("before")
    comparing.add_argument("after")
    comparing.add_argument("--except", nargs="+", default=[], dest="excepted", metavar="GLOB")
    comparing.set_defaults(run=compare)
    options = parser.parse_args(arguments)
    return int(options.run(options))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
