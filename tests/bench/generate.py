#!/usr/bin/env python3
"""generate.py COUNT: an assessment of COUNT areas on standard output, always the same for a COUNT.

Every area is fully scored, with the spread of counts and scores that a real assessment has, so
that the appendix has shaded cells of every band and names of every length.
"""
import random
import sys
from xml.sax.saxutils import quoteattr, escape

KINDS = ["Burglary", "Theft", "Criminal damage", "Anti-social behaviour", "Hate crime",
         "Violence with injury", "Fraud", "Arson", "Drug offences", "Vehicle crime",
         "Domestic abuse", "Exploitation", "Road collisions", "Alcohol-related admissions"]
PLACES = ["in dwellings", "in shops", "in the night-time economy", "near schools", "on transport",
          "against older people", "against under 18s", "in parks", "online", "by repeat offenders"]
CATEGORIES = [("acquisitive", "Acquisitive crime"), ("violence", "Violence"),
              ("harm", "Hidden harm"), ("place", "Place and community")]
POPULATIONS = [("residents", 259090, "All residents"), ("households", 110500, "Households"),
               ("adults", 206400, "Aged 18 and over")]


def main():
    count = int(sys.argv[1])
    chance = random.Random(count)
    write = sys.stdout.write
    write('<?xml version="1.0" encoding="UTF-8"?>\n'
          '<assessment version="1" partnership="Benchmark" edition="2015-16" lang="en-GB" '
          'marking="OFFICIAL">\n'
          '  <period from="2014-04-01" to="2015-03-31" previous-from="2013-04-01" '
          'previous-to="2014-03-31"/>\n  <method ref="stra"/>\n  <populations>\n')
    for name, size, label in POPULATIONS:
        write(f'    <population id="{name}" count="{size}">{label}</population>\n')
    write("  </populations>\n  <categories>\n")
    for name, label in CATEGORIES:
        write(f'    <category id="{name}">{label}</category>\n')
    write("  </categories>\n  <areas>\n")
    for index in range(count):
        current = int(chance.paretovariate(0.7) * 20) % 9000
        previous = max(1, int(current * chance.uniform(0.8, 1.2)))
        name = f"{chance.choice(KINDS)} {chance.choice(PLACES)}, district {index % 97 + 1}"
        write(f'    <area id="a{index + 1}" category={quoteattr(chance.choice(CATEGORIES)[0])} '
              f'population={quoteattr(chance.choice(POPULATIONS)[0])} '
              f'count="{current}" previous="{previous}">\n      <name>{escape(name)}</name>\n')
        for factor, most in (("harm", 3), ("financial", 3), ("reputation", 3), ("resourcing", 3),
                             ("concern", 2), ("vulnerability", 2), ("benchmarking", 2)):
            write(f'      <score factor="{factor}" value="{chance.randint(0, most)}"/>\n')
        write("    </area>\n")
    write("  </areas>\n  <paper>\n    <title>Appendix of the benchmark</title>\n"
          '    <meeting date="2016-01-21"/>\n  </paper>\n</assessment>\n')


if __name__ == "__main__":
    main()
