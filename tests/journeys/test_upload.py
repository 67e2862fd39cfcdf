"""A large recording over a line that breaks: in pieces through the real front, and on where it was after a restart."""

import wave

import pytest
from playwright.sync_api import expect

from tests.journeys.people import at_desk

pytestmark = pytest.mark.browser
MEGABYTES = 24


def recording(path):
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(44_100)
        out.writeframes(b"\0\1\2\3" * (MEGABYTES * 256 * 1024))
    return path


def test_a_recording_goes_on_where_it_was(browser, city, tmp_path):
    file = recording(tmp_path / "long.wav")
    with at_desk(browser, city, "bangong") as office:
        page = office.open("/desk/works/new/")
        told = {"title": "长录音", "slug": "long-recording", "makers": "示例", "rights": "示例", "about": "示例"}
        for name, value in told.items():
            page.fill(f"[name={name}]", value)
        for name in ("kind", "organisation", "licence"):
            field = page.locator(f"select[name={name}]")
            if field.count():
                field.select_option(index=1)
        page.locator("main form button.primary").last.click()
        page.wait_for_url("**/desk/works/*/")
        pieces = []

        def line(route, request):
            if request.method == "PATCH":
                pieces.append(int(request.headers["upload-offset"]))
            is_cut = request.method == "PATCH" and len(pieces) in {2, 4}
            route.abort() if is_cut else route.continue_()

        page.route("**/desk/works/uploads/*/", line)
        form = page.locator("form[data-pieces]").first
        form.locator("input[type=file]").set_input_files(file)
        form.locator("button[type=submit]").click()
        expect(form.locator("progress")).to_be_visible()
        expect(form.locator("[data-said]")).to_contain_text("断了", timeout=30_000)
        while len(pieces) < 4:
            page.wait_for_timeout(100)
        page.reload()  # as if the phone had been restarted
        before = max(pieces)
        form.locator("input[type=file]").set_input_files(file)
        form.locator("button[type=submit]").click()
        expect(page.get_by_text("已保存")).to_be_visible(timeout=60_000)
        assert min(pieces[4:]) >= before > 0
