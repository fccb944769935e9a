"""grey.py BOARDPAPER SCRATCH: the monochrome edition of every sample, as a printer without colour gives
it. Nothing may be lost:

- no pixel has a colour (what the charts draw in ink and slate is all but grey);
- every word has a contrast of 4.5 to what it stands on, or of 3 where it is large (WCAG 2.2, 1.4.3),
  measured in the picture: its darkest pixel against the most frequent one around it. A word that fails
  is measured again at four times the size, where thin strokes reach their full darkness;
- the bands of the ratings are told apart twice over: by their symbols, and by their shades or
  patterns, which are measured beside the names in the table of ratings.

That each of these would be seen is tried first, every time: on the edition in colour, on a page whose
text has been made pale, and on a house style of which one pattern is left out.
"""

import concurrent.futures
import html
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys

SOURCE = pathlib.Path(__file__).parent.parent.parent
DPI, FINE, COARSE = 100, 400, 25
COLOURED = 32     # how far a pixel's red, green and blue may be apart: the ink of charts is by 21
ENOUGH, ENOUGH_LARGE, LARGE = 4.5, 3.0, 22.5  # a line of 18 points is 22.5 high and more
UNLIKE, UNEVEN = 10, 4  # of 255: what parts two shades; what parts a pattern from none
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
SYMBOL, NUMBER = re.compile(r"[▲◆■●]$"), re.compile(r"[\d.,\s]+$")


class Word:
    def __init__(self, match):
        self.left, self.top, self.right, self.bottom = (float(match[i]) for i in range(1, 5))
        self.text = html.unescape(match[5])


class Picture:
    def __init__(self, data, dpi, x=0.0, y=0.0):
        kind, size, most, self.data = data.split(b"\n", 3)
        assert kind == b"P5" and most == b"255"
        self.width, self.height = (int(number) for number in size.split())
        self.dpi, self.x, self.y = dpi, x, y

    def part(self, left, top, right, bottom):
        """The pixels of a rectangle in points."""
        scale = self.dpi / 72
        x1, x2 = (min(self.width, max(0, round((x - self.x) * scale))) for x in (left, right))
        y1, y2 = (min(self.height, max(0, round((y - self.y) * scale))) for y in (top, bottom))
        return b"".join(self.data[y * self.width + x1:y * self.width + x2] for y in range(y1, y2))


def render(program, data, sample, edition, scratch):
    paper = scratch / f"{sample}-{edition}.pdf"
    subprocess.run([program, "render", str(SOURCE / f"samples/{sample}.xml"), "-e", edition, "-o",
                    str(paper)], check=True, env={**os.environ, "BOARDPAPER_DATA": str(data)})
    return paper


def run(*command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True).stdout


def words_of(paper):
    """Of each page."""
    said = run("pdftotext", "-bbox", paper, "-").decode()
    return [[Word(match) for match in WORD.finditer(page)] for page in said.split("<page ")[1:]]


def pictures_of(paper):
    stem = paper.with_suffix("")
    run("pdftoppm", "-gray", "-r", DPI, paper, stem)
    pages = sorted(stem.parent.glob(f"{stem.name}-*.pgm"))
    return [Picture(page.read_bytes(), DPI) for page in pages]


# ---- colour ------------------------------------------------------------------------------------


def most_coloured(paper):
    """How far a pixel's parts are apart, of the most coloured one."""
    data, at, most = run("pdftoppm", "-r", COARSE, paper), 0, 0
    while at < len(data):
        head = re.match(rb"P6\n(\d+) (\d+)\n255\n", data[at:at + 40])
        at, end = at + head.end(), at + head.end() + 3 * int(head[1]) * int(head[2])
        pixels = {data[i:i + 3] for i in range(at, end, 3)}
        most = max([most] + [max(pixel) - min(pixel) for pixel in pixels])
        at = end
    return most


# ---- contrast ----------------------------------------------------------------------------------


def luminance(value):
    share = value / 255
    return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4


