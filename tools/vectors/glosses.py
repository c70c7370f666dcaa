"""What a word means, in short: FreeDict/WikDict Polish dictionaries (Debian's `dict-freedict-pol-*`, CC BY-SA 3.0).

An entry holds translations and, from Wiktionary, a definition in Polish. The first dictionary that has the word is
believed. The files are dictd's: an index (headword, offset, length in base 64) beside a dictzip file.
"""

import gzip
import re
from collections import defaultdict
from pathlib import Path

LANGUAGES = ("eng", "deu", "fra", "spa")
LONGEST = 260
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def number(text: str) -> int:
    value = 0
    for digit in text:
        value = value * 64 + DIGITS.index(digit)
    return value


def plain(entry: str) -> str:
    """An entry without its headword line, numbering, labels in brackets and line breaks."""
    body = " ".join(entry.split("\n")[1:])
    return re.sub(r"\s+", " ", re.sub(r"\b\d+\.\s|\([^)]*\)|;", " ", body)).strip(" ,.")


def dictionary(folder: Path, language: str) -> dict[str, str]:
    text = gzip.decompress((folder / f"freedict-pol-{language}.dict.dz").read_bytes())
    found = defaultdict(list)
    for line in (folder / f"freedict-pol-{language}.index").read_text("utf-8").splitlines():
        word, offset, length = line.split("\t")
        start = number(offset)
        found[word.lower()].append(plain(text[start : start + number(length)].decode("utf-8")))
    return {word: " ".join(glosses)[:LONGEST] for word, glosses in found.items()}


def read(folder: Path) -> dict[str, str]:
    """lemma → its gloss, at most `LONGEST` characters."""
    glosses: dict[str, str] = {}
    for language in LANGUAGES:
        for word, gloss in dictionary(folder, language).items():
            if gloss:
                glosses.setdefault(word, gloss)
    return glosses
