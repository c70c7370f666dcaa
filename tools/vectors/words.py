"""Lemma → vector: what the model makes of the word itself, and of what a dictionary says of it.

    x = n(c(e5("lemma")) + c(e5("lemma: gloss")))

e5 as a query, c: without the mean of that kind of text, n: of length 1; a part that a lemma lacks is left out. The bare
word alone follows its letters now and then ("kanapa" – "kwarantanna"); the gloss alone knows half of the words.
"""

from collections import defaultdict
from pathlib import Path

import numpy as np

import glosses
from embeddings import Embeddings, centred, normal
from lemmas import fold


def texts(lemmas: list[str], dictionaries: Path) -> list[dict[str, str]]:
    """Of each kind of text: lemma → what is embedded for it."""
    said = glosses.read(dictionaries)
    return [
        {lemma: lemma for lemma in lemmas},
        {lemma: f"{lemma}: {said[lemma]}" for lemma in lemmas if lemma in said},
    ]


def vectors(lemmas: list[str], queries: Embeddings, dictionaries: Path) -> dict[str, np.ndarray]:
    """Folded lemma → its vector. Lemmas that fold alike ("sad", "sąd") share one, the mean of theirs."""
    sums = defaultdict(lambda: np.zeros(384, np.float32))
    for kind in texts(lemmas, dictionaries):
        for lemma, vector in zip(kind, centred(queries.of(list(kind.values())))):
            sums[lemma] += vector
    alike = defaultdict(list)
    for lemma, vector in sums.items():
        alike[fold(lemma)].append(normal(vector))
    return {key: normal(np.mean(rows, axis=0)) for key, rows in alike.items()}
