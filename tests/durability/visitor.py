"""A browser reduced to what a program needs of it: one connection, kept open, and its cookies."""

import http.client
from http.cookies import SimpleCookie
from urllib.parse import urlencode

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Unanswered(Exception):
    """The server went away before it answered."""


class Visitor:
    """Somebody at the server's address."""

    def __init__(self, port: int) -> None:
        self.cookies: SimpleCookie = SimpleCookie()
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    @property
    def token(self) -> str:
        """Tell what proves that a form comes from its own page."""
        return self.cookies["csrftoken"].value if "csrftoken" in self.cookies else ""

    def get(self, path: str) -> tuple[int, str]:
        """Open a page."""
        return self._ask("GET", path, "", FORM)

    def post_form(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form."""
        return self._ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": self.token}), FORM)

    def post_json(self, path: str, body: str) -> tuple[int, str]:
        """Send what a page's own program sends."""
        return self._ask("POST", path, body, JSON)

    def leave(self) -> None:
        """Close the connection; the next question opens another."""
        self.line.close()

    def _ask(self, method: str, path: str, body: str, kind: str) -> tuple[int, str]:
        cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
        try:
            self.line.request(method, path, body, {"Cookie": cookies, "Content-Type": kind, "X-CSRFToken": self.token})
            response = self.line.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException) as lost:
            self.leave()
            raise Unanswered from lost
        for cookie in response.headers.get_all("Set-Cookie") or ():
            self.cookies.load(cookie)
        return response.status, text
