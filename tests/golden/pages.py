"""pages.py BOARDPAPER SCRATCH [--bless]: the papers' pages as pictures, beside those that people have
looked at (pages/*.png, listed in pages/list.txt).

Papers are drawn by poppler at 50 dots an inch in grey, which three versions of it (22.12, 24.02 and
25.03) do to the same pixels. What a newer one may draw a little otherwise is absorbed: no pixel
counts that is off by less than SLIGHT of 255, and a square of SQUARE pixels may be off by MOST
together. A word that moves by a point is off by more; that this is so is tried first, every time, on
a page of which one word is moved.

Where a page differs, a picture of it is left in SCRATCH: red is what is there and should not be, blue
what should be and is not there. --bless puts the pages as they are in the place of the pictures: look
at them afterwards. Goldens have sixteen greys and take some ten kilobytes each.
"""

import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import zlib

DPI, SLIGHT, SQUARE, MOST = 50, 24, 12, 100
GREYS = 17  # from one of the sixteen greys to the next
HERE = pathlib.Path(__file__).parent
SOURCE = HERE.parent.parent
PICTURES = HERE / "pages"


# ---- pictures ----------------------------------------------------------------------------------


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def write_png(path, width, height, depth, colour, rows):
    """rows: packed bytes of each row. colour: 0 for grey, 2 for red, green, blue."""
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data)
                     + chunk(b"IEND", b""))


def to_sixteen(value):
    return (value + GREYS // 2) // GREYS


def write_golden(path, picture):
    width, height, rows = picture
    packed = []
    for row in rows:
        nibbles = [to_sixteen(value) for value in row] + [0] * (width % 2)
        packed.append(bytes(a << 4 | b for a, b in zip(nibbles[::2], nibbles[1::2])))
    write_png(path, width, height, 4, 0, packed)


def read_golden(path):
    """Only what write_golden writes."""
    data = path.read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    at, packed = 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + size]
        at += 12 + size
    lines, stride = zlib.decompress(packed), 1 + (width + 1) // 2
    wide = [bytes((value >> 4, value & 15)) for value in range(256)]
    rows = []
    for y in range(height):
        line = lines[y * stride + 1:(y + 1) * stride]
        rows.append(b"".join(wide[value] for value in line)[:width].translate(
            bytes(min(15, value) * GREYS for value in range(256))))
    return width, height, rows


def read_grey(path):
    kind, size, most, data = path.read_bytes().split(b"\n", 3)
    assert kind == b"P5" and most == b"255", path
    width, height = (int(word) for word in size.split())
    return width, height, [data[y * width:(y + 1) * width] for y in range(height)]


def write_difference(path, golden, drawn):
    width, height = max(golden[0], drawn[0]), max(golden[1], drawn[1])

    def row(picture, y):
        line = picture[2][y] if y < picture[1] else b""
        return line + b"\xff" * (width - len(line))

    rows = []
    for y in range(height):
        line = bytearray()
        for should, is_there in zip(row(golden, y), row(drawn, y)):
            line += bytes((should, min(should, is_there), is_there))
        rows.append(bytes(line))
    write_png(path, width, height, 8, 2, rows)


SIXTEEN = bytes(to_sixteen(value) * GREYS for value in range(256))


def worst_square(golden, drawn):
    """How far the square is off that is off most, and where it is."""
    squares = {}
    for y, (should, is_there) in enumerate(zip(golden[2], drawn[2])):
        if should == is_there.translate(SIXTEEN):
            continue
        for x, (a, b) in enumerate(zip(should, is_there)):
            if abs(a - b) >= SLIGHT:
                place = (x // SQUARE, y // SQUARE)
                squares[place] = squares.get(place, 0) + abs(a - b)
    worst = max(squares, key=squares.get, default=None)
    return (0, None) if worst is None else (squares[worst], worst)


# ---- papers ------------------------------------------------------------------------------------


def render(program, scratch, sample, template, edition):
    paper = scratch / f"{pathlib.Path(sample).name}-{pathlib.Path(template).stem}-{edition}.pdf"
    if not paper.exists():
        named = template if "/" not in template else str(SOURCE / template)
        subprocess.run([program, "render", str(SOURCE / f"samples/{sample}.xml"), "-t", named, "-e",
                        edition, "-o", str(paper)], check=True,
                       env={**os.environ, "BOARDPAPER_DATA": str(SOURCE)})
    return paper


def pages_of(paper):
    said = subprocess.run(["pdfinfo", str(paper)], check=True, capture_output=True, text=True).stdout
    return int(re.search(r"^Pages: *(\d+)", said, re.MULTILINE)[1])


def draw(paper, page):
    drawn = paper.with_name(f"{paper.stem}-{page}")
    subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), "-f", str(page), "-l", str(page),
                    "-singlefile", str(paper), str(drawn)], check=True)
    return read_grey(drawn.with_suffix(".pgm"))


