from tests.browser.conftest import *
from tests.browser.test_every_page import reverse, visitor, later_world, open_window, SHEET, Pages, timedelta
def test_look(transactional_db, live_server, page):
    built = later_world.typed()
    pages = Pages(page, live_server.url)
    pages.come_as(visitor(built, SHEET))
    page.set_viewport_size({"width":390,"height":844})
    JS="""() => [document.documentElement.scrollWidth, ...[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 390).map(e => e.tagName+'.'+e.className+' '+e.textContent.trim().slice(0,60)+' '+e.getBoundingClientRect().right)].slice(0,12)"""
    open_window(closes=timedelta(seconds=-1))
    page.goto(live_server.url+reverse("portal:mark_entry")); print(page.evaluate(JS))
    open_window()
    page.goto(live_server.url+reverse("portal:mark_entry")); print(page.evaluate(JS))
    page.get_by_role("textbox").first.press("x")
    page.locator(".state.is-refused").wait_for(); print(page.evaluate(JS))
    page.screenshot(path="/tmp/look/k_grid_390.png")
    page.get_by_role("textbox").nth(1).press(","); print(page.evaluate(JS))
