"""A file dragged from a folder of one's own disk and dropped on a page, by the browser's own machinery."""

from pathlib import Path

from playwright.sync_api import Locator


def drop(file: Path, target: Locator) -> None:
    """Drag a file over an element and let it fall there."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    browser = target.page.context.new_cdp_session(target.page)
    dragged = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    spot = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 10}
    for kind in ("dragEnter", "dragOver", "drop"):
        browser.send("Input.dispatchDragEvent", {"type": kind, "data": dragged, **spot})
    browser.detach()
