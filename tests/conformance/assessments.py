"""assessments.py COUNT DIR PICTURE: writes COUNT assessments into DIR, always the same ones, and
prints for each a line of what `boardpaper render` is to be called with.

They are what no person would write and everyone could: areas in every state of knowledge, by four
methods and in three languages, empty and crowded; and narratives in which anything that may stand
in anything does. All are right: `render` must take every one of them.
"""

import pathlib
import shutil
import sys
from xml.sax.saxutils import escape, quoteattr

WORDS = """risk harm board the of and to partnership assessment offences rose fell since last year
because neighbourhood safeguarding children’s officers efficient affinity office fluffy waffle
counter-terrorism anti-social behaviour re-offending £1,250 12.5% 1/2 (see below) “quoted” – however
antidisestablishmentarianism Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch
https://www.example.org/a/very/long/address/that/cannot/be/broken/at/spaces?because=none naïve café
Ångström coöperate résumé ½ × ÷ − … † ‡ § №""".split()
FOREIGN = {"cy": "Mae’r bartneriaeth yn gweithio dros gymunedau mwy diogel",
           "pl": "Zażółć gęślą jaźń w trosce o bezpieczeństwo", "fr": "l’été, à l’hôpital, cœur",
           "de": "Straßenverkehrsordnungswidrigkeiten", "el": "ασφάλεια της κοινότητας",
           "ru": "безопасность жителей", "ar": "سلامة المجتمع 2016", "he": "בטיחות הקהילה 2016"}
METHODS = {
    "stra": {"harm": (0, 3), "financial": (0, 3), "reputation": (0, 3), "resourcing": (0, 3),
             "concern": (0, 2), "vulnerability": (0, 2), "benchmarking": (0, 2)},
    "risk-matrix": {"inherent-impact": (1, 5), "inherent-likelihood": (1, 5), "impact": (1, 5),
                    "likelihood": (1, 5), "target-impact": (1, 5), "target-likelihood": (1, 5)},
    "morile": {"physical": (0, 4), "psychological": (0, 4), "financial": (0, 4),
               "community": (0, 4), "expectation": (0, 4), "frequency": (1, 3),
               "forecast": (-1, 2), "confidence": (1, 3), "capacity": (0, 3),
               "capability": (0, 3)},
    "harm-index": {},
}
OFFENCES = """homicide sexual-offences robbery road-deaths violence-injury residential-burglary
weapons stalking""".split()
TEMPLATES = ("board-paper", "board-paper", "board-paper", "appendix", "summary", "bulletin",
             "movement", "firmness", "audit")
EDITIONS = ("standard", "standard", "large-print", "compact", "monochrome")


class Chance:
    """Our own, so that the documents are the same with every Python."""

    def __init__(self, seed):
        self.state = seed * 2654435761 % 2**32 or 1

    def upto(self, most):
        """0 to most - 1"""
        self.state ^= self.state << 13 & 0xFFFFFFFF
        self.state ^= self.state >> 17
        self.state ^= self.state << 5 & 0xFFFFFFFF
        return self.state % most

    def one_in(self, most):
        return self.upto(most) == 0

    def of(self, things):
        return things[self.upto(len(things))]


