#!/usr/bin/env python3
"""sample.py: samples/safer-plymouth.xml says what the reference's table says, and no more.

Every legible cell is in the sample as it is printed. A cell that is not legible is unknown there,
or has the one value that the printed results of its row leave it, which is worked out here by
trying all. Missing is never left out: every area has every input.
"""
import csv
import itertools
import os
import re
import sys
import unittest
import xml.etree.ElementTree as ElementTree
from fractions import Fraction

SOURCE = os.environ.get("SOURCE", ".")
IMPACT = ("harm", "financial", "reputation", "resourcing")
WEIGHTS = ("concern", "vulnerability", "benchmarking")


def table(name):
    with open(os.path.join(SOURCE, "tests/data", name), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def likelihood(rate):
    return 1 if rate < 3 else 2 if rate < 10 else 3


def completions(row, rate):
    """Every way to fill the row's empty cells that agrees with all it prints."""
    cells = [[int(row[name])] if row[name] else range(4) for name in IMPACT]
    adjusted = [int(row["adjusted_likelihood"])] if row["adjusted_likelihood"] else (1, 2, 3)
    change = Fraction(row["change_pct"]) if row["change_pct"] else None
    if row["current"]:
        change = (Fraction(row["current"]) / Fraction(row["previous"]) - 1) * 100
    trend = 0 if change <= 0 else 1 if change <= 5 else 2
    weights = [[int(row[name])] if row[name] else range(3) for name in WEIGHTS]
    for parts in itertools.product(*cells):
        for factor in adjusted:
            impact, risk = sum(parts), sum(parts) * factor
            if (row["impact"] and impact != int(row["impact"])) or \
                    (row["risk"] and risk != int(row["risk"])):
                continue
            for extra in itertools.product(*weights):
                total = risk + trend + sum(extra)
                if row["total"] and total != int(row["total"]):
                    continue
                yield dict(zip(IMPACT + WEIGHTS, parts + extra), impact=impact, risk=risk,
                           total=total, **{"adjusted-likelihood": factor})


class Sample(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        path = os.path.join(SOURCE, "samples/safer-plymouth.xml")
        cls.root = ElementTree.parse(path).getroot()
        cls.areas = {area.get("id"): area for area in cls.root.iter("area")}
        cls.rows = table("stra-2015-16.csv")
        cls.populations = {row["id"]: row for row in table("populations-2015-16.csv")}

    def scores(self, row):
        return {score.get("factor"): score for score in self.areas[row["id"]].iter("score")}

    def rate(self, row):
        if not row["current"] or not row["population"]:
            return None
        return Fraction(row["current"]) * 1000 / Fraction(self.populations[row["population"]]["count"])

    def test_has_every_row_in_order(self):
        self.assertEqual([row["id"] for row in self.rows], list(self.areas))

    def test_has_the_populations(self):
        given = {p.get("id"): (p.get("count"), p.text) for p in self.root.iter("population")}
        self.assertEqual(given, {row["id"]: (row["count"], row["label"])
                                 for row in self.populations.values()})

    def test_has_ten_categories_that_part_the_rows_alike(self):
        pairs = {(row["category"], self.areas[row["id"]].get("category")) for row in self.rows}
        self.assertEqual(len(pairs), 10)
        self.assertEqual({given for _, given in pairs},
                         {category.get("id") for category in self.root.iter("category")})

    def test_counts_as_printed(self):
        for row in self.rows:
            with self.subTest(row["id"]):
                area = self.areas[row["id"]]
                self.assertEqual(area.get("count"), row["current"] or "unknown")
                self.assertEqual(area.get("previous"), row["previous"] or "unknown")
                self.assertEqual(area.get("population") or "", row["population"])
                self.assertEqual(area.get("name-source"), row["label_source"])
                self.assertEqual("name not legible" in area.findtext("name"), not row["label"])

    def test_scores_as_printed_unknown_or_following(self):
        for row in self.rows:
            scores = self.scores(row)
            possible = list(completions(row, self.rate(row)))
            for name in IMPACT + WEIGHTS:
                with self.subTest(area=row["id"], factor=name):
                    score = scores[name]
                    only = {completion[name] for completion in possible}
                    if row[name]:
                        self.assertEqual(score.get("value"), row[name])
                    elif len(only) == 1:
                        self.assertEqual(score.get("value"), str(only.pop()))
                        self.assertTrue(score.get("reason").startswith("Follows from"))
                    else:
                        self.assertEqual(score.get("status"), "unknown")
                        self.assertIsNone(score.get("value"))
                        self.assertTrue(score.get("reason"))

    def test_adjusts_likelihood_only_by_judgement(self):
        for row in self.rows:
            with self.subTest(row["id"]):
                score = self.scores(row).get("adjusted-likelihood")
                rate = self.rate(row)
                rule = None if rate is None else likelihood(rate)
                if rule is None and row["likelihood"]:
                    rule = int(row["likelihood"])
                only = {c["adjusted-likelihood"] for c in completions(row, rate)}
                if len(only) > 1:
                    self.assertEqual(score.get("status"), "unknown")
                elif only == {rule}:
                    self.assertIsNone(score)
                else:
                    self.assertEqual({int(score.get("value"))}, only)
                    self.assertTrue(score.get("reason"))

    def test_states_computed_values_only_as_printed(self):
        columns = {"likelihood": "likelihood", "change": "change_pct", "impact": "impact",
                   "risk": "risk", "total": "total"}
        for row in self.rows:
            for name, score in self.scores(row).items():
                with self.subTest(area=row["id"], factor=name):
                    if name in columns and score.get("value") is not None:
                        self.assertEqual(score.get("value"), row[columns[name]])
                        self.assertEqual(score.get("reason"), "Printed in the source")
                    elif name == "total":
                        totals = [c["total"] for c in completions(row, self.rate(row))]
                        self.assertEqual(row["band_in_narrative"], "standard")
                        self.assertEqual(score.get("lowest"), str(min(totals)))
                        self.assertEqual(score.get("highest"), "15")
                        self.assertGreater(max(totals), 15)
                    elif name == "rate":
                        self.assertEqual(row["rate_per_1000"], "")
                    elif name not in columns:
                        self.assertIn(name, IMPACT + WEIGHTS + ("adjusted-likelihood",))

    def test_computes_the_figures_of_its_narrative(self):
        for section in self.root.iter("section"):
            if section.get("id") in ("findings", "limits", "order"):
                words = " ".join(section.itertext()).replace("people under 18", "")
                self.assertEqual(re.findall(r"\d[\d,.]*", words.replace("1,000", "")), [],
                                 section.get("id"))

    def test_takes_baselines_from_the_counts(self):
        counts = {"r1": "crimes-under-18", "r2": "modern-slavery", "r4": "alcohol-admissions"}
        for recommendation in self.root.iter("recommendation"):
            self.assertTrue(recommendation.findtext("outcome"))
            self.assertTrue(recommendation.get("lead") and recommendation.get("due"))
            measure = recommendation.find("measure")
            area = counts.get(recommendation.get("id"))
            if area is not None:
                self.assertEqual(measure.get("baseline"), self.areas[area].get("count"))
        unscored = [f for f in self.root.iter("focus") if f.find("evidence") is None]
        self.assertEqual(self.root.find(".//recommendation[@id='r6']/measure").get("baseline"),
                         str(len(unscored)))


if __name__ == "__main__":
    sys.exit(unittest.main())
