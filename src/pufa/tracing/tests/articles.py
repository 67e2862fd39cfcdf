"""Articles of words drawn at random: they have nothing in common but words, and no meaning."""

from functools import cache
from random import Random

LINKS = ("的", "了", "和", "在", "与", "对", "向", "把", "从", "将", "并", "而", "及", "为", "被", "也")


@cache
def _words() -> list[str]:
    from pypinyin.constants import PHRASES_DICT

    return sorted(word for word in PHRASES_DICT if 2 <= len(word) <= 4 and all("一" <= sign <= "龥" for sign in word))


def article(seed: int, sentences: int = 18) -> str:
    """An article of some 50 characters a sentence, another for each seed."""
    rng = Random(seed)

    def clause() -> str:
        words = rng.choices(_words(), k=rng.randint(3, 6))
        return "".join(word + (rng.choice(LINKS) if rng.random() < 0.5 else "") for word in words)

    def sentence() -> str:
        number = f"{rng.randint(2, 990)}个" if rng.random() < 0.3 else ""
        return "，".join(clause() for _ in range(rng.randint(2, 5))) + f"{number}。"

    return "\n".join("".join(sentence() for _ in range(3)) for _ in range(max(1, sentences // 3)))
