"""Per edition: words and the texts of the content as vectors of one space → `vectors.bin`.

The space is that of the content's texts and phrasings: their first `DIMENSIONS` principal axes, each divided by the fourth root of
its variance, so that the first few do not speak for all. A vector is a direction, so each row has its own scale.
The file's format is told where it is read: `crates/domain/src/vectors.rs`.

What is embedded of an entry is told twice, here and where the desk asks for it (`search/src/index/documents.rs`):
"title. more". A text that differs by a letter is one without a vector. Phrasings have none: the desk takes the mean of
their words' vectors, as it does for the query that they are compared with, and finds as much so
(`docs/decisions/0015-vectors-and-model.md`).
"""

import argparse
import json
import re
import struct
from pathlib import Path

import numpy as np

import words
from embeddings import Embeddings, centred
from lemmas import Dictionary, fold, most_usual, shares

CONTENT = Path(__file__).parents[2] / "assets" / "content"
USUAL = 30_000
SHORTEST = 3
DIMENSIONS = 128
MAGIC, FORMAT = b"CENV", 1


def read(content: Path) -> tuple[list[str], list[str]]:
    """The own texts of all entries, and their phrasings."""
    lines = {name: (content / f"{name}.jsonl").read_text("utf-8").splitlines() for name in ("procedures", "elsewhere")}
    lists = {name: json.loads((content / f"{name}.json").read_text("utf-8")) for name in ("services", "units")}
    procedures, elsewhere = ([json.loads(line) for line in lines[name] if line.strip()] for name in lines)
    services, units = lists["services"]["services"], lists["units"]
    own = [(one["title"], one["summary"]) for one in procedures]
    own += [(one["name"], ", ".join(one["keywords"])) for one in services]
    own += [(one["name"], one.get("note") or "") for one in units]
    own += [(one["title"], one["say"]) for one in elsewhere]
    asked = [text.strip() for one in procedures + services + units + elsewhere for text in one.get("asked_as", [])]
    return [f"{title.strip()}. {more.strip()}".strip() for title, more in own], list(dict.fromkeys(asked))


def is_polish(text: str, dictionary: Dictionary) -> bool:
    """Are half of its words Polish? What foreigners say is found by its words: the table knows no foreign ones."""
    said = re.findall(rf"\w{{{SHORTEST},}}", text.lower())
    return 2 * sum(bool(dictionary.lemmas(word)) for word in said) >= len(said)


def lemmas(texts: list[str]) -> list[str]:
    """The most usual lemmas, and all of these texts."""
    dictionary = Dictionary()
    usual = [lemma for lemma in most_usual(shares(dictionary)) if lemma.isalpha() and len(lemma) >= SHORTEST]
    forms = {form for text in texts for form in re.findall(r"[^\W\d_]+", text.lower())}
    held = {lemma for form in forms for lemma in dictionary.lemmas(form) if lemma.isalpha() and len(lemma) >= SHORTEST}
    return [*usual[:USUAL], *sorted(held - set(usual[:USUAL]))]


def axes(rows: np.ndarray) -> np.ndarray:
    variances, vectors = np.linalg.eigh(rows.T @ rows / len(rows))
    first = np.argsort(-variances)[:DIMENSIONS]
    return vectors[:, first] / variances[first] ** 0.25


def bytes_of(rows: np.ndarray) -> np.ndarray:
    """Each row as whole numbers, −127 to 127."""
    most = np.abs(rows).max(axis=1, keepdims=True)
    return np.rint(rows / np.where(most == 0, 1, most) * 127).astype(np.int8)


def key(text: str) -> int:
    """FNV-1a, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def packed(vectors: dict[str, np.ndarray], texts: dict[str, np.ndarray]) -> bytes:
    folded = sorted(vectors, key=str.encode)
    keys = sorted((key(text), text) for text in texts)
    listed = "".join(f"{lemma}\n" for lemma in folded).encode()
    head = MAGIC + struct.pack("<5I", FORMAT, DIMENSIONS, len(folded), len(listed), len(keys))
    rows = bytes_of(np.stack([vectors[lemma] for lemma in folded])).tobytes()
    told = bytes_of(np.stack([texts[text] for _, text in keys])).tobytes()
    return head + listed + rows + struct.pack(f"<{len(keys)}Q", *(number for number, _ in keys)) + told


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--content", type=Path, default=CONTENT)
    arguments.add_argument("--dictionaries", type=Path, default=Path("/usr/share/dictd"), help="where FreeDict's lie")
    given = arguments.parse_args()
    own, asked = read(given.content)
    dictionary = Dictionary()
    asked = [text for text in asked if is_polish(text, dictionary)]
    queries, passages = Embeddings("query"), Embeddings("passage")
    rows = np.concatenate([centred(passages.of(own)), centred(queries.of(asked))])
    space = axes(rows)
    texts = dict(zip(own, rows[: len(own)] @ space))
    vectors = words.vectors(lemmas([*own, *asked]), queries, given.dictionaries)
    file = given.content / "vectors.bin"
    file.write_bytes(packed({lemma: row @ space for lemma, row in vectors.items()}, texts))
    print(f"{len(vectors)} lemmas, {len(texts)} texts, {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
