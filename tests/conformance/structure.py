"""structure.py PDF...: what no validator asks and a reader needs of every paper that the program
makes, by what qpdf finds in the file. Each check below names what it holds; matterhorn.md says which
of the protocol's conditions it shows.
"""

import collections
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

ROLES = set("""Document Part Sect Div H1 H2 H3 H4 H5 H6 P L LI Lbl LBody Table THead TBody TFoot TR TH TD
Caption Figure Formula BlockQuote Quote Note Reference Link Span Code TOC TOCI""".split())
# What may stand in what, where the standard says so; the others may stand in any.
WITHIN = {"TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"},
          "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"}, "LI": {"L"}, "LBody": {"LI"},
          "Lbl": {"LI", "Note", "TOCI"}, "TOCI": {"TOC"}}
HOLDS = {"Table": {"Caption", "THead", "TBody", "TFoot"}, "THead": {"TR"}, "TBody": {"TR"},
         "TFoot": {"TR"}, "TR": {"TH", "TD"}, "L": {"LI"}, "LI": {"Lbl", "LBody"}, "TOC": {"TOCI", "TOC"}}
KINDS = {"/Catalog", "/Pages", "/Page", "/Outlines", "/Metadata", "/Filespec", "/EmbeddedFile",
         "/Font", "/FontDescriptor", "/StructTreeRoot", "/StructElem", "/MCR", "/OBJR", "/XObject",
         "/Annot", "/Action", "/ExtGState", "/OutputIntent", "/Pattern", "/ObjStm", "/XRef"}
FORBIDDEN = {"/AA", "/OpenAction", "/JS", "/JavaScript", "/AcroForm", "/XFA", "/OCProperties",
             "/Threads", "/B", "/RoleMap", "/Collection", "/Ref", "/RichMedia", "/PresSteps", "/Trans"}
ARTIFACTS = [rb"/Type ?/Pagination ?/Subtype ?/(Header|Footer) ?/Attached ?\[ ?/(Top|Bottom) ?\]",
             rb"/Type ?/Pagination ?/Subtype ?/Watermark", rb"/Type ?/Layout",
             rb"/Type ?/Background"]
