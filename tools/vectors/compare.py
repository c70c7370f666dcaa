"""Two rows of `centrala relevance FILE --json`: the difference of each query's value and its 95 % interval, by kind.

A row is a file, or `FILE#lexical`, `FILE#model`: without more it is the one with the vectors. The value is a question's
nDCG@10; of reports and first words 1, ½ or 0.

A paired bootstrap over queries (Efron, Tibshirani 1993): 10,000 resamples of the per-query differences.
"""

import argparse
import json
from pathlib import Path

import numpy as np

RESAMPLES = 10_000


def by_query(given: str) -> dict[str, tuple[str, float]]:
    file, _, row = given.partition("#")
    report = json.loads(Path(file).read_text("utf-8"))
    return {query["q"]: (query["kind"], query["value"]) for query in (report[row] if row else report)["per_query"]}


def interval(differences: np.ndarray) -> tuple[float, float]:
    draws = np.random.default_rng(1).integers(len(differences), size=(RESAMPLES, len(differences)))
    return tuple(np.percentile(differences[draws].mean(axis=1), [2.5, 97.5]))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("without")
    arguments.add_argument("with_more")
    given = arguments.parse_args()
    before, after = by_query(given.without), by_query(given.with_more)
    kinds = {"all": list(before)}
    for query, (kind, _) in before.items():
        kinds.setdefault(kind, []).append(query)
    print(f"{'kind':<14} {'n':>4} {'without':>8} {'with':>8} {'gain':>7}  95 % interval")
    for kind, queries in kinds.items():
        old, new = (np.array([side[query][1] for query in queries]) for side in (before, after))
        low, high = interval(new - old)
        print(f"{kind:<14} {len(queries):>4} {old.mean():>8.3f} {new.mean():>8.3f} {(new - old).mean():>+7.3f}  [{low:+.3f}, {high:+.3f}]")


if __name__ == "__main__":
    main()