def listed():
    """(sample, template, edition, pages or None for all) of each line of the list."""
    for line in (PICTURES / "list.txt").read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if words:
            pages = None if words[3] == "all" else [int(word) for word in words[3].split(",")]
            yield words[0], words[1], words[2], pages


# ---- that it would be seen ---------------------------------------------------------------------


def with_a_word_moved(paper):
    """The paper with the third word of a line of its first page a point further right, and the rest
    in place. A line is an array of glyphs, four figures each, and of shifts between them; words are
    parted by the glyph of the space, the first of the font."""
    plain = paper.with_name("plain.pdf")
    subprocess.run(["qpdf", "--qdf", "--object-streams=disable", str(paper), str(plain)], check=True)
    data = plain.read_bytes()
    start = data.index(b"\nBT\n")
    text = data[start:data.index(b"endstream", start)]
    lines = [line for line in re.finditer(rb"\[[<>0-9a-f. -]+\]TJ", text)
             if line[0].count(b"0001") >= 8]
    line = lines[len(lines) // 2]
    parts = re.findall(rb"<|>|[0-9a-f]{4}|-?[0-9.]+", line[0])
    spaces = [index for index, part in enumerate(parts) if part == b"0001"]
    size = float(re.findall(rb"/F\d+ ([0-9.]+) Tf", text[:line.start()])[-1])
    shift = f"{1000 / size:.2f}".encode()
    parts.insert(spaces[3], b">" + shift + b"<")
    parts.insert(spaces[2] + 1, b">-" + shift + b"<")
    at = start + line.start()
    changed = b"[" + b"".join(parts) + b"]TJ"
    mutant = paper.with_name("moved.pdf")
    mutant.write_bytes(data[:at] + changed + data[at + len(line[0]):])
    whole = paper.with_name("moved-whole.pdf")
    subprocess.run(["qpdf", str(mutant), str(whole)], check=False, capture_output=True)
    return whole


def would_be_seen(program, scratch):
    paper = render(program, scratch, "safer-plymouth", "board-paper", "standard")
    golden = scratch / "as-it-is.png"
    write_golden(golden, draw(paper, 1))
    as_it_is = read_golden(golden)
    still, _ = worst_square(as_it_is, draw(paper, 1))
    off, _ = worst_square(as_it_is, draw(with_a_word_moved(paper), 1))
    print(f"a page is off by {still} from its own picture; with one word moved by a point, by {off}"
          f" (up to {MOST} is let pass)")
    return still == 0 and off > 2 * MOST


def main():
    program, scratch = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    bless = "--bless" in sys.argv[3:]
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    if not would_be_seen(program, scratch):
        print("pages.py: a word moved by a point would not be seen")
        return 1
    seen, faults = set(), 0
    for sample, template, edition, pages in listed():
        paper = render(program, scratch, sample, template, edition)
        count = pages_of(paper)
        for page in pages or range(1, count + 1):
            path = PICTURES / f"{paper.stem}-{page}.png"
            seen.add(path)
            if page > count:
                print(f"{paper.stem} has no page {page}, only {count}")
                faults += 1
                continue
            drawn = draw(paper, page)
            if bless:
                if not path.exists() or worst_square(read_golden(path), drawn)[0] > 0:
                    write_golden(path, drawn)
                    print(f"written: {path.name}")
                continue
            if not path.exists():
                print(f"{path.name} is not there; run with --bless and look at it")
                faults += 1
                continue
            golden = read_golden(path)
            off, place = worst_square(golden, drawn)
            if golden[:2] != drawn[:2] or off > MOST:
                difference = scratch / f"{paper.stem}-{page}-difference.png"
                write_difference(difference, golden, drawn)
                how = "in its size" if golden[:2] != drawn[:2] else (
                    f"by {off} of {MOST} about {place[0] * SQUARE * 72 // DPI} points from the left and"
                    f" {place[1] * SQUARE * 72 // DPI} from the top")
                print(f"{paper.stem}, page {page}, differs {how}: see {difference}")
                faults += 1
    for path in sorted(set(PICTURES.glob("*.png")) - seen):
        if bless:
            path.unlink()
        else:
            print(f"{path.name} is not in the list, or its paper has grown shorter; --bless removes it")
            faults += 1
    print(f"{len(seen)} pages, {faults} differ")
    return 0 if faults == 0 else 1


sys.exit(main())