NAMESPACES = {"dc": "http://purl.org/dc/elements/1.1/", "pdf": "http://ns.adobe.com/pdf/1.3/",
              "xmp": "http://ns.adobe.com/xap/1.0/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
VAGUE = {"chart", "figure", "graph", "image", "picture", "table", "diagram"}


class Element:
    def __init__(self, node, role, parent, owners=()):
        self.node, self.role, self.parent, self.children = node, role, parent, []
        self.owners = owners  # of attributes

    def all(self):
        yield self
        for child in self.children:
            yield from child.all()

    def attribute(self, name):
        return next((owner[name] for owner in self.owners if name in owner), None)


class Paper:
    def __init__(self, path):
        said = subprocess.run(["qpdf", "--json", "--json-key=qpdf", path], check=True,
                              capture_output=True, text=True, encoding="utf-8")
        self.path, self.faults = path, []
        self.objects = json.loads(said.stdout)["qpdf"][1]
        self.catalog = self.follow(self.objects["trailer"]["value"]["/Root"])
        self.info = self.follow(self.objects["trailer"]["value"]["/Info"])
        self.root = Element({}, "", None)
        self.grow(self.follow(self.catalog["/StructTreeRoot"]), self.root)
        self.elements = list(self.root.all())[1:]

    def follow(self, value):
        if isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            found = self.objects[f"obj:{value}"]
            return found["value"] if "value" in found else found["stream"]["dict"]
        return value

    def kids(self, node):
        found = self.follow(node.get("/K", []))
        return [self.follow(kid) for kid in (found if isinstance(found, list) else [found])]

    def grow(self, node, element):
        for kid in self.kids(node):
            if isinstance(kid, dict) and "/S" in kid:
                found = self.follow(kid.get("/A", []))
                owners = [self.follow(owner) for owner in
                          (found if isinstance(found, list) else [found])]
                child = Element(kid, kid["/S"][1:], element, owners)
                element.children.append(child)
                self.grow(kid, child)

    def dictionaries(self):
        """Every dictionary of the file, wherever it stands."""
        waiting = [found.get("value", found.get("stream", {}).get("dict"))
                   for found in self.objects.values()]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                yield value
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value

    def expect(self, holds, words):
        if not holds:
            self.faults.append(words)


def text_of(value):
    return value[2:] if isinstance(value, str) and value.startswith(("u:", "b:")) else value


def nothing_acts_or_plays(paper):
    """No script, action but links', form, thread, signature, media, layer, role map, printers' mark;
    no form XObject; only fonts of two bytes a code."""
    for found in paper.dictionaries():
        paper.expect(not FORBIDDEN & found.keys(), f"holds {FORBIDDEN & found.keys()}")
        kind, subtype = found.get("/Type"), found.get("/Subtype")
        paper.expect(kind is None or kind in KINDS, f"holds an object of type {kind}")
        if kind == "/XObject":
            paper.expect(subtype == "/Image", f"holds an XObject {subtype}")
        elif kind == "/Annot":
            paper.expect(subtype == "/Link", f"holds an annotation {subtype}")
        elif kind == "/Font":
            paper.expect(subtype in ("/Type0", "/CIDFontType0", "/CIDFontType2"),
                         f"holds a font {subtype}")
        if kind == "/Action" or "/URI" in found:
            paper.expect(found.get("/S") == "/URI" and re.match(
                r"(https?://|mailto:)", text_of(found["/URI"])), f"holds an action {found}")


def links_say_where(paper):
    """Every annotation is a link with a description, no border, in a Link that has words; the pages
    are tabbed in the order of the structure."""
    for found in paper.dictionaries():
        if found.get("/Type") == "/Annot":
            paper.expect(text_of(found.get("/Contents", "")).strip(), "has a link without Contents")
            paper.expect(found.get("/Border", [0, 0, 0]) == [0, 0, 0], "has a link with a border")
        if found.get("/Type") == "/Page":
            paper.expect(found.get("/Tabs") == "/S", "has a page without /Tabs /S")
    for element in paper.elements:
        if element.role == "Link":
            paper.expect(all(inner.role != "Figure" for inner in element.all()), "links a figure")
        inside = paper.kids(element.node) if element.role == "Link" else []
        if element.role == "Link" and any(isinstance(kid, dict) and "/Obj" in kid for kid in inside):
            words = len(inside) > 1 or element.children
            paper.expect(words, "has a Link without words")


def elements_nest(paper):
    """Only standard types, each where it may stand; a caption before its table's rows, a head before
    bodies, a foot after them; labels before what they label."""
    order = {"Caption": 0, "THead": 1, "TBody": 2, "TFoot": 3}
    for element in paper.elements:
        role, inside = element.role, [child.role for child in element.children]
        paper.expect(role in ROLES, f"has an element {role}")
        paper.expect(role not in WITHIN or element.parent.role in WITHIN[role],
                     f"has {role} in {element.parent.role}")
        paper.expect(role not in HOLDS or set(inside) <= HOLDS[role], f"has {inside} in {role}")
        if role == "Table":
            places = [order[name] for name in inside if name in order]
            paper.expect(places == sorted(places) and inside.count("Caption") <= 1
                         and inside.count("THead") <= 1 and "TBody" in inside,
                         f"has a table of {inside}")
        if role in ("LI", "Note") and "Lbl" in inside:
            paper.expect(inside[0] == "Lbl" and inside.count("Lbl") == 1, f"has {role} of {inside}")


def headings_never_skip(paper):
    """The first heading is H1, and none is more than one deeper than that before."""
    last = 0
    for element in paper.elements:
        if re.fullmatch(r"H[1-6]", element.role):
            level = int(element.role[1])
            paper.expect(level <= last + 1, f"has {element.role} after level {last}")
            last = level
    paper.expect(last > 0, "has no heading")


def figures_say_what_they_show(paper):
    """Every figure has alternative text of more than a word, no replacement text, and its box; none
    is part of another."""
    for element in paper.elements:
        if element.role not in ("Figure", "Formula"):
            continue
        alternative = text_of(element.node.get("/Alt", ""))
        words = alternative.split()
        paper.expect(len(words) > 2 and words[0].lower().strip(":") not in VAGUE,
                     f"has a figure that says \"{alternative}\"")
        paper.expect("/ActualText" not in element.node, "has a figure with replacement text")
        paper.expect(element.attribute("/BBox") is not None, "has a figure without its box")
        paper.expect(not element.children, "has elements in a figure")
        around = [child.role for child in element.parent.children]
        if "Caption" in around:
            paper.expect(abs(around.index("Caption") - element.parent.children.index(element)) == 1,
                         "has a caption apart from its figure")


def tables_tell_their_heads(paper):
    """Every table has a header, every header a scope, and every row as many columns as any other."""
    for table in (element for element in paper.elements if element.role == "Table"):
        rows = [element for element in table.all() if element.role == "TR"]
        covered, widths = collections.Counter(), set()
        for index, row in enumerate(rows):
            width = covered.pop(index, 0)
            for cell in row.children:
                across = cell.attribute("/ColSpan") or 1
                width += across
                for below in range(1, cell.attribute("/RowSpan") or 1):
                    covered[index + below] += across
                if cell.role == "TH":
                    paper.expect(cell.attribute("/Scope") in ("/Row", "/Column", "/Both"),
                                 "has a TH without Scope")
            widths.add(width)
        paper.expect(len(widths) == 1, f"has a table of rows of {sorted(widths)} columns")
        heads = [cell for row in rows for cell in row.children if cell.role == "TH"]
        paper.expect(heads, "has a table without a header")


def lists_tell_their_numbering(paper):
    """A list has a numbering, and labels unless that is None."""
    for element in paper.elements:
        if element.role == "L":
            numbering = element.attribute("/ListNumbering")
            labels = sum(child.role == "Lbl" for item in element.children for child in item.children)
            paper.expect(numbering in ("/None", "/Disc", "/Decimal", "/LowerAlpha", "/LowerRoman"),
                         f"has a list numbered {numbering}")
            paper.expect(numbering == "/None" or labels == len(element.children),
                         f"has a list numbered {numbering} with {labels} labels"
                         f" for {len(element.children)} items")


def notes_follow_their_references(paper):
    """A note has an ID of its own and comes after the block that refers to it."""
    ids = [element.node.get("/ID") for element in paper.elements if element.role == "Note"]
    paper.expect(None not in ids and len(set(ids)) == len(ids), f"has notes of the IDs {ids}")
    heard = 0  # references so far that are no links: the marks of notes
    for element in paper.elements:
        if element.role == "Reference" and not any(
                inner.role == "Link" for inner in element.all()) and not element.children:
            heard += 1
        elif element.role == "Note":
            heard -= 1
            paper.expect(heard >= 0, "has a note before the reference to it")
    paper.expect(heard == 0, f"has {heard} references to no note")


def contents_lead_on(paper):
    """An entry of a table of contents is a reference that is a link."""
    for element in paper.elements:
        if element.role == "TOCI":
            inside = {inner.role for inner in element.all()}
            paper.expect({"Reference", "Link"} <= inside, f"has an entry of contents of {inside}")


def the_catalog_says_what_readers_ask(paper):
    """Title shown, language, bookmarks, page labels, tagged; the evidence, each with its relation."""
    catalog = paper.catalog
    paper.expect(catalog.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is True,
                 "does not ask for its title to be shown")
    paper.expect(catalog.get("/MarkInfo") == {"/Marked": True}, "is marked otherwise than tagged")
    for key in ("/Lang", "/Outlines", "/PageLabels", "/Metadata", "/OutputIntents"):
        paper.expect(catalog.get(key), f"lacks {key}")
    files = [paper.follow(file) for file in catalog.get("/AF", [])]
    told = {file["/AFRelationship"]: text_of(file["/UF"]) for file in files}
    paper.expect(len(files) == 3 and told.get("/Source", "").endswith(".xml")
                 and told.get("/Data") == "scores.csv" and told.get("/Supplement") == "method.xml",
                 f"carries {told}")


def metadata_agree(paper):
    """XMP and the information dictionary say the same."""
    said = subprocess.run(["pdfinfo", "-meta", paper.path], check=True, capture_output=True)
    tree = xml.fromstring(re.sub(rb"<\?xpacket.*?\?>", b"", said.stdout).strip())
    info = {name[1:]: text_of(value) for name, value in paper.info.items()}

    def xmp(path):
        found = tree.find(f".//{path}", NAMESPACES)
        inner = None if found is None else found.find(".//rdf:li", NAMESPACES)
        return (found if inner is None else inner).text if found is not None else None

    for key, path in (("Title", "dc:title"), ("Author", "dc:creator"), ("Subject", "dc:description"),
                      ("Keywords", "pdf:Keywords"), ("Producer", "pdf:Producer"),
                      ("Creator", "xmp:CreatorTool")):
        paper.expect(info.get(key) == xmp(path), f"says {key} {info.get(key)} and {xmp(path)}")
    for key, path in (("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate")):
        digits = [re.sub(r"\D", "", value or "")[:14] for value in (info.get(key), xmp(path))]
        paper.expect(digits[0] == digits[1] and digits[0], f"says {key} {digits}")
    paper.expect(text_of(paper.catalog["/Lang"]) == xmp("dc:language"), "tells two languages")
    paper.expect(info.get("Title", "").strip(), "has no title")


def artifacts_have_their_kind(paper):
    """Every artifact is a page's head or foot, a watermark, layout or background; sequences never
    nest; head and foot of a page are there. No text is invisible, as recognised text would be."""
    plain = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", paper.path, "-"],
                           check=True, capture_output=True).stdout
    open_, kinds = False, collections.Counter()
    for mark in re.finditer(rb"^(?:/(\w+) ?(<<.*>>|/\w+) ?BDC|(/Artifact BMC)|(EMC))$", plain, re.M):
        tag, properties, bare, end = mark.groups()
        paper.expect(bare is None, "has an artifact of no kind")
        paper.expect(open_ == (end is not None), "has marked content in marked content")
        open_ = end is None
        if tag == b"Artifact":
            kind = [index for index, form in enumerate(ARTIFACTS) if re.search(form, properties)]
            paper.expect(kind, f"has an artifact {properties}")
            kinds[kind[0] if kind else None] += 1
    paper.expect(not re.search(rb"^[0-9] Tr$", plain, re.M), "has text that is not painted")
    paper.expect(not open_, "has marked content that is not ended")
    paper.expect(kinds[0] > 0, "has no page head or foot that is an artifact")


CHECKS = (nothing_acts_or_plays, links_say_where, elements_nest, headings_never_skip,
          figures_say_what_they_show, tables_tell_their_heads, lists_tell_their_numbering,
          notes_follow_their_references, contents_lead_on, the_catalog_says_what_readers_ask,
          metadata_agree, artifacts_have_their_kind)


def main():
    faults = 0
    for path in sys.argv[1:]:
        paper = Paper(path)
        for check in CHECKS:
            paper.faults = []
            check(paper)
            faults += len(paper.faults)
            for fault, times in collections.Counter(paper.faults).items():
                print(f"{path}: {check.__name__}: {fault}" + (f" ({times} times)" if times > 1 else ""))
    return 0 if len(sys.argv) > 1 and faults == 0 else 1


sys.exit(main())
