"""How usual the most usual Polish lemmas are in general: `assets/lemmas/rarity.fst`, independent of any content.

Lemmas that fold alike ("sad", "sąd") are one key, as they are one word of the index. The value is the Zipf value in
steps of 1/`STEPS`; `crates/polish/src/rarity.rs` reads it.
"""

from collections import defaultdict

import ducer

from lemmas import LEMMAS, Dictionary, fold, most_usual, shares, zipf

KEPT = 30_000
STEPS = 16


def main() -> None:
    known = defaultdict(float)
    for lemma, share in shares(Dictionary()).items():
        known[fold(lemma)] += share
    kept = most_usual(known)[:KEPT]
    values = sorted((lemma.encode(), round(zipf(known[lemma]) * STEPS)) for lemma in kept)
    file = LEMMAS / "rarity.fst"
    ducer.Map.build(file, values)
    print(f"{len(values)} lemmas, the rarest {zipf(known[kept[-1]]):.2f}, {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
