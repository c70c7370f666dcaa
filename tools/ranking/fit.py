"""Fits the weights of `crates/search/src/ranking/best.rs` on judged queries.

    centrala relevance FILE … --features > features.jsonl
    python3 fit.py features.jsonl

Each candidate of each query is one row: was it what the query meant? Logistic regression with a little ridge, by Newton's
method. Rows of first words count four times: they name the right thing of any kind, where graded queries know procedures
alone and reports kinds of intervention alone. A harmless answer counts little either way. Prints how the order does on
each file, fitted on four fifths and asked of the rest, then the weights of all rows. Needs numpy.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

RIDGE = 1.0
FOLDS = 5
HARMLESS = 0.1
FIRST_WORDS = 4.0


class Query:
    """One judged query: its candidates' features, which of them are right, which harmless."""

    def __init__(self, line: str):
        told = json.loads(line)
        self.file, judged, candidates = told["file"], told["judged"], told["candidates"]
        self.features = np.array([one["features"] for one in candidates], float)
        self.first_words = "best" in judged
        wanted, also = judged.get("best", []), judged.get("also", [])
        self.nothing = self.first_words and (not wanted or any(one["kind"] == "none" for one in wanted))
        self.right = np.array([self.is_right(one, judged) for one in candidates], bool)
        self.harmless = np.array([self.is_harmless(one, judged, also) for one in candidates], bool) & ~self.right

    def is_right(self, one: dict, judged: dict) -> bool:
        if self.first_words:
            return names(judged["best"], one)
        if "rel" in judged:
            return one["kind"] == "procedure" and judged["rel"].get(one["id"]) == max(judged["rel"].values())
        return one["kind"] == "service" and one["id"] in judged["service"]

    def is_harmless(self, one: dict, judged: dict, also: list) -> bool:
        return names(also, one) or one["kind"] == "procedure" and one["id"] in judged.get("rel", {})

    def weights(self) -> np.ndarray:
        return np.where(self.harmless, HARMLESS, 1.0) * (FIRST_WORDS if self.first_words else 1.0)


def names(wanted: list, one: dict) -> bool:
    return any(one["kind"] == other["kind"] and one["id"] == other["id"] for other in wanted)


def fitted(queries: list[Query]) -> np.ndarray:
    """The weights, the first being that of the constant."""
    rows = np.concatenate([query.features for query in queries if len(query.features)])
    right = np.concatenate([query.right for query in queries if len(query.features)])
    counts = np.concatenate([query.weights() for query in queries if len(query.features)])
    scale = rows.std(axis=0)
    scale[0] = 1.0
    scale[scale == 0] = 1.0
    rows = rows / scale
    ridge = RIDGE * np.eye(rows.shape[1])
    ridge[0, 0] = 1e-6
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        sure = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (counts * (right - sure)) - ridge @ weights
        bend = (rows * (counts * sure * (1 - sure))[:, None]).T @ rows + ridge
        weights += np.linalg.solve(bend, slope)
    return weights / scale


def asked(query: Query, weights: np.ndarray, sure: float) -> tuple[bool, bool, bool]:
    """Is the first candidate right? Does the right thing open, or rightly nothing? Does something wrong open?"""
    if not len(query.features):
        return False, query.nothing, False
    certainty = 1 / (1 + np.exp(-query.features @ weights))
    first = int(certainty.argmax())
    right = bool(query.right[first])
    if certainty[first] < sure:
        return right, query.nothing, False
    return right, right, not right and not query.harmless[first]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("features", type=Path)
    arguments.add_argument("--sure", type=float, default=0.4, help="the certainty from which something opens")
    given = arguments.parse_args()
    queries = [Query(line) for line in given.features.read_text("utf-8").splitlines()]
    fold = np.random.RandomState(0).randint(0, FOLDS, len(queries))
    sums = defaultdict(lambda: np.zeros(4))
    for one in range(FOLDS):
        weights = fitted([query for query, own in zip(queries, fold) if own != one])
        for query, own in zip(queries, fold):
            if own == one:
                sums[query.file] += [1, *asked(query, weights, given.sure)]
    for file, (count, first, right, wrong) in sorted(sums.items()):
        print(f"{file:<45} n {count:4.0f}  first {first/count:.3f}  right {right/count:.3f}  wrong {wrong/count:.3f}")
    print("weights:", ", ".join(f"{weight:.3f}" for weight in fitted(queries)))


if __name__ == "__main__":
    main()
