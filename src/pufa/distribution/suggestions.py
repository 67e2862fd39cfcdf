"""Asks an OpenAI-compatible address for the words of a shape. Off unless an address is set; nothing personal is sent.

What comes back is a suggestion: it is kept as such, marked 机器建议, and goes through review like anybody's words.
"""

from typing import Any, Final

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from pufa.distribution.errors import DistributionError
from pufa.review.drafts import Draft

TIMEOUT: Final = httpx.Timeout(40.0, connect=5.0)
LARGEST: Final = 200_000
WANTED: Final = {
    "article": "一篇公众号长文，保留全部要点，分段，每段不超过120字",
    "short": "一条短讯，含标点不超过100字",
    "headline": "一个标题，不超过24字，不夸张，不用问号堆砌",
    "caption": "一段短视频文案，不超过70字",
    "card": "一两句卡片文字，合计不超过80字",
    "sms": "一条短信，不超过55字，不带签名和链接",
    "broadcast": "一篇村村响广播稿，不超过400字，口语，数字写成汉字",
}
RULES: Final = (
    "你协助普法编辑改写已经审定的稿件。只能使用稿件里的事实；法律名称和条款号一字不改，"
    "不得增加稿件里没有的法律依据、数字和结论。只输出成稿文字，不要解释。"
)


def is_on() -> bool:
    """Whether an address is set."""
    return bool(settings.SUGGESTIONS["url"] and settings.SUGGESTIONS["model"])


def ask(shape: str, draft: Draft) -> str:
    """The suggested words. Raises DistributionError: no_endpoint, bad_answer."""
    if not is_on():
        raise DistributionError(_("No address for suggestions is set here."), code="no_endpoint")
    key = settings.SUGGESTIONS["key"]
    text = "\n".join((draft.title, draft.standfirst, *draft.paragraphs))
    body = {
        "model": settings.SUGGESTIONS["model"],
        "temperature": 0,
        "messages": [
            {"role": "system", "content": RULES},
            {"role": "user", "content": f"请写{WANTED[shape]}。\n\n稿件：\n{text}"},
        ],
    }
    try:
        with httpx.Client(timeout=TIMEOUT, trust_env=False) as client:
            address = f"{settings.SUGGESTIONS['url'].rstrip('/')}/chat/completions"
            answer = client.post(address, json=body, headers={"Authorization": f"Bearer {key}"} if key else {})
            answer.raise_for_status()
            return _words(answer)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        text = _("The address for suggestions does not answer as it should: %(what)s")
        raise DistributionError(text % {"what": type(error).__name__}, code="bad_answer") from error


def _words(answer: httpx.Response) -> str:
    words: Any = ""
    if len(answer.content) <= LARGEST:
        try:
            words = answer.json()["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError):
            words = ""
    if not isinstance(words, str) or not words.strip():
        raise DistributionError(_("The suggestion was empty or unreadable."), code="bad_answer")
    return words.strip()
