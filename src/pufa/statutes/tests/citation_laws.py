"""A few invented laws, so that the grammar is tested everywhere, with or without the data file."""

from datetime import date

from pufa.statutes.citations import Article, Catalogue, LawText, Version

STATE = "中华人民共和国"
KITES = {
    (1, 0): "为了规范放飞风筝的活动，制定本法。",
    (2, 0): "本法所称风筝，是指以线牵引、借风力升空的器物。\n无人驾驶的航空器不适用本法。",
    (
        3,
        0,
    ): "放飞风筝应当遵守下列规定：\n（一）远离输电线路；\n（二）不得妨碍通行；\n（三）夜间设置灯光。\n"
    "违反前款第一项规定的，处一百元以下罚款。",
    (4, 0): "市、县人民政府可以划定放飞场所。",
    (4, 1): "放飞场所应当设置标志。",
    (4, 2): "放飞场所不得收费。",
    (5, 0): "本法自2020年5月1日起施行。",
}
KITES_OLD = {
    (1, 0): "为了规范放飞风筝的活动，制定本法。",
    (2, 0): "市、县人民政府可以划定放飞场所，场所应当平坦开阔。",
    (3, 0): "本法所称风筝，是指借风力升空的器物。",
    (6, 0): "放飞风筝应当遵守下列规定：\n（一）远离输电线路；\n（二）不得妨碍通行。",
    (7, 0): "本法自1999年5月1日起施行。",
}
TEA = {(1, 0): "为了保护茶树，制定本法。", (2, 0): "国家保护古茶树。", (3, 0): "本法自2021年1月1日起施行。"}
ABACUS = {(1, 0): "为了推广珠算，制定本法。"}


def _articles(texts: dict[tuple[int, int], str]) -> dict[tuple[int, int], Article]:
    return {key: Article.from_text(text) for key, text in texts.items()}


def catalogue() -> Catalogue:
    kites = LawText(
        f"{STATE}风筝放飞管理法",
        ("风筝法", "放飞法"),
        (
            Version(_articles(KITES_OLD), date(1999, 5, 1), date(2020, 4, 30), date(1998, 12, 1)),
            Version(_articles(KITES), date(2020, 5, 1), None, date(2019, 12, 28)),
        ),
        first_in_force_on=date(1999, 5, 1),
    )
    tea = LawText(f"{STATE}古茶树保护法", ("茶法",), (Version(_articles(TEA), date(2021, 1, 1)),))
    abacus = LawText(
        f"{STATE}珠算法典",
        ("算盘法",),
        (Version(_articles(ABACUS), date(1990, 1, 1)),),
        date(2010, 1, 1),
        f"{STATE}古茶树保护法",
    )
    return Catalogue((kites, tea, abacus))
