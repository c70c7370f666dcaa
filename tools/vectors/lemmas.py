"""Polish lemmas as the desk looks them up, and how often each is said.

Forms and their frequencies come from wordfreq (subtitles, talk on the web, news, books, encyclopaedia); each form is
taken to its lemmas by the desk's own dictionary (`assets/lemmas`), so that a lemma folded is what `crates/polish` gives.

Not here: words that the dictionary does not know (the desk stems those; nothing is made for them).
"""

import math
import unicodedata
from collections import defaultdict
from pathlib import Path

import ducer
from wordfreq import get_frequency_dict

LEMMAS = Path(__file__).parents[2] / "assets" / "lemmas"
ROUNDS = 5


def fold(text: str) -> str:
    """Lower case without marks, as `centrala_domain::text::fold`: NFD leaves ł standing."""
    bare = unicodedata.normalize("NFD", text.lower().replace("ł", "l"))
    return "".join(c for c in bare if not unicodedata.combining(c))


class Dictionary:
    """form → lemmas, with their marks. The format is told in `assets/lemmas/README.md`."""

    def __init__(self, folder: Path = LEMMAS):
        self.forms = ducer.Map((folder / "polish.fst").read_bytes())
        lines = (folder / "polish.rules").read_text("utf-8").splitlines()
        self.rules = [[rule.split(",", 2) for rule in line.split(" ")] for line in lines]

    def lemmas(self, form: str) -> list[str]:
        number = self.forms.get(form.encode())
        rules = [] if number is None else self.rules[number]
        return [(form[int(front) : len(form) - int(behind)] + ending).lower() for front, behind, ending in rules]


def shares(dictionary: Dictionary) -> dict[str, float]:
    """Lemma, with its marks → its share of all words.

    A form's share goes to its lemmas by what each of them has elsewhere, so that "mam" speaks for "mieć" and hardly for
    "mamić": expectation and maximisation, begun with equal parts.
    """
    forms = defaultdict(float)
    for form, share in get_frequency_dict("pl", "best").items():
        forms[frozenset(dictionary.lemmas(form))] += share
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
    """The base-10 logarithm of occurrences in a thousand million words (van Heuven et al. 2014)."""
    return math.log10(max(share * 1e9, 1))


def most_usual(known: dict[str, float]) -> list[str]:
    return sorted(known, key=lambda lemma: (-known[lemma], lemma))
