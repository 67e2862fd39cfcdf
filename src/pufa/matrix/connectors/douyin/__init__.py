"""Douyin through its open platform: a video, or pictures with a caption; each waits for Douyin's own review."""

from pufa.matrix.connectors.douyin.connector import KIND

__all__ = ["KIND"]
