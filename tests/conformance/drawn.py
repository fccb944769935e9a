"""drawn.py DIR SCRATCH: every PDF in DIR looks the same to five renderers: poppler, MuPDF,
Ghostscript, pdfium, and Chromium's viewer around it.

Pages are drawn small and compared in squares of 8 by 8 pixels, by the mean of each: what letters'
edges look like is each renderer's own affair, what stands where is not. The first page that two of
them draw apart is told. Chromium must besides show the paper's title in its window, and have
nothing to complain of. Where no Chromium can be had (Ubuntu has none as a package) that is said
aloud. Without the modules of requirements.txt (see viewers.sh) it fails.
"""

import pathlib
import subprocess
import sys

import pypdfium2
from PIL import Image, ImageChops

import chromium

DOTS = 54  # an inch
SQUARE = 8  # pixels
# How far the mean of a square (0 to 255) may be off. On right pages 31 was the most (bold type, which
# each renderer thickens in its own way); where words are missing it is 55 and more.
TOLERANCE = 45


def squares(picture):
    """The mean of each square, as a picture of as many pixels."""
    across, down = picture.width // SQUARE, picture.height // SQUARE
    whole = picture.crop((0, 0, across * SQUARE, down * SQUARE)).convert("L")
    return whole.resize((across, down), Image.BOX)


def by_command(scratch, name, command):
    for old in scratch.glob(f"{name}-*.ppm"):
        old.unlink()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pages = sorted(scratch.glob(f"{name}-*.ppm"), key=lambda path: int(path.stem.split("-")[-1]))
    return [Image.open(page).convert("RGB") for page in pages]


def by_pdfium(document):
    pdf = pypdfium2.PdfDocument(str(document))
    pages = [page.render(scale=DOTS / 72).to_pil().convert("RGB") for page in pdf]
    pdf.close()
    return pages


def drawn(document, scratch):
    out = str(scratch)
    return {
        "poppler": by_command(scratch, "poppler",
                              ["pdftoppm", "-r", str(DOTS), str(document), f"{out}/poppler"]),
        "MuPDF": by_command(scratch, "mupdf",
                            ["mutool", "draw", "-q", "-r", str(DOTS), "-c", "rgb", "-o",
                             f"{out}/mupdf-%d.ppm", str(document)]),
        "Ghostscript": by_command(scratch, "gs",
                                  ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=ppmraw",
                                   f"-r{DOTS}", "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4",
                                   f"-sOutputFile={out}/gs-%d.ppm", str(document)]),
        "pdfium": by_pdfium(document),
    }


def title_of(document):
    said = subprocess.run(["pdfinfo", str(document)], check=True, capture_output=True, text=True,
                          encoding="utf-8").stdout
    return next(line[6:].strip() for line in said.splitlines() if line.startswith("Title:"))


def by_chromium(viewer, document, pages):
    """The pages as Chromium shows them, and what is wrong with that."""
    try:
        shown, title = viewer.show(document, [page.size for page in pages], DOTS)
    except RuntimeError as error:
        return None, [str(error)]
    faults = [f"Chromium complains: {text}" for text in viewer.complaints]
    if title != title_of(document):
        faults.append(f"Chromium calls it \"{title}\"")
    return shown, faults


def apart(one, other):
    """The largest difference of two pages' squares, and where. (A page's last row or column of
    squares may be there or not: renderers round its height up or down.)"""
    size = min(one.width, other.width), min(one.height, other.height)
    worst, place = 0, None
    differences = ImageChops.difference(one.crop((0, 0, *size)), other.crop((0, 0, *size)))
    for at, off in enumerate(differences.tobytes()):
        if off > worst:
            worst, place = off, (at % size[0] * SQUARE, at // size[0] * SQUARE)
    return worst, place


def main():
    folder, scratch = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    scratch.mkdir(parents=True, exist_ok=True)
    documents = sorted(folder.glob("*.pdf"))
    program = chromium.find()
    viewer = chromium.Viewer(program) if program else None
    faults, pages, worst = [], 0, 0
    for document in documents:
        pictures = drawn(document, scratch)
        counts = {name: len(view) for name, view in pictures.items()}
        if len(set(counts.values())) != 1 or counts["poppler"] == 0:
            faults.append(f"{document}: pages are counted differently: {counts}")
            continue
        if viewer:
            shown, complaints = by_chromium(viewer, document, pictures["poppler"])
            faults += [f"{document}: {complaint}" for complaint in complaints]
            if shown:
                pictures["Chromium"] = shown
        pages += counts["poppler"]
        views = {name: [squares(page) for page in view] for name, view in pictures.items()}
        for number, first in enumerate(views.pop("poppler")):
            for name, view in views.items():
                off, place = apart(first, view[number])
                worst = max(worst, off)
                if off > TOLERANCE:
                    faults.append(f"{document}: page {number + 1}: poppler and {name} are {off}"
                                  f" apart at {place} of {DOTS} dots an inch")
    if viewer:
        viewer.close()
    for fault in faults:
        print(fault)
    if not viewer:
        print("*** LEFT OUT: no Chromium is installed here; its viewer was NOT asked. ***")
    print(f"{len(documents)} papers, {pages} pages drawn by {5 if viewer else 4} renderers,"
          f" {worst} of 255 apart at most, {len(faults)} faults")
    return 0 if documents and not faults else 1


sys.exit(main())
