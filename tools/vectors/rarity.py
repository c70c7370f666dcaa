"""How usual the most usual Polish lemmas are in general: `assets/lemmas/rarity.fst`, independent of any content.

A form's frequency (wordfreq: subtitles, talk on the web, news, books, encyclopaedia) is shared among its lemmas by what
each of them has elsewhere, so that "mam" speaks for "mieć" and hardly for "mamić"; a lemma has the sum over its forms.
Lemmas that fold alike ("sad", "sąd") are one key, as they are one word of the index. The value is the Zipf value
(the base-10 logarithm of occurrences in a thousand million words; van Heuven et al. 2014) in steps of 1/`STEPS`.
"""

import math
from collections import defaultdict

import ducer
from wordfreq import get_frequency_dict

from lemmas import LEMMAS, Dictionary, fold

KEPT = 30_000
STEPS = 16
ROUNDS = 5


def shares() -> dict[str, float]:
    """Folded lemma → its share of all words. Expectation and maximisation, begun with equal shares."""
    dictionary, forms = Dictionary(), defaultdict(float)
    for form, share in get_frequency_dict("pl", "best").items():
        lemmas = frozenset(fold(lemma) for lemma in dictionary.lemmas(form))
        forms[lemmas] += share
    forms.pop(frozenset(), None)
    known = dict.fromkeys({lemma for lemmas in forms for lemma in lemmas}, 1.0)
    for _ in range(ROUNDS):
        summed = defaultdict(float)
        for lemmas, share in forms.items():
            total = sum(known[lemma] for lemma in lemmas)
            for lemma in lemmas:
                summed[lemma] += share * known[lemma] / total
        known = summed
    return known


def zipf(share: float) -> float:
    return math.log10(share * 1e9)


def main() -> None:
    known = shares()
    kept = sorted(known, key=lambda lemma: (-known[lemma], lemma))[:KEPT]
    values = sorted((lemma.encode(), round(max(zipf(known[lemma]), 0) * STEPS)) for lemma in kept)
    file = LEMMAS / "rarity.fst"
    ducer.Map.build(file, values)
    print(f"{len(values)} lemmas, the rarest {zipf(known[kept[-1]]):.2f}, {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
