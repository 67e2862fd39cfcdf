"""What the living page shows beside the whole example pages: parts in each of their states."""

from pufa.ui import samples
from pufa.ui.samples import HERE, Context

GATES = (("初", "初审"), ("复", "复审"), ("终", "终审"))
TRACKS = (
    ("now", "waiting", "waiting"),
    ("done", "now", "waiting"),
    ("done", "done", "now"),
    ("done", "done", "done"),
    ("returned", "waiting", "waiting"),
)
ACTIVITY_STATES = ("open", "free", "full", "over", "cancelled")


def parts() -> Context:
    """Everything the living page needs."""
    own = {"title": "设计样页", "query": "", "living_issue": samples.issue()}
    return samples.home() | samples.piece() | samples.search() | own | public_states() | review_states() | desk_states()


def public_states() -> Context:
    """Cards, answers and activities in every state."""
    in_force, amended, repealed = samples.cards()
    activity = samples.activities()[1]
    return {
        "cards": [in_force, {**amended, "state": "amended", "new_url": HERE}, {**repealed, "state": "repealed"}],
        "options": samples.quiz(),
        "living_activities": [{**activity, "state": state} for state in ACTIVITY_STATES],
        "versions": [{"label": "现行 2025 修正", "url": HERE, "current": True}, {"label": "2016", "url": HERE}],
    }


def review_states() -> Context:
    """Gates, due dates and progress."""
    return {
        "gate_tracks": [
            [{"label": label, "name": name, "state": state} for (label, name), state in zip(GATES, track, strict=True)]
            for track in TRACKS
        ],
        "dues": [
            {"state": "late", "text": "过期 1 天"},
            {"state": "soon", "text": "今天 18:00"},
            {"state": "later", "text": "11月26日"},
        ],
        "fill": [
            {"state": "done", "label": "已转发", "count": 37},
            {"state": "retry", "label": "重试中", "count": 3},
            {"state": "missing", "label": "未找到", "count": 5},
            {"state": "waiting", "label": "待转发", "count": 7},
        ],
    }


def desk_states() -> Context:
    """Warnings, a table with its filters, and an empty list."""
    warnings = (
        ("3 天后 2 个账号将不达标", "已 11 天没更新，14 天不更新就不合格。", "提醒联系人"),
        ("1 个案例要撤下", "处罚决定已变更，须在 11月25日 前撤回。", "去撤回"),
        ("短信签名快到期", "12月1日 到期，到期后发不出。", "去续期"),
    )
    rows = (("快递面单上的隐私", "林示例", "12,806"), ("年底防冒充熟人借钱", "何示例", "960"))
    return {
        "warnings": [{"title": title, "text": text, "verb": verb, "url": HERE} for title, text, verb in warnings],
        "table": {
            "caption": "稿件",
            "columns": [
                {"label": "稿件", "sort_url": HERE, "sorted": "ascending"},
                {"label": "作者", "sort_url": HERE},
                {"label": "读者", "sort_url": HERE, "numeric": True},
            ],
            "rows": [
                {"cells": [{"text": title, "url": HERE}, {"text": author}, {"text": readers, "numeric": True}]}
                for title, author, readers in rows
            ],
        },
        "empty": {
            "icon": "file-text",
            "title": "还没有稿件",
            "text": "写下第一篇，或者导入一个已有的网页。",
            "verb": "写一篇",
            "url": HERE,
        },
        "saved_filters": [
            {"label": "全部", "count": 12, "url": HERE, "current": True},
            {"label": "等我审", "count": 3, "url": HERE},
        ],
    }