def contrast(word, picture):
    pixels = picture.part(word.left, word.top, word.right, word.bottom)
    around = picture.part(word.left - 1, word.top, word.right + 1, word.bottom)
    if not pixels:
        return 21.0
    ground = max(set(around), key=around.count)
    ink = min(pixels) if ground > 127 else max(pixels)
    light, dark = sorted((luminance(ground), luminance(ink)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def seen_finely(paper, number, word):
    scale, x, y = FINE / 72, word.left - 4, word.top - 4
    data = run("pdftoppm", "-gray", "-r", FINE, "-f", number, "-l", number, "-x", int(x * scale), "-y",
               int(y * scale), "-W", int((word.right - word.left + 8) * scale), "-H",
               int((word.bottom - word.top + 8) * scale), paper)
    return Picture(data, FINE, int(x * scale) / scale, int(y * scale) / scale)


def pale_words(paper, pages, pictures, most=20):
    """(page, word, contrast) of those without enough of it."""
    pale = []
    for number, (words, picture) in enumerate(zip(pages, pictures), 1):
        for word in words:
            if not re.search(r"\w", word.text):
                continue  # a dash is no thicker than a pixel; bands' symbols are seen to below
            enough = ENOUGH_LARGE if word.bottom - word.top >= LARGE else ENOUGH
            if contrast(word, picture) >= enough:
                continue
            found = contrast(word, seen_finely(paper, number, word))
            if found < enough:
                pale.append((number, word.text, round(found, 2)))
                if len(pale) == most:
                    return pale
    return pale


# ---- bands -------------------------------------------------------------------------------------


def bands_of(pages, pictures):
    """name: (symbol, mean, spread of the shade beside it). A row of the table of ratings is a symbol,
    a name and two numbers, and nothing else."""
    bands = {}
    for words, picture in zip(pages, pictures):
        lines = {}
        for word in words:
            lines.setdefault(round(word.bottom), []).append(word)
        for line in lines.values():
            line.sort(key=lambda word: word.left)
            if (len(line) == 4 and SYMBOL.match(line[0].text) and NUMBER.match(line[2].text)
                    and NUMBER.match(line[3].text)):
                name = line[1]
                beside = picture.part(name.right + 3, name.top, name.right + 18, name.bottom)
                bands[name.text] = (line[0].text, statistics.fmean(beside), statistics.pstdev(beside))
    return bands


def alike(bands):
    """What is wrong with them, in words."""
    names = list(bands)
    for i, one in enumerate(names):
        for other in names[i + 1:]:
            (symbol, shade, spread), (symbol2, shade2, spread2) = bands[one], bands[other]
            if symbol == symbol2:
                yield f"{one} and {other} have the same symbol, {symbol}"
            if abs(shade - shade2) < UNLIKE and abs(spread - spread2) < UNEVEN:
                yield (f"{one} and {other} look alike in grey: {shade:.0f} and {shade2:.0f}, uneven by"
                       f" {spread:.0f} and {spread2:.0f}")


# ---- that it would be seen ---------------------------------------------------------------------


def made_pale(paper):
    """The paper with its black text in a light grey, of which the contrast to white is 2.3."""
    plain, pale = paper.with_name("plain.pdf"), paper.with_name("pale.pdf")
    run("qpdf", "--qdf", "--object-streams=disable", paper, plain)
    plain.write_bytes(re.sub(rb"(?m)^0 g$", b".7 g", plain.read_bytes()))
    subprocess.run(["qpdf", str(plain), str(pale)], check=False, capture_output=True)
    return pale


def without_a_pattern(scratch):
    """Data with a house style that sets moderate ratings plain, as standard ones."""
    data = scratch / "data"
    shutil.copytree(SOURCE / "templates", data / "templates")
    (data / "fonts").symlink_to(SOURCE / "fonts")
    house = data / "templates/house.xml"
    text = house.read_text(encoding="utf-8")
    changed = text.replace('<step value="moderate" colour="risk-1" pattern="lines"/>',
                           '<step value="moderate"/>')
    assert changed != text
    house.write_text(changed, encoding="utf-8")
    return data


def would_be_seen(program, scratch):
    scratch.mkdir()
    coloured = most_coloured(render(program, SOURCE, "fellside", "standard", scratch))
    pale = made_pale(render(program, SOURCE, "fellside", "monochrome", scratch))
    words = len(pale_words(pale, words_of(pale), pictures_of(pale)))
    plain = render(program, without_a_pattern(scratch), "fellside", "monochrome", scratch)
    same = list(alike(bands_of(words_of(plain), pictures_of(plain))))
    print(f"colour would be seen: by {coloured} of 255; pale text: {words} words and more; without a"
          f" pattern: {'; '.join(same) or 'nothing'}")
    return coloured > COLOURED and words > 0 and len(same) == 1


def judge(program, sample, scratch):
    """(what was seen, faults)"""
    paper = render(program, SOURCE, sample, "monochrome", scratch)
    pages, pictures = words_of(paper), pictures_of(paper)
    faults = []
    coloured = most_coloured(paper)
    if coloured > COLOURED:
        faults.append(f"has colour: a pixel's parts are {coloured} of 255 apart")
    for page, word, found in pale_words(paper, pages, pictures):
        faults.append(f"page {page}: \"{word}\" has a contrast of {found}")
    bands = bands_of(pages, pictures)
    if len(bands) < 2:
        faults.append("the table of ratings was not found")
    faults += alike(bands)
    count = sum(len(words) for words in pages)
    return f"{sample}: {len(pages)} pages, {count} words, {len(bands)} bands", faults


def main():
    program, scratch = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    samples = sorted(path.stem for path in (SOURCE / "samples").glob("*.xml"))
    if not samples or not would_be_seen(program, scratch / "seen"):
        print("grey.py: what is lost would not be seen")
        return 1
    lost = 0
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for seen, faults in pool.map(judge, [program] * len(samples), samples,
                                     [scratch] * len(samples)):
            print(seen)
            for fault in faults:
                print(f"  {fault}")
            lost += len(faults)
    print(f"{len(samples)} samples in grey, {lost} faults")
    return 0 if lost == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
