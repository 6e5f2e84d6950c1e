"""Somebody of the exam office at the server's address, signed in with both factors."""

import base64
import hmac
import json
import socket
import time

from tests.durability.visitor import Visitor
from tests.programs import Home

STEP_S, FIGURES = 30, 6


def code_of(secret: str, at: float) -> str:
    """Tell what an app of codes shows at an instant (RFC 6238)."""
    counter = int(at // STEP_S).to_bytes(8)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 10**FIGURES:0{FIGURES}d}"


class Clerk(Visitor):
    """A visitor who may take away what the office asked for."""

    def __init__(self, home: Home, port: int) -> None:
        super().__init__(port)
        self.port = port
        accounts = json.loads((home.folder / "demo.json").read_text())["accounts"]
        self.account = next(account for account in accounts if account["desk"] == "office")
        self.get("/connexion/")
        self.post_form("/connexion/", login=self.account["login"], password=self.account["password"])
        code = code_of(self.account["totp"], time.time())
        assert self.post_form("/second-facteur/code/", code=code)[0] == 302

    @property
    def login(self) -> str:
        return str(self.account["login"])

    def begin(self, path: str, form: str = "") -> socket.socket:
        """Ask on a connection of its own, and read nothing of the answer yet."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=self.line.timeout)
        cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
        head = [f"{'POST' if form else 'GET'} {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookies}"]
        head += ["Content-Type: application/x-www-form-urlencoded", f"X-CSRFToken: {self.token}"]
        head += [f"Content-Length: {len(form)}", "", form]
        line.sendall("\r\n".join(head).encode())
        return line
