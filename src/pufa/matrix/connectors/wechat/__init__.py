"""WeChat official accounts: an article goes into the draft box, is submitted, and is public when WeChat is done."""

from pufa.matrix.connectors.wechat.connector import KIND

__all__ = ["KIND"]