class Assessment:
    def __init__(self, seed):
        self.chance = Chance(seed)
        self.lang = self.chance.of(("en-GB", "en-GB", "en-GB", "cy", "pl"))
        self.method = self.chance.of(("stra", "stra", "risk-matrix", "morile", "harm-index"))
        # Within a link, within a note, and within a section, which alone every template that has
        # what it refers to shows.
        self.linked = self.noted = self.in_section = False

    # ---- words ------------------------------------------------------------------------------

    def words(self, most=12):
        return escape(" ".join(self.chance.of(WORDS) for _ in range(1 + self.chance.upto(most))))

    def inline(self, depth=2):
        chance = self.chance
        kind = chance.upto(18)
        if chance.one_in(30):
            return f"<decoration>▲ </decoration>{self.words(2)}"
        if depth == 0 or kind < 4:
            return self.words()
        inner = self.inlines(depth - 1)
        if kind < 9:
            name = ("strong", "emphasis", "code", "sub", "sup")[kind - 4]
            return f"<{name}>{inner}</{name}>"
        if kind == 9:
            return f"<q>{inner}</q>"
        if kind == 10:
            return f"<abbr expansion={quoteattr(self.words(4))}>{chance.of(('STRA', 'ASB', 'H&amp;W'))}</abbr>"
        if kind == 11 and not self.linked:
            self.linked = True
            target = chance.of(("https://www.example.org/a?b=c&amp;d=e", "mailto:clerk@example.org",
                                "#here" if self.in_section else "http://example.org"))
            inner = self.inlines(depth - 1)
            self.linked = False
            return f'<a href="{target}">where it leads: {inner}</a>'
        if kind == 12 and self.in_section and not self.linked:
            kind = chance.of(("page", "number", "title", "full"))
            return f'<ref target="here" kind="{kind}">{chance.of(("", "page ", self.words(3)))}</ref>'
        if kind == 13 and not self.noted:
            self.noted = True
            note = f"<note>{self.inlines(1)}</note>"
            self.noted = False
            return note
        if kind == 14:
            lang = chance.of(sorted(FOREIGN))
            return f'<span lang="{lang}">{FOREIGN[lang]}</span>'
        if kind == 15:
            return f"{self.words(3)}<br/>{self.words(3)}"
        if kind == 16:
            return '<value select="count(//area)" format="words"/>'
        return self.words()

    def inlines(self, depth=2):
        return " ".join([self.words(), *(self.inline(depth)
                                         for _ in range(self.chance.upto(4)))])

    # ---- blocks -----------------------------------------------------------------------------

    def table(self):
        chance = self.chance
        columns = 2 + chance.upto(4) if chance.upto(4) else 10 + chance.upto(8)
        overflow = chance.of(("shrink", "landscape", "continue", "records"))
        out = [f'<table overflow="{overflow}" full-width="{chance.of(("yes", "no"))}"'
               f' zebra="{chance.of(("yes", "no"))}">']
        if chance.upto(4):
            out.append(f"<caption>{self.inlines(1)}</caption>")
        headed = chance.upto(3)  # 0: the rows only, 1: the columns only, 2: both
        out.append("<columns>" + ('<column header="yes"/>' if headed != 1 else "<column/>")
                   + "".join(f'<column align="{chance.of(("start", "end", "decimal", "centre"))}"/>'
                             for _ in range(columns - 1)) + "</columns>")
        if headed:
            out.append("<head>")
            if columns > 3 and chance.one_in(2):
                out.append(f'<row><cell rows="2">{self.words(2)}</cell><cell columns="2">'
                           f'{self.words(2)}</cell>'
                           + f'<cell columns="{columns - 3}">{self.words(2)}</cell></row><row>'
                           + "".join(f"<cell>{self.words(1)}</cell>" for _ in range(columns - 1))
                           + "</row>")
            else:
                out.append("<row>" + "".join(f"<cell>{self.words(2)}</cell>"
                                             for _ in range(columns)) + "</row>")
            out.append("</head>")
        out.append("<body>")
        for row in range(1 + chance.upto(6 if chance.upto(6) else 90)):
            if headed and chance.one_in(9):
                out.append(f'<row kind="group"><cell columns="{columns}">{self.words(3)}</cell></row>')
            kind = ' kind="total"' if chance.one_in(12) else ""
            cells = [f"<cell>{self.words(2)}</cell>"]
            for _ in range(columns - 1):
                filling = chance.upto(12)
                cells.append("<cell/>" if filling == 0 else
                             f"<cell>{self.inlines(1)}</cell>" if filling == 1 else
                             f"<cell>{self.list(1)}</cell>" if filling == 2 and columns < 6 else
                             f"<cell>{chance.upto(100000) / 10}</cell>")
            out.append(f"<row{kind}>" + "".join(cells) + "</row>")
        out.append("</body>")
        if chance.one_in(3):
            out.append(f"<notes><p>{self.inlines(1)}</p></notes>")
        return "".join(out) + "</table>"

    def list(self, depth):
        items = []
        for _ in range(1 + self.chance.upto(4)):
            if depth and self.chance.one_in(4):
                items.append(f"<item><p>{self.inlines()}</p>{self.list(depth - 1)}</item>")
            else:
                items.append(f"<item>{self.inlines()}</item>")
        kind = self.chance.of(("bullet", "number", "letter", "roman", "plain"))
        return f'<list kind="{kind}">{"".join(items)}</list>'

    def block(self, depth=2):
        chance = self.chance
        kind = chance.upto(14)
        if kind < 5:
            lang = chance.of(sorted(FOREIGN))
            other = f"<p lang=\"{lang}\">{FOREIGN[lang]}.</p>" if chance.one_in(5) else ""
            return f"<p>{self.inlines()}.</p>{other}"
        if kind < 7:
            return self.list(2)
        if kind == 7:
            return self.table()
        if kind == 8:
            return ("<definitions>" + "".join(
                f"<term>{self.words(2)}</term><definition>{self.inlines(1)}</definition>"
                for _ in range(1 + chance.upto(3))) + "</definitions>")
        if kind == 9:
            source = f' source={quoteattr(self.words(3))}' if chance.one_in(2) else ""
            return f"<quote{source}><p>{self.inlines()}</p></quote>"
        if kind == 10 and depth:
            name = chance.of(("note", "decision", "recommendation", "finding", "warning"))
            return f'<box kind="{name}"><p>{self.inlines()}</p>{self.block(depth - 1)}</box>'
        if kind == 11:
            caption = f"<caption>{self.inlines(1)}</caption>" if chance.one_in(2) else ""
            return (f'<figure src="picture.png" width="{20 + chance.upto(80)}mm"'
                    f' alt={quoteattr("What it shows: " + self.words())}>{caption}</figure>')
        if kind == 12:
            return chance.of(("<rule/>", "<page-break/>", "<rule/>"))
        return f"<p>{self.inlines()}</p>"

    def section(self, depth=3):
        out = [f"<section><heading>{self.words(5)}</heading>"]
        out += [self.block() for _ in range(1 + self.chance.upto(5))]
        if depth and self.chance.one_in(2):
            out += [self.section(depth - 1) for _ in range(1 + self.chance.upto(2))]
        return "".join(out) + "</section>"

    # ---- facts ------------------------------------------------------------------------------

    def amount(self, name, most):
        """Attributes that say how many, or why that is not known."""
        chance = self.chance
        state = chance.upto(12)
        number = chance.upto(most)
        if state == 0:
            return ""
        if state == 1:
            return f' {name}="{chance.of(("unknown", "suppressed", "not-scored"))}"'
        if state == 2:
            return (f' {name}="unknown" {name}-lowest="{number}"'
                    f' {name}-highest="{number + chance.upto(50)}"')
        if state == 3:
            return f' {name}="{number}" {name}-status="estimated"'
        return f' {name}="{number}"'

    def score(self, factor, lowest, highest):
        chance = self.chance
        state = chance.upto(16)
        value = lowest + chance.upto(highest - lowest + 1)
        reason = f" reason={quoteattr(self.words(4))}" if chance.one_in(5) else ""
        if state == 0:
            return ""
        if state == 1:
            status = chance.of(("unknown", "suppressed", "not-scored"))
            return f'<score factor="{factor}" status="{status}"{reason}/>'
        if state == 2:
            return (f'<score factor="{factor}" status="unknown" lowest="{lowest}"'
                    f' highest="{value}"{reason}/>')
        if state == 3:
            return f'<score factor="{factor}" value="{value}" status="estimated"{reason}/>'
        return f'<score factor="{factor}" value="{value}"{reason}/>'

    def areas(self):
        chance = self.chance
        count = chance.of((0, 1, 3, 8, 15, 30, 60))
        names = [f"area-{number}" for number in range(count)]
        if self.method == "harm-index":
            names = OFFENCES[:min(count, len(OFFENCES))]
        out = []
        for name in names:
            most = chance.of((5, 500, 50000))
            scores = "".join(self.score(factor, *bounds)
                             for factor, bounds in METHODS[self.method].items())
            note = f"<note>{self.words(4)}</note>" if chance.one_in(4) else ""
            category = f' category="c{chance.upto(3)}"' if chance.upto(8) else ""
            out.append(f'<area id="{name}"{category} population="all"'
                       f'{self.amount("count", most)}{self.amount("previous", most)}>'
                       f"<name>{name.replace('-', ' ').capitalize()} {self.words(4)}</name>"
                       f"{note}{scores}</area>")
        return names, "".join(out)

    def groups(self, areas):
        chance, out, ids = self.chance, [], []
        for group in range(chance.upto(4)):
            out.append(f'<group id="g{group}"><name>{self.words(4)}</name>')
            for _ in range(chance.upto(5)):
                ids.append(f"f{len(ids)}")
                evidence = dict.fromkeys(chance.of(areas) for _ in range(chance.upto(4))) if areas else ()
                out.append(f'<focus id="{ids[-1]}"><name>{self.words(5)}</name>'
                           + "".join(f'<evidence area="{area}"/>' for area in evidence)
                           + "</focus>")
            out.append("</group>")
        return ids, "".join(out)

    def recommendation(self, number, focuses):
        chance = self.chance
        some = lambda text: text if chance.upto(4) else ""
        focus = f' focus="{chance.of(focuses)}"' if focuses and chance.upto(3) else ""
        status = chance.of(("proposed", "not-started", "green", "amber", "red", "blue", "complete",
                            "withdrawn"))
        measure = some(f'<measure{some(f""" baseline="{chance.upto(900)}" """)}'
                       f'{some(f""" target="{chance.upto(900)}" """)}'
                       f' unit="of them">{self.inlines(1)}</measure>')
        return (f'<recommendation id="r{number}"{focus}{some(f" lead={quoteattr(self.words(3))}")}'
                f'{some(f""" due="2017-0{1 + chance.upto(9)}-15" """)} status="{status}">'
                f"<action>{self.inlines(1)}</action>{some(f'<outcome>{self.inlines(1)}</outcome>')}"
                f"{measure}</recommendation>")

    def whole(self):
        chance = self.chance
        areas, area_text = self.areas()
        focuses, group_text = self.groups(areas)
        recommendations = "".join(self.recommendation(number, focuses)
                                  for number in range(chance.of((0, 1, 2, 7))))
        suggestions = "".join(
            f'<suggestion id="s{number}"><text>{self.inlines(1)}</text>'
            + "".join(f"<discuss>{self.inlines(1)}</discuss>"
                      for _ in range(1 + chance.upto(3))) + "</suggestion>"
            for number in range(chance.of((0, 1, 4))))
        self.in_section = True
        sections = [self.section() for _ in range(chance.upto(5))]
        self.in_section = False
        contents = ("<section><heading>Lists</heading>"
                    + "".join(f'<contents of="{of}"/>' for of in
                              ("headings", "tables", "figures", "recommendations"))
                    + "</section>") if chance.one_in(3) else ""
        marking = chance.of(("", ' marking="OFFICIAL"', ' marking="OFFICIAL-SENSITIVE"'))
        purpose = chance.of(("", "decision", "discussion", "information", "assurance"))
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<assessment version="1" partnership={quoteattr(self.words(3))} edition="2015-16"'
            f' lang="{self.lang}"{marking}>\n'
            '<period from="2014-04-01" to="2015-03-31" previous-from="2013-04-01"'
            ' previous-to="2014-03-31"/>\n'
            f'<method ref="{self.method}"/>\n'
            '<populations><population id="all" count="100000">All</population></populations>\n'
            "<categories>" + "".join(f'<category id="c{number}">{self.words(4)}</category>'
                                     for number in range(3)) + "</categories>\n"
            f"<areas>{area_text}</areas>\n<focus-areas>{group_text}</focus-areas>\n"
            f"<recommendations>{recommendations}</recommendations>\n"
            f"<paper><title>{self.inlines(1)}</title>"
            + (f"<subtitle>{self.inlines(1)}</subtitle>" if chance.one_in(2) else "")
            + f'<meeting date="2016-01-21" venue={quoteattr(self.words(3))}/>'
            + (f"<item>{chance.upto(20)}</item>" if chance.one_in(2) else "")
            + (f"<purpose>{purpose}</purpose>" if purpose else "")
            + f'<author role={quoteattr(self.words(2))}/>\n'
            + '<section id="here"><heading>What is referred to</heading>'
            + f"<p>{self.inlines()}</p></section>\n"
            + contents + "\n".join(sections)
            + f"<suggestions>{suggestions}</suggestions></paper>\n</assessment>\n")


def main():
    count, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(sys.argv[3], folder / "picture.png")
    for seed in range(1, count + 1):
        assessment = Assessment(seed)
        path = folder / f"generated-{seed:03}.xml"
        path.write_text(assessment.whole(), encoding="utf-8")
        chance = Chance(seed + 70000)
        template, edition = chance.of(TEMPLATES), chance.of(EDITIONS)
        words = [str(path), "-t", template, "-e", edition]
        if template == "board-paper":
            words += ["--set", f"contents={chance.of(('yes', 'no'))}",
                      "--set", f"number-paragraphs={chance.of(('yes', 'no'))}"]
            words += ["--set", "watermark=DRAFT"] if chance.one_in(4) else []
        elif template == "movement":
            words += ["--since", str(path)]
        elif template in ("firmness", "audit"):
            words += ["--sensitivity" if template == "firmness" else "--audit"]
        print(" ".join(words))


main()
