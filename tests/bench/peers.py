"""peers.py BOARDPAPER [PEERS [NAME...]]: the same content set by others, and what it costs them beside us.

The content of W1, the sample paper, is read out of our own PDF's structure (pdfinfo -struct-text):
headings, paragraphs, lists and tables, in their order; pictures and contents are left out. W2 is a
table of 10,000 areas in 12 columns, as `boardpaper score` gives it (reading it out of the structure
would take poppler an hour). Both are written again as HTML (WeasyPrint),
as Typst, as LaTeX (lualatex, longtable) and as FO (Apache FOP), each in the way its manual shows, in
our own typeface, tagged where the peer can. Each sets it three times and the best time counts; lualatex
runs once more before, for its longtable asks for that.

PEERS is the folder of a Python environment with WeasyPrint and Typst; lualatex and fop are taken from
the path. What is missing is left out, and all but those named. Who takes more than five minutes is
stopped. Inputs and pages stay in build/peers: look at them.

  python3 -m venv peers && peers/bin/pip install weasyprint typst
  apt-get install --no-install-recommends texlive-luatex texlive-latex-recommended lmodern fop
"""

import csv
import html
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
FONTS = SOURCE / "fonts"
WORK = SOURCE / "build" / "peers"
LIMIT = 300  # seconds


# ---- the content, out of our own PDF ------------------------------------------------------------


class Element:
    def __init__(self, role):
        self.role, self.children = role, []

    def text(self):
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def all(self, *roles):
        return [child for child in self.children
                if not isinstance(child, str) and child.role in roles]


def structure(pdf):
    said = subprocess.run(["pdfinfo", "-struct-text", str(pdf)], check=True, capture_output=True,
                          text=True, encoding="utf-8").stdout
    root = Element("Root")
    open_ones = [(-1, root)]
    for line in said.splitlines():
        depth, what = len(line) - len(line.lstrip(" ")), line.strip()
        if not what or what.startswith(("/", "Object")):
            continue
        while open_ones[-1][0] >= depth:
            open_ones.pop()
        if what.startswith('"'):
            open_ones[-1][1].children.append(what[1:-1])
        else:
            element = Element(re.match(r"\w+", what).group())
            open_ones[-1][1].children.append(element)
            open_ones.append((depth, element))
    return root


def rows_of(element):
    for child in element.children:
        if isinstance(child, str):
            continue
        if child.role == "TR":
            yield [cell.text().strip() for cell in child.all("TH", "TD")]
        elif child.role in ("THead", "TBody", "TFoot"):
            yield from rows_of(child)


def blocks_of(element):
    """(kind, content): h1 to h6, p, item (label, text), table (caption, heads, rows)."""
    for child in element.children:
        if isinstance(child, str) or child.role in ("TOC", "Figure", "Note", "Lbl"):
            continue
        if re.fullmatch(r"H[1-6]", child.role):
            yield child.role.lower(), child.text().strip()
        elif child.role in ("P", "Caption"):
            yield "p", child.text().strip()
        elif child.role == "LI":
            label = "".join(one.text() for one in child.all("Lbl")).strip()
            body = [block for one in child.all("LBody") for block in blocks_of(one)]
            first = body.pop(0)[1] if body and body[0][0] == "p" else ""
            yield "item", (label, first)
            yield from body
        elif child.role == "Table":
            heads = [row for head in child.all("THead") for row in rows_of(head)]
            rows = list(rows_of(child))[len(heads):]
            columns = max(map(len, heads + rows))
            wide = [row + [""] * (columns - len(row)) for row in heads + rows]
            caption = "".join(one.text() for one in child.all("Caption")).strip()
            yield "table", (caption, wide[:len(heads)], wide[len(heads):])
        else:
            yield from blocks_of(child)


def table_of_scores(program, assessment):
    said = subprocess.run([program, "score", assessment, "--format=csv"], check=True,
                          capture_output=True, text=True, encoding="utf-8").stdout
    rows = [[row[0], row[2], row[4], *row[7:16]] for row in csv.reader(io.StringIO(said))]
    return [("h1", "Results"), ("table", ("Results by area, in order of rank", rows[:1], rows[1:]))]


# ---- written for each ---------------------------------------------------------------------------


