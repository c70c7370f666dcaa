"""Words of like meaning: the Polish OpenThesaurus (Debian's `mythes-pl`, LGPL-2.1).

`th_pl_PL_v2.dat`: the encoding's name; then for each word `word|senses`, and a line `-|synonym|synonym (note)` a sense.
"""

import re
from pathlib import Path

LONGEST = 200


def read(file: Path) -> dict[str, str]:
    """lemma → its synonyms of all senses, behind commas, at most `LONGEST` characters."""
    encoding, _, text = file.read_bytes().partition(b"\n")
    found: dict[str, list[str]] = {}
    for line in text.decode(encoding.decode("ascii").replace("ISO8859", "ISO-8859")).splitlines():
        first, *others = line.split("|")
        if first != "-":
            synonyms = found.setdefault(first.lower(), [])
        else:
            synonyms.extend(re.sub(r"\s*\([^)]*\)", "", other) for other in others)
    return {word: ", ".join(synonyms)[:LONGEST] for word, synonyms in found.items() if synonyms}
