"""Chromium's own viewer of PDF, asked over its debugging pipe to open papers and show their pages.

The viewer is an extension of the browser around pdfium; what it makes of a file is seen only in a
picture of the window. So the window is made as tall as the whole paper, and the pages are found in
the picture: light rectangles of the sizes they should have, on the viewer's dark ground.
"""

import base64
import io
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

from PIL import Image

GAP = 40  # more than the viewer leaves around a page, pixels
BETWEEN = 12  # what it leaves between two, pixels
DARK = 96  # the ground is darker than that, a page's paper is lighter
PATIENCE = 40  # seconds for one paper
NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
           "--disable-background-networking", "--disable-component-update", "--disable-sync",
           "--remote-debugging-pipe", "--allow-file-access-from-files")


def find():
    """The program, or None. (Ubuntu's package of the name only leads to a shop for snaps.)"""
    for name in NAMES:
        path = shutil.which(name)
        if path and subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            return path
    return None


class Viewer:
    def __init__(self, program):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        commands, self.pipe_out = os.pipe()
        self.pipe_in, answers = os.pipe()

        def hand_over():  # the browser reads from 3 and writes to 4
            high = [os.dup2(commands, 103), os.dup2(answers, 104)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.browser = subprocess.Popen(
            [program, *OPTIONS, f"--user-data-dir={self.profile.name}", "about:blank"],
            close_fds=False, preexec_fn=hand_over, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(answers)
        self.buffer, self.number, self.session, self.complaints = b"", 0, None, []

    def open_tab(self):
        self.session, self.complaints = None, []
        tab = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        for domain in ("Page", "Log", "Runtime"):
            self.call(f"{domain}.enable")
        self.call("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=False,
                  flatten=True)
        return tab

    def receive(self):
        end = time.monotonic() + PATIENCE
        while b"\0" not in self.buffer:
            if not select.select([self.pipe_in], [], [], max(0, end - time.monotonic()))[0]:
                raise RuntimeError("Chromium does not answer")
            got = os.read(self.pipe_in, 1 << 20)
            if not got:
                raise RuntimeError("Chromium ended")
            self.buffer += got
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        number = self.number
        message = {"id": number, "method": method, "params": parameters}
        if self.session and method not in ("Browser.close", "Target.closeTarget"):
            message["sessionId"] = self.session
        os.write(self.pipe_out, json.dumps(message).encode() + b"\0")
        while True:
            got = self.receive()
            if got.get("id") == number:
                if "error" in got:
                    raise RuntimeError(f"{method}: {got['error']['message']}")
                return got["result"]
            self.listen(got)

    def listen(self, event):
        what = event.get("params", {})
        if event.get("method") == "Target.attachedToTarget":
            # The viewer's own frames: what they complain of counts too.
            for domain in ("Log", "Runtime"):
                self.number += 1
                os.write(self.pipe_out, json.dumps({
                    "id": self.number, "method": f"{domain}.enable",
                    "sessionId": what["sessionId"]}).encode() + b"\0")
        elif event.get("method") == "Log.entryAdded" and what["entry"]["level"] == "error":
            self.complaints.append(what["entry"]["text"])
        elif event.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(what["exceptionDetails"]["text"])

    def picture(self):
        shot = self.call("Page.captureScreenshot", format="png")["data"]
        return Image.open(io.BytesIO(base64.b64decode(shot))).convert("RGB")

    def show(self, document, sizes, dots):
        """Pictures of the pages of a paper, whose sizes in pixels are told; and the title shown."""
        width = max(size[0] for size in sizes) + 2 * GAP
        height = sum(size[1] + GAP for size in sizes) + GAP
        tab = self.open_tab()
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)
        address = pathlib.Path(document).resolve().as_uri()
        self.call("Page.navigate",
                  url=f"{address}#toolbar=0&navpanes=0&zoom={dots / 96 * 100:g}")
        end = time.monotonic() + PATIENCE
        last, alike = None, 0
        while time.monotonic() < end:
            time.sleep(0.1)
            seen = self.picture()
            pages = pages_in(seen, sizes)
            alike = alike + 1 if pages and seen.tobytes() == last else 0
            last = seen.tobytes()
            # Drawn to the end: all pages are there and nothing has changed for a while.
            if alike >= 2:
                title = self.call("Target.getTargetInfo")["targetInfo"]["title"]
                self.session = None
                self.call("Target.closeTarget", targetId=tab)
                return pages, title
        raise RuntimeError("Chromium's viewer does not show all pages"
                           + "".join(f"; it says: {text}" for text in self.complaints))

    def close(self):
        try:
            self.call("Browser.close")
            self.browser.wait(10)
        except (RuntimeError, OSError, subprocess.TimeoutExpired):
            self.browser.kill()
            self.browser.wait()
        self.profile.cleanup()


def runs(values):
    """Where light pixels begin and end in a row or column of them."""
    found, start = [], None
    for at, value in enumerate(values):
        if value >= DARK and start is None:
            start = at
        elif value < DARK and start is not None:
            found.append((start, at))
            start = None
    return found if start is None else [*found, (start, len(values))]


def joined(found):
    """Runs with those put together that are nearer than pages are in the viewer."""
    whole = found[:1]
    for start, end in found[1:]:
        if start - whole[-1][1] < BETWEEN // 2:
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def pages_in(picture, sizes):
    """The pages cut out of the window's picture, or None where they are not all there."""
    grey = picture.convert("L")
    # Two columns beside all writing of the narrowest pages. On wider ones they go through the
    # writing, so a row is as light as the lighter of them, and a few dark rows part no page.
    narrowest = min(size[0] for size in sizes)
    left = (picture.width - narrowest) // 2 + 4
    columns = [grey.crop((at, 0, at + 1, picture.height)).tobytes()
               for at in (left, left + narrowest - 8)]
    tall = joined(runs([max(lights) for lights in zip(*columns)]))
    tall = [run for run in tall if run[1] - run[0] > 20]
    if len(tall) != len(sizes):
        return None
    pages = []
    for (top, bottom), (width, height) in zip(tall, sizes):
        left = (picture.width - width) // 2
        across = runs(grey.crop((0, top + 2, picture.width, top + 3)).tobytes())
        if abs(bottom - top - height) > 2 or len(across) != 1:
            return None
        if abs(across[0][0] - left) > 2 or abs(across[0][1] - left - width) > 2:
            return None
        page = picture.crop((across[0][0], top, across[0][0] + width, top + height))
        if page.convert("L").getextrema()[0] >= DARK:
            return None  # nothing is drawn on it yet
        pages.append(page)
    return pages