def as_html(blocks):
    face = "".join(f"@font-face{{font-family:S;src:url('{FONTS}/SourceSans3-{name}.ttf');"
                   f"font-weight:{weight}}}" for name, weight in (("Regular", 400), ("Bold", 700)))
    out = [f"<html lang='en-GB'><head><title>Paper</title><style>{face}"
           "@page{size:A4;margin:26mm 25mm 24mm;@bottom-right{content:'Page ' counter(page) ' of ' "
           "counter(pages)}}body{font:11pt/15pt S}table{border-collapse:collapse;font-size:7.5pt;"
           "line-height:9.5pt;width:100%}td,th{border-bottom:.3pt solid #999;padding:1.6pt;"
           "text-align:left}thead{display:table-header-group}</style></head><body>"]
    safe = html.escape
    for kind, content in blocks:
        if kind == "table":
            caption, heads, rows = content
            out.append(f"<table><caption>{safe(caption)}</caption><thead>")
            out += ["<tr>" + "".join(f"<th>{safe(cell)}</th>" for cell in row) + "</tr>" for row in heads]
            out.append("</thead><tbody>")
            out += ["<tr>" + "".join(f"<td>{safe(cell)}</td>" for cell in row) + "</tr>" for row in rows]
            out.append("</tbody></table>")
        elif kind == "item":
            out.append(f"<ul><li>{safe(content[1])}</li></ul>")
        else:
            out.append(f"<{kind}>{safe(content)}</{kind}>")
    return "\n".join(out) + "</body></html>"


def as_typst(blocks):
    def safe(text):
        return "#" + '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    out = ['#set document(title: "Paper")',
           '#set page("a4", margin: (top: 26mm, x: 25mm, bottom: 24mm), numbering: "1 of 1")',
           '#set text(font: "Source Sans 3", size: 11pt, lang: "en", region: "GB")',
           "#set table(stroke: (bottom: .3pt + gray, rest: none), inset: 1.6pt)"]
    for kind, content in blocks:
        if kind == "table":
            caption, heads, rows = content
            columns = len((heads + rows)[0])
            cells = [f"table.header({', '.join('[' + safe(c) + ']' for row in heads for c in row)})"]
            cells += [", ".join(f"[{safe(cell)}]" for cell in row) for row in rows]
            out.append(f"{safe(caption)}\n#text(size: 7.5pt, table(columns: {columns},\n" +
                       ",\n".join(cells) + "))")
        elif kind == "item":
            out.append("- " + safe(content[1]))
        elif kind == "p":
            out.append("\n" + safe(content) + "\n")
        else:
            out.append("=" * int(kind[1]) + " " + safe(content))
    return "\n".join(out)


def as_latex(blocks):
    def safe(text):
        text = text.replace("\\", "\\textbackslash ")
        return re.sub(r"([&%$#_{}~^])", lambda found: {"~": "\\textasciitilde ", "^": "\\^{}"}.get(
            found.group(), "\\" + found.group()), text)

    out = ["\\documentclass[a4paper,11pt]{article}",
           "\\usepackage[top=26mm,bottom=24mm,hmargin=25mm]{geometry}",
           "\\usepackage{fontspec,longtable,booktabs}",
           f"\\setmainfont{{SourceSans3}}[Path={FONTS}/,Extension=.ttf,UprightFont=*-Regular,"
           "BoldFont=*-Bold,ItalicFont=*-It,BoldItalicFont=*-BoldIt]",
           "\\begin{document}"]
    heads_of = {"h1": "\\section*", "h2": "\\section*", "h3": "\\subsection*"}
    for kind, content in blocks:
        if kind == "table":
            caption, heads, rows = content
            columns = len((heads + rows)[0])
            width = 0.96 / columns
            spec = f"@{{}}*{{{columns}}}{{p{{\\dimexpr {width:.4f}\\textwidth-2\\tabcolsep}}}}@{{}}"
            out.append(f"{safe(caption)}\n{{\\fontsize{{7.5}}{{9.5}}\\selectfont"
                       f"\\setlength{{\\tabcolsep}}{{1.6pt}}\\begin{{longtable}}{{{spec}}}")
            out += [" & ".join("\\bfseries " + safe(cell) for cell in row) + "\\\\" for row in heads]
            out.append("\\hline\\endhead")
            out += [" & ".join(safe(cell) for cell in row) + "\\\\\\hline" for row in rows]
            out.append("\\end{longtable}}")
        elif kind == "item":
            out.append("\\begin{itemize}\\item " + safe(content[1]) + "\\end{itemize}")
        elif kind == "p":
            out.append("\n" + safe(content) + "\n")
        else:
            out.append(heads_of.get(kind, "\\subsubsection*") + "{" + safe(content) + "}")
    return "\n".join(out) + "\n\\end{document}\n"


def as_fo(blocks):
    safe = html.escape
    out = ['<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" font-family="Source Sans 3" '
           'font-size="11pt" xml:lang="en-GB"><fo:layout-master-set><fo:simple-page-master '
           'master-name="a" page-width="210mm" page-height="297mm" margin="24mm 25mm"><fo:region-body/>'
           '</fo:simple-page-master></fo:layout-master-set><fo:page-sequence master-reference="a">'
           '<fo:flow flow-name="xsl-region-body"><fo:block/>']
    for kind, content in blocks:
        if kind == "table":
            caption, heads, rows = content

            def cells(row):
                return "<fo:table-row>" + "".join(
                    '<fo:table-cell padding="1.6pt" border-bottom="0.3pt solid grey">'
                    f"<fo:block>{safe(cell)}</fo:block></fo:table-cell>" for cell in row) + "</fo:table-row>"

            out.append(f"<fo:block>{safe(caption)}</fo:block>")
            out.append('<fo:table font-size="7.5pt" table-layout="fixed" width="100%">')
            if heads:
                out.append("<fo:table-header>" + "".join(map(cells, heads)) + "</fo:table-header>")
            out += ["<fo:table-body>", *map(cells, rows), "</fo:table-body></fo:table>"]
        else:
            text = content[1] if kind == "item" else content
            bold = ' font-weight="bold" font-size="15pt" keep-with-next="always"' if kind[0] == "h" else ""
            out.append(f'<fo:block space-after="6pt"{bold}>{safe(text)}</fo:block>')
    return "\n".join(out) + "</fo:flow></fo:page-sequence></fo:root>"


