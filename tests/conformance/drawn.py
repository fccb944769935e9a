"""drawn.py DIR SCRATCH: every PDF in DIR looks the same to four renderers that share no code:
poppler, MuPDF, Ghostscript and pdfium (Chromium's viewer).

Pages are drawn small and compared in squares of 8 by 8 pixels, by the mean of each: what letters'
edges look like is each renderer's own affair, what stands where is not. The first page that two of
them draw apart is told. Without the module pypdfium2 (see viewers.sh) it fails.
"""

import pathlib
import subprocess
import sys

import pypdfium2

DOTS = 54  # an inch
SQUARE = 8  # pixels
# How far the mean of a square (0 to 255) may be off. On right pages 29 was the most (bold type, which
# each renderer thickens in its own way); where words are missing it is 55 and more.
TOLERANCE = 45


def read_ppm(path):
    data = path.read_bytes()
    at, fields = 2, []
    while len(fields) < 3:
        while data[at:at + 1].isspace():
            at += 1
        if data[at:at + 1] == b"#":
            at = data.index(b"\n", at)
            continue
        end = at
        while not data[end:end + 1].isspace():
            end += 1
        fields.append(int(data[at:end]))
        at = end
    return fields[0], fields[1], data[at + 1:]


def squares(picture):
    """The mean of red, green and blue of each square: rows of numbers."""
    width, height, data = picture
    out = []
    for top in range(0, height - SQUARE + 1, SQUARE):
        row = []
        for left in range(0, width - SQUARE + 1, SQUARE):
            total = 0
            for y in range(top, top + SQUARE):
                start = (y * width + left) * 3
                total += sum(data[start:start + SQUARE * 3])
            row.append(total / (SQUARE * SQUARE * 3))
        out.append(row)
    return out


def by_command(scratch, name, command):
    for old in scratch.glob(f"{name}-*.ppm"):
        old.unlink()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pages = sorted(scratch.glob(f"{name}-*.ppm"), key=lambda path: int(path.stem.split("-")[-1]))
    return [read_ppm(page) for page in pages]


def by_pdfium(document):
    pages = []
    pdf = pypdfium2.PdfDocument(str(document))
    for page in pdf:
        bitmap = page.render(scale=DOTS / 72, rev_byteorder=True, prefer_bgrx=False)
        data, width, height, stride = bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride
        parts = bitmap.n_channels
        rows = (data[y * stride:y * stride + width * parts] for y in range(height))
        if parts == 3:
            pages.append((width, height, b"".join(rows)))
        else:
            pages.append((width, height, b"".join(
                bytes(v for i in range(0, len(row), parts) for v in row[i:i + 3])
                for row in rows)))
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


def apart(one, other):
    """The largest difference of two pages' squares, and where."""
    worst, place = 0, None
    for y, (a, b) in enumerate(zip(one, other)):
        for x, (left, right) in enumerate(zip(a, b)):
            if abs(left - right) > worst:
                worst, place = abs(left - right), (x * SQUARE, y * SQUARE)
    return worst, place


def main():
    folder, scratch = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    scratch.mkdir(parents=True, exist_ok=True)
    documents = sorted(folder.glob("*.pdf"))
    faults, pages, worst = 0, 0, 0
    for document in documents:
        views = {name: [squares(page) for page in drawing]
                 for name, drawing in drawn(document, scratch).items()}
        counts = {name: len(view) for name, view in views.items()}
        if len(set(counts.values())) != 1 or counts["poppler"] == 0:
            print(f"{document}: pages are counted differently: {counts}")
            faults += 1
            continue
        pages += counts["poppler"]
        for number in range(counts["poppler"]):
            for name in ("MuPDF", "Ghostscript", "pdfium"):
                off, place = apart(views["poppler"][number], views[name][number])
                worst = max(worst, off)
                if off > TOLERANCE:
                    print(f"{document}: page {number + 1}: poppler and {name} are {off:.0f} apart"
                          f" at {place} of {DOTS} dots an inch")
                    faults += 1
    print(f"{len(documents)} papers, {pages} pages drawn by four renderers, {worst:.0f} of 255"
          f" apart at most, {faults} faults")
    return 0 if documents and faults == 0 else 1


sys.exit(main())
