"""Signs the eye takes for one another. Both texts of a comparison are folded alike, so merging is harmless."""

from typing import Final


def _pairs(written: str) -> dict[str, str]:
    return {pair[0]: pair[1] for pair in written.split()}


# Cyrillic and Greek letters drawn like Latin ones.
LATIN: Final = _pairs(
    "аa еe оo рp сc уy хx іi јj ѕs ԁd һh ԛq ԝw ѵv Аa Вb Еe Кk Мm Нh Оo Рp Сc Тt Уy Хx Іi Јj Ѕs "
    "Αa Βb Εe Ζz Ηh Ιi Κk Μm Νn Οo Ρp Τt Υy Χx αa οo ιi κk νv ρp υu"
)
# Signs of the block of CJK radicals that Unicode does not call compatible with the character they draw.
RADICALS: Final = _pairs(
    "⺁厂 ⺅人 ⺆冂 ⺈刀 ⺎兀 ⺒巳 ⺓幺 ⺝月 ⺠民 ⺢水 ⺩王 ⺪疋 ⺫目 ⺬示 ⺮竹 "
    "⺯糸 ⺶羊 ⺷羊 ⺻聿 ⺼月 ⺽臼 ⻁虎 ⻄西 ⻅见 ⻆角 ⻉贝 ⻋车 ⻐金 ⻑长 ⻒长 ⻓长 "
    "⻔门 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻨麦 ⻩黄 ⻪黾 ⻬齐 ⻮齿 ⻰龙 ⻱龟 ⻲龟"
)
# Characters a stroke apart from a commoner one, which they are folded to.
HAN: Final = _pairs(
    "旳的 曰日 末未 巳已 己已 夭天 戌戊 戍戊 冶治 耍要 巿市 荼茶 叚段 埸场 羸赢 "
    "嬴赢 祟崇 徙徒 旡无 亳毫 汆氽 祇祗 肓盲 兑兖 壁璧 曝暴 戴载 冼洗 佘余 姝妹 "
    "囗口 冫氵 髙高 囯国 亊事 吿告 爫爪 緑绿 淸清 靑青 値值 强強"
)
# Of those, ones that hardly ever stand in running text: their presence is a sign of disguise.
ODD: Final = frozenset("旳曰戍巿荼叚埸旡汆囗冫髙囯亊吿爫淸靑値")
