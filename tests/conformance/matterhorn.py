"""matterhorn.py SOURCE: the list in matterhorn.md is whole: every condition of the protocol in
order, each with an answer and a proof; every file that it names is there, and so is every test that
it names within one; and what people must decide is held by more than the validator."""

import pathlib
import re
import sys

# How many conditions each of the 31 checkpoints of version 1.1 has.
COUNTS = [7, 4, 3, 1, 3, 4, 2, 2, 8, 1, 7, 1, 8, 7, 5, 3, 3, 2, 4, 3, 1, 1, 1, 1, 1, 2, 1, 18, 1, 2,
          30]


def main():
    source = pathlib.Path(sys.argv[1])
    text = (source / "tests/conformance/matterhorn.md").read_text(encoding="utf-8")
    wanted = [f"{checkpoint:02d}-{number:03d}" for checkpoint, count in enumerate(COUNTS, 1)
              for number in range(1, count + 1)]
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")]
            for line in text.splitlines() if re.match(r"\| \d\d-\d\d\d \|", line)]
    faults = []
    if [row[0] for row in rows] != wanted:
        faults.append("the conditions are not those of the protocol, in its order")
    for row in rows:
        if len(row) != 5 or not all(row):
            faults.append(f"{row[0]}: an answer or its proof is missing")
        if not re.search(r"`(tests|fonts)/[^`]+`|\*veraPDF\*|\*heard text\*", row[-1]):
            faults.append(f"{row[0]}: no test is named")
        if row[1] == "human" and not re.search(r"`(tests|fonts)/|\*heard text\*", row[-1]):
            faults.append(f"{row[0]}: is for people, and the validator alone is named")
    for name in sorted(set(re.findall(r"`([a-z-]+/[^`]+)`", text))):
        if not (source / name).exists():
            faults.append(f"{name} is named but is not there")
    for name, tests in re.findall(r"`(tests/[^`]+)` \(([a-z_, ]+)\)", text):
        within = (source / name).read_text(encoding="utf-8") if (source / name).is_file() else ""
        for test in tests.split(", "):
            if not re.search(rf"\b{test}\b", within):
                faults.append(f"{name} has no {test}")
    for fault in faults:
        print(f"matterhorn.md: {fault}")
    return 1 if faults else 0


sys.exit(main())
