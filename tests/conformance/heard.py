"""heard.py MODULES GOLDEN [--bless] PDF...: what a reader hears of each PDF.

poppler reads the structure aloud; it is compared with GOLDEN/NAME.txt, which people have read.
pdf.js reads it too, from the folder MODULES: it must hear the same words, find no text without an
element, and have nothing to complain of. --bless writes the goldens anew: read them afterwards.

qpdf gives what neither of them tells, and its tree must be poppler's, element by element.

In a golden each block is a line, indented by its depth; what stands in a line is in brackets with
its role: [Link page 4 -> Way forward], with what is said of where it leads; an abbreviation is
followed by what it stands for: [z]{not scored}; words of another language have that before them:
<cy>; a picture is heard by its alternative text; cells of a row are parted by |, a header cell is
marked by * (of its column) or - (of its row).
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

ELEMENT = re.compile(r"([A-Z][A-Za-z0-9]*)(?: <[^>]*>)?(?: \"[^\"]*\")?(?: \((?:block|inline)\))?:?$")
INLINE = {"Span", "Link", "Reference", "Quote", "Code", "Lbl"}
CELLS = {"TH", "TD"}


class Element:
    def __init__(self, role):
        self.role, self.attributes, self.children = role, [], []
        self.expansion = self.lang = self.leads = None  # what qpdf adds

    def strings(self):
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.strings()

    def said(self):
        """Everything in it, in one line."""
        return "".join(child if isinstance(child, str) else child.heard()
                       for child in self.children)

    def heard(self):
        """As it stands in a line."""
        inside = self.said()
        space = " " if inside[-1:] == " " else ""
        lang = f"<{self.lang}>" if self.lang else ""
        stands_for = f"{{{self.expansion}}}" if self.expansion else ""
        if self.role == "Span":
            return lang + (inside.strip() + stands_for + space if stands_for else inside)
        leads = f" -> {self.leads}" if self.leads else ""
        return f"[{self.role} {lang}{inside.strip()}{stands_for}{leads}]{space}"

    def is_line(self):
        return all(isinstance(child, str) or child.role in INLINE for child in self.children)


def parse(text):
    root = Element("")
    stack = [(-1, root)]
    for line in text.splitlines():
        words = line.strip()
        if not words:
            continue
        depth = len(line) - len(line.lstrip(" "))
        while stack[-1][0] >= depth:
            stack.pop()
        parent = stack[-1][1]
        if words.startswith('"') and words.endswith('"') and len(words) > 1:
            parent.children.append(words[1:-1])
        elif words.startswith("/"):
            parent.attributes.append(words)
        elif words.startswith("Object "):
            continue
        elif ELEMENT.match(words):
            element = Element(ELEMENT.match(words).group(1))
            parent.children.append(element)
            stack.append((depth, element))
        else:
            raise SystemExit(f"heard.py: poppler says what is not understood: {line}")
    return root


def cell(element):
    mark = ""
    if element.role == "TH":
        scope = " ".join(element.attributes)
        mark = "*" if "Column" in scope else "-" if "Row" in scope else "*-"
    spans = re.findall(r"/(Col|Row)Span (\d+)", " ".join(element.attributes))
    mark += f"<{element.lang}>" if element.lang else ""
    marks = "".join(f"({kind.lower()}s {count}) " for kind, count in spans)
    inside = element.said() if element.is_line() else " / ".join(
        child if isinstance(child, str) else child.said() for child in element.children)
    return (marks + mark + inside.strip()).strip()


def pictures(element):
    """Elements that are heard by their alternative text alone, in order."""
    for child in element.children:
        if not isinstance(child, str):
            if child.role in ("Figure", "Formula"):
                yield child
            else:
                yield from pictures(child)


def write(element, depth, out):
    indent = "  " * depth
    notes = [a for a in element.attributes
             if not a.startswith(("/BBox", "/Placement", "/Scope", "/ColSpan", "/RowSpan",
                                  "/Headers"))]
    lang = f" <{element.lang}>" if element.lang else ""
    head = f"{indent}{element.role}{lang}" + "".join(f" {note}" for note in notes)
    if element.role == "TR":
        out.append(f"{indent}TR " + " | ".join(cell(child) for child in element.children
                                               if not isinstance(child, str)))
    elif element.role == "LI" and all(child.role in ("Lbl", "LBody") for child in element.children):
        labels = [child.said() for child in element.children if child.role == "Lbl"]
        out.append(f"{indent}LI {' '.join(labels).strip()}")
        for child in element.children:
            if child.role == "LBody":
                write_inside(child, depth + 1, out)
    elif element.is_line():
        out.append(f"{head}: {element.said().strip()}".rstrip())
    else:
        out.append(head)
        write_inside(element, depth + 1, out)


def write_inside(element, depth, out):
    if element.is_line():
        out.append("  " * depth + element.said().strip())
        return
    for child in element.children:
        if isinstance(child, str):
            out.append("  " * depth + child.strip())
        else:
            write(child, depth, out)


def poppler(document):
    said = subprocess.run(["pdfinfo", "-struct-text", document], check=True, capture_output=True)
    # Attributes are told as they stand in the file, in UTF-16 where they must be.
    text = re.sub(rb"\(\xfe\xff(.*?)\)\n",
                  lambda found: b"(" + found[1].decode("utf-16-be").encode() + b")\n",
                  said.stdout, flags=re.DOTALL)
    return parse(text.decode("utf-8")), said.stderr.decode("utf-8").strip()


def text_of(value):
    """A string as qpdf writes it."""
    return None if value is None else value[2:] if value.startswith("u:") else value


def qpdf_elements(document):
    """The structure's elements as qpdf finds them, in order: role, expansion, language, and what is
    said of where a link leads."""
    said = subprocess.run(["qpdf", "--json", "--json-key=qpdf", document], check=True,
                          capture_output=True, text=True, encoding="utf-8")
    objects = json.loads(said.stdout)["qpdf"][1]

    def follow(value):
        if isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            value = objects[f"obj:{value}"]
            return value["value"] if "value" in value else value["stream"]["dict"]
        return value

    def kids(node):
        found = follow(node.get("/K", []))
        return [follow(kid) for kid in (found if isinstance(found, list) else [found])]

    def walk(node, out):
        for kid in kids(node):
            if not isinstance(kid, dict):
                continue
            if "/S" in kid:
                leads = [follow(inner["/Obj"]).get("/Contents") for inner in kids(kid)
                         if isinstance(inner, dict) and "/Obj" in inner]
                out.append((kid["/S"][1:], text_of(follow(kid.get("/E"))),
                            text_of(follow(kid.get("/Lang"))),
                            text_of(follow(leads[0])) if leads else None))
                walk(kid, out)
        return out

    catalog = follow(follow(objects["trailer"]["value"]["/Root"]))
    return walk(follow(catalog["/StructTreeRoot"]), [])


def elements_of(element):
    for child in element.children:
        if not isinstance(child, str):
            yield child
            yield from elements_of(child)


def add_qpdf(tree, document):
    """What qpdf tells of each element; a complaint where it finds other elements."""
    ours, theirs = list(elements_of(tree)), qpdf_elements(document)
    if [element.role for element in ours] != [role for role, *_ in theirs]:
        return "poppler and qpdf find different elements"
    for element, (_, element.expansion, element.lang, element.leads) in zip(ours, theirs):
        pass
    return None


def bare(text):
    """As it is heard: without white space and without the hyphens that lines end in."""
    return re.sub(r"[\s\u00AD\u200B-]", "", text)


def main():
    modules, golden, *rest = sys.argv[1:]
    bless = "--bless" in rest
    documents = [word for word in rest if word != "--bless"]
    here = pathlib.Path(__file__).parent
    seconds = subprocess.run(["node", str(here / "heard.mjs"), modules, *documents], check=True,
                             capture_output=True, text=True, encoding="utf-8").stdout.splitlines()
    faults = 0

    def fault(document, words):
        nonlocal faults
        faults += 1
        print(f"{document}: {words}")

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        firsts = list(pool.map(poppler, documents))
    for document, (tree, complaint), line in zip(documents, firsts, seconds, strict=True):
        second = json.loads(line)
        other = add_qpdf(tree, document)
        if other:
            fault(document, other)
        if complaint:
            fault(document, f"poppler complains: {complaint}")
        for what in second["complaints"] + second["lost"]:
            fault(document, f"pdf.js complains of, or finds in no element: {what}")
        if second["untagged"]:
            fault(document, f"pdf.js finds without a tag: {second['untagged'][:80]}")
        first_words = collections.Counter(bare("".join(tree.strings())))
        second_words = collections.Counter(bare("".join(second["strings"])))
        if first_words != second_words:
            fault(document, f"poppler and pdf.js hear different letters:"
                            f" {first_words - second_words} {second_words - first_words}")
        lines = [f"title: {second['title']}", f"language: {second['lang']}"]
        shown = list(pictures(tree))
        if len(shown) != len(second["alternatives"]):
            fault(document, f"{len(shown)} pictures have {len(second['alternatives'])} texts")
        for picture, alternative in zip(shown, second["alternatives"]):
            picture.children = [alternative]
        write_inside(tree, 0, lines)
        heard = "\n".join(line.rstrip() for line in lines) + "\n"
        path = pathlib.Path(golden) / (pathlib.Path(document).stem + ".txt")
        if bless:
            path.write_text(heard, encoding="utf-8")
        elif not path.exists():
            fault(document, f"there is no golden {path}; make it with --bless, then read it")
        elif path.read_text(encoding="utf-8") != heard:
            pathlib.Path(document).with_suffix(".heard.txt").write_text(heard, encoding="utf-8")
            said = subprocess.run(["diff", "-u", str(path), "-"], input=heard, text=True,
                                  encoding="utf-8", capture_output=True).stdout
            fault(document, "is heard otherwise than its golden says:\n"
                  + "\n".join(said.splitlines()[:60]))
    print(f"{len(documents)} papers heard by poppler and pdf.js, {faults} faults")
    return 0 if documents and faults == 0 else 1


sys.exit(main())