# ---- measured -------------------------------------------------------------------------------------


def cost(command, folder):
    """Seconds and megabytes of the command and what it started; None where it failed."""
    began = time.monotonic()
    with open(folder / "log.txt", "wb") as log:
        child = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            while True:
                ended, status, usage = os.wait4(child.pid, os.WNOHANG)
                if ended:
                    break
                if time.monotonic() - began > LIMIT:
                    child.kill()
                    os.wait4(child.pid, 0)
                    return None
                time.sleep(0.001)
        finally:
            child.returncode = 0
    return None if status else (time.monotonic() - began, usage.ru_maxrss / 1024)


def pages_of(pdf):
    said = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True).stdout
    return next((line.split()[1] for line in said.splitlines() if line.startswith("Pages")), "-")


def peers(environment):
    """Name, file, writer and commands: the last is the one that is measured."""
    python = environment / "bin" / "python"
    if (environment / "bin" / "weasyprint").exists():
        yield "WeasyPrint", "html", as_html, [
            [environment / "bin" / "weasyprint", "--pdf-variant", "pdf/ua-1", "paper.html", "out.pdf"]]
        yield "Typst", "typ", as_typst, [
            [python, "-c", f"import typst; typst.compile('paper.typ', output='out.pdf', "
             f"font_paths=['{FONTS}'], pdf_standards=['ua-1'])"]]
    if shutil.which("lualatex"):
        run = ["lualatex", "--interaction=batchmode", "--jobname=out", "paper.tex"]
        yield "lualatex", "tex", as_latex, [run, run]
    if shutil.which("fop"):
        yield "FOP", "fo", as_fo, [["fop", "-c", "fop.xconf", "-a", "paper.fo", "out.pdf"]]


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    environment = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "peers").resolve()
    named = sys.argv[3:]
    WORK.mkdir(parents=True, exist_ok=True)
    large = WORK / "10000.xml"
    if not large.exists():
        with open(large, "w", encoding="utf-8") as file:
            subprocess.run([sys.executable, SOURCE / "tests/bench/generate.py", "10000"], check=True,
                           stdout=file)
    papers = (("W1", [SOURCE / "samples/safer-plymouth.xml"]), ("W2", [large, "-t", "appendix"]))
    print(f"load {os.getloadavg()[0]:.1f}: times are worth something below 0.5")
    for name, arguments in papers:
        pdf = WORK / f"{name}.pdf"
        ours = [cost([program, "render", *arguments, "-o", pdf], WORK) for _ in range(3)]
        seconds, memory = min(one[0] for one in ours), max(one[1] for one in ours)
        print(f"{name}  {'ours':11}{seconds:9.3f} s {memory:7.0f} MB   {pages_of(pdf):>5} pages"
              f" {pdf.stat().st_size / 1e6:7.2f} MB file")
        blocks = table_of_scores(program, large) if name == "W2" else list(blocks_of(structure(pdf)))
        for peer, ending, write, commands in peers(environment):
            if named and peer not in named:
                continue
            folder = WORK / f"{name}-{peer}"
            folder.mkdir(exist_ok=True)
            (folder / f"paper.{ending}").write_text(write(blocks), encoding="utf-8")
            (folder / "fop.xconf").write_text(
                '<fop version="1.0"><renderers><renderer mime="application/pdf"><fonts><directory>'
                f"{FONTS}</directory></fonts></renderer></renderers></fop>")
            for command in commands[:-1]:
                cost(command, folder)
            costs = [cost(commands[-1], folder) for _ in range(3 if name == "W1" else 1)]
            out = folder / "out.pdf"
            if None in costs or not out.exists():
                print(f"{name}  {peer:11} failed or took too long: see {folder / 'log.txt'}", flush=True)
                continue
            spent, most = min(one[0] for one in costs), max(one[1] for one in costs)
            print(f"{name}  {peer:11}{spent:9.3f} s {most:7.0f} MB   {pages_of(out):>5} pages"
                  f" {out.stat().st_size / 1e6:7.2f} MB file   {spent / seconds:6.1f} times ours,"
                  f" {most / memory:5.1f} times the memory", flush=True)


main()
