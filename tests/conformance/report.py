"""report.py DIR REPORT...: what veraPDF's machine-readable reports say, in a few lines.

Status 0 only where every report speaks of every PDF in DIR and no rule is broken.
"""

import pathlib
import sys
import xml.etree.ElementTree as xml


def main():
    folder = pathlib.Path(sys.argv[1])
    files = sorted(str(path) for path in folder.rglob("*.pdf"))
    good = bool(files)
    if not files:
        print(f"{folder}: no PDF to validate")
    for report in sys.argv[2:]:
        try:
            jobs = xml.parse(report).getroot().findall(".//job")
        except (xml.ParseError, OSError) as error:
            print(f"{report}: {error}")
            good = False
            continue
        seen, failed, passed, profile = [], 0, 0, report
        for job in jobs:
            name = job.findtext("item/name")
            result = job.find("validationReport")
            if result is None:
                problem = job.find("taskException/exceptionMessage")
                print(f"{name}: not validated: {'' if problem is None else problem.text}")
                good = False
                continue
            seen.append(name)
            profile = result.get("profileName")
            details = result.find("details")
            passed += int(details.get("passedRules"))
            failed += int(details.get("failedRules"))
            good = good and result.get("isCompliant") == "true"
            for rule in details.findall("rule"):
                if rule.get("status") != "failed":
                    continue
                print(f"{name}: {rule.get('specification')} {rule.get('clause')} test"
                      f" {rule.get('testNumber')}, {rule.get('failedChecks')} times:"
                      f" {rule.findtext('description')}")
                for check in rule.findall("check"):
                    print(f"    {check.findtext('context')}: {check.findtext('errorMessage')}")
        if sorted(seen) != files:
            print(f"{profile}: {len(seen)} of {len(files)} files were validated")
            good = False
        print(f"{profile}: {len(seen)} files, {passed + failed} rules checked in all,"
              f" {failed} failed rules")
    return 0 if good else 1


sys.exit(main())
