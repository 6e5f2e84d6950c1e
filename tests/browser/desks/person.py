"""A person at a desk: a browser of their own, what they press and type, the list of what remains to be done."""

from collections.abc import Callable, Mapping, Sequence

from playwright.sync_api import Locator, Page, expect

from tests.web.telephone import code_of

PASSWORD = "cerise-bateau-lune-marron"

Acts = Mapping[str, Callable[["Person"], None]]
"""What somebody does once they pressed the button of a task, by words of the task's sentence."""


class Person:
    """Somebody in front of a page of the site."""

    def __init__(self, page: Page, site: str, home: str = "/") -> None:
        self.page, self.site, self.home = page, site, home
        self.secret = ""

    @property
    def work(self) -> Locator:
        """The part of the page where the work is done."""
        return self.page.get_by_role("main")

    @property
    def tasks(self) -> Locator:
        """What remains to be done, on a home page."""
        return self.work.locator(".task")

    def open(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.site + path)

    def press(self, name: str) -> None:
        """Press the first button of a name."""
        self.work.get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        """Follow the first link of a name, wherever it stands."""
        self.page.get_by_role("link", name=name).first.click()

    def fill(self, **typed: str) -> None:
        """Fill fields, named by their labels."""
        for label, text in typed.items():
            self.work.get_by_label(label, exact=True).first.fill(text)

    def reads(self, text: str) -> None:
        """Wait until the page says something."""
        expect(self.work.get_by_text(text).first).to_be_visible(timeout=10_000)

    def reaches(self, title: str) -> None:
        """Wait until the page of a title is there: a press or a link only starts the way to it."""
        expect(self.work.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible(timeout=10_000)

    def chooses_password(self, link: str) -> None:
        """Open a one-time link and choose a password."""
        self.page.goto(link)
        self.page.get_by_label("Nouveau mot de passe", exact=True).fill(PASSWORD)
        self.page.get_by_label("Confirmation du nouveau mot de passe").fill(PASSWORD)
        self.press("Garder ce mot de passe et se connecter")
        expect(self.page.get_by_role("button", name="Se déconnecter")).to_be_visible()

    def adds_telephone(self) -> None:
        """Add the second factor that the page asks for, and go on to the home page."""
        self.work.get_by_text("Il ne peut pas le lire").click()
        self.secret = self.work.locator("code.key").inner_text()
        self.page.get_by_label("Code").fill(code_of(self.secret))
        self.page.keyboard.press("Enter")
        self.work.get_by_role("button", name="Ils sont gardés").click()
        self.page.wait_for_url(self.site + self.home)

    def does_all(self, acts: Acts, waiting: Sequence[str] = ()) -> list[str]:
        """Do what the home page puts first until nothing remains but what waits for others; give what was done."""
        done = []
        self.open(self.home)
        while (first := self._first_but(waiting)) is not None:
            done.append(self._does(first, acts))
        return done

    def _first_but(self, waiting: Sequence[str]) -> Locator | None:
        if not self.tasks.count():
            self.reads("Rien ne reste à faire maintenant.")
        sentences = self.tasks.locator(".task-sentence").all_inner_texts()
        mine = [not any(words in sentence for words in waiting) for sentence in sentences]
        return self.tasks.nth(mine.index(True)) if any(mine) else None

    def _does(self, task: Locator, acts: Acts) -> str:
        """Press the button of a task, do what it asks for, and see that it no longer remains to be done."""
        sentence = task.locator(".task-sentence").inner_text()
        name = next((words for words in acts if words in sentence), None)
        assert name, f"nobody told how to do this: {sentence}"
        task.get_by_role("button").click()
        acts[name](self)
        self.open(self.home)
        expect(self.tasks.get_by_text(sentence, exact=True)).to_have_count(0)
        return name
