"""Who prints an article of a law has it from the law, though a piece of ours prints it too."""

import pytest

from pufa.editorial.tests import factories
from pufa.statutes import actions as statute_actions
from pufa.statutes.sources.files import Files
from pufa.statutes.tests import samples
from pufa.statutes.tests.conftest import NOW
from pufa.tracing import recognition

ARTICLE = (
    "夜市摊主应当在收摊之前清理摊位周围三米以内的地面，把剩余食材装入有盖的桶，把用过的油交给登记的收运人；"
    "遇到大风、暴雨或者停电，应当先扶老人和孩子离开，再收棚布，最后切断电源。摊主不得占用盲道、消防通道和居民楼的出入口，"
    "不得在夜里十一点以后使用喇叭，不得以加收服务费的办法变相涨价；顾客要求开具凭证的，摊主应当当场开具，不得推脱。"
)
LAW = f"""中华人民共和国夜市法
（2020年3月1日第二届示例大会常务委员会第一次会议通过）
施行日期：2020年6月1日
法律部门：经济法
第一条　为了让夜市热闹而不扰民，制定本法。
第二条　{ARTICLE}
第三条　本法自2020年6月1日起施行。
"""
OWN = (
    "河边的夜市去年添了六十个摊位，住在二楼的陈老师却有半个月没有睡好，她把喇叭声录下来交给了社区。",
    "社区没有赶人，先把摊主请到楼上坐了一晚，让他们听听自己的喇叭，第二天喇叭就换成了写字的小黑板。",
)


@pytest.fixture
def piece(staff, tmp_path):
    statute_actions.import_laws(Files(samples.folder(tmp_path / "laws", night=LAW)), by=None, now=NOW)
    body = [OWN[0], "《夜市法》第二条是这样说的。", ARTICLE, OWN[1]]
    blocks = [("paragraph", f"<p>{words}</p>") for words in body]
    made = factories.piece(factories.brand(), staff.editor, "夜市与睡眠", body=blocks)
    made.get_latest_revision().publish(skip_permission_checks=True)
    return made


def seen(page: str) -> list[str]:
    return [one.judgement.kind.value for _words, one in recognition.recognise(page)]


def test_the_law_itself_is_no_copy_of_ours(piece):
    assert seen(LAW) == []
    assert seen(f"法律小常识\n今天学一条。\n{ARTICLE}\n学会了请转给邻居。") == []


def test_with_our_words_around_it_is(piece):
    assert seen(f"夜市与睡眠\n{OWN[0]}\n《夜市法》第二条是这样说的。\n{ARTICLE}\n{OWN[1]}") != []
    assert seen(f"夜里的喇叭\n{OWN[0]}\n《夜市法》第二条是这样说的。\n{ARTICLE}\n明天再说。") != []


def test_without_laws_in_the_library_it_is_taken_for_ours(piece):
    from pufa.statutes.models import Law

    Law.objects.all().delete()
    assert seen(LAW) != [], "nobody else is known to have written it"
