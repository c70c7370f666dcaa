"""The most usual Polish lemmas, as the desk looks them up.

Forms and their frequencies come from wordfreq; each form is taken to its lemmas by the desk's own dictionary
(`assets/lemmas`), so that a key of the table is exactly what `crates/polish/src/lemmas.rs` gives, folded by `fold`.

Not here: words that the dictionary does not know (the desk stems those; their meaning is not looked up).
"""

import unicodedata
from collections import defaultdict
from pathlib import Path

import ducer
from wordfreq import get_frequency_dict

LEMMAS = Path(__file__).parents[2] / "assets" / "lemmas"
SHORTEST = 3


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
        return [form[int(front) : len(form) - int(behind)] + ending for front, behind, ending in rules]


def most_usual(count: int) -> list[str]:
    """The `count` most usual lemmas, the most usual first. A form's frequency is shared among its lemmas."""
    dictionary, frequency = Dictionary(), defaultdict(float)
    for form, share in get_frequency_dict("pl", "best").items():
        lemmas = [lemma.lower() for lemma in dictionary.lemmas(form)]
        for lemma in lemmas:
            frequency[lemma] += share / len(lemmas)
    words = [lemma for lemma in frequency if lemma.isalpha() and len(lemma) >= SHORTEST]
    return sorted(words, key=lambda lemma: (-frequency[lemma], lemma))[:count]
