#!/usr/bin/env python3
"""partnerships.py SAMPLE COUNT FOLDER: COUNT assessments like SAMPLE and a schedule for them in FOLDER,
always the same.

Each has a name, counts of its own and, as community safety partnerships have, some ten members of
whom one is not cleared. The meeting is moved to 19 November 2026 and the data to the year before.
"""
import pathlib
import random
import re
import sys

DATES = {"2014-04-01": "2025-10-01", "2015-03-31": "2026-09-30", "2013-04-01": "2024-10-01",
         "2014-03-31": "2025-09-30", 'meeting date="2016-01-21"': 'meeting date="2026-11-19"'}
ROLES = ["chair", "police", "council", "fire", "health", "probation", "housing", "schools",
         "analyst", "volunteers"]


def main():
    sample, count, folder = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3])
    text = pathlib.Path(sample).read_text(encoding="utf-8")
    for old, new in DATES.items():
        text = text.replace(old, new)
    (folder / "in").mkdir(parents=True, exist_ok=True)
    members = ["address,role,clearance,groups"]
    for index in range(1, count + 1):
        name = f"csp-{index:03}"
        chance = random.Random(index)
        own = re.sub(r'previous="(\d+)"',
                     lambda match: f'previous="{round(int(match[1]) * chance.uniform(.9, 1.1))}"',
                     text.replace("Safer Plymouth", f"Partnership {index:03}"))
        (folder / "in" / f"{name}-2026-11.xml").write_text(own, encoding="utf-8")
        for role in ROLES:
            clearance = "" if role == "volunteers" else "OFFICIAL"
            members.append(f"{role}@{name}.example.org,{role},{clearance},{name}")
    (folder / "members.csv").write_text("\n".join(members) + "\n", encoding="utf-8")
    (folder / "schedule.xml").write_text(f"""<schedule version="1">
  <calendar holidays="england-and-wales"/>
  <period every="month"><meeting weekday="thursday" nth="3"/><due clear-days="5"/></period>
  <papers><paper id="board-paper"/></papers>
  <partnerships><folder files="in/{{partnership}}-{{edition}}.xml" groups="{{partnership}}"/></partnerships>
  <members file="members.csv"/>
  <message from="papers@example.org"/>
</schedule>
""", encoding="utf-8")


if __name__ == "__main__":
    main()
