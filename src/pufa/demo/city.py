"""The sample city's districts, units and people. Units are named as such cities name them; people are invented."""

from dataclasses import dataclass
from typing import Final

from pufa.accounts.models import OrganisationKind, Role

CITY: Final = ("430200", "株洲市")
DISTRICTS: Final = (
    ("430202", "荷塘区"),
    ("430203", "芦淞区"),
    ("430204", "石峰区"),
    ("430211", "天元区"),
    ("430212", "渌口区"),
    ("430223", "攸县"),
    ("430224", "茶陵县"),
    ("430225", "炎陵县"),
    ("430281", "醴陵市"),
    ("430271", "经开区（云龙）"),
)
OFFICE: Final = ("wangxin", "中共株洲市委网络安全和信息化委员会办公室", "市委网信办")
SITE_NAME: Final = "株洲网络普法"
MOTTO: Final = "懂常识 守常规 成常态"
SAMPLE_NOTICE: Final = "示例数据：本站人物、文章和数字均为虚构，仅供试用。"
QUESTIONS: Final = ("扫码点餐非要手机号怎么办", "孩子打赏主播能退吗", "摄像头对着我家门")
HOTLINES: Final = (("12377", "举报网上违法信息"), ("12348", "找律师问法律"), ("96110", "反诈劝阻"))
MEDIA: Final = (
    ("xinwen-zhuzhou", "新闻株洲"),
    ("zhibo-zhuzhou", "直播株洲"),
    ("zhuzhou-fabu", "株洲发布"),
    ("zhizhuxia", "知株侠"),
)
DEPARTMENTS: Final = (
    "市委政法委 市纪委监委 市公安局 市中级人民法院 市人民检察院 市司法局 市总工会 团市委 市妇联 市教育局 "
    "市人力资源和社会保障局 市卫生健康委 市文化旅游广电体育局 市市场监督管理局 市民政局 市税务局 市应急管理局 "
    "市住房和城乡建设局 市城市管理和综合执法局 市交通运输局 市农业农村局 市水利局 市商务和粮食局 市医疗保障局 市统计局 "
    "市气象局 市发展和改革委员会 市财政局 市工业和信息化局 市科学技术局 市生态环境局 市审计局 市林业局 市国资委 "
    "市退役军人事务局 市数据局 市科学技术协会 市侨联 市残疾人联合会 市文学艺术界联合会 市红十字会 市工商业联合会 "
    "市消防救援支队 市自然资源和规划局 市委宣传部 市委党校 市信访局 市邮政管理局 "
).split()
UNIVERSITY: Final = ("gongye-daxue", "示例工业大学", "示例工大")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the sample city: `unit` is a short name, `story` says what the sign-in is for."""

    username: str
    name: str
    unit: str
    roles: tuple[Role, ...]
    story: str = ""


PEOPLE: Final = (
    Person("bangong", "彭若兰", "市委网信办", (Role.OFFICE,), "主办单位：人员、单位、数字、操作留痕"),
    Person("bianji", "周晓蓉", "市委网信办", (Role.EDITOR,), "编辑：写稿、导入、送审"),
    Person("chushen", "陈立", "市委网信办", (Role.FIRST_REVIEWER,), "初审"),
    Person("fushen", "刘孟华", "市委网信办", (Role.SECOND_REVIEWER,), "复审"),
    Person("zhongshen", "邓国辉", "市委网信办", (Role.FINAL_REVIEWER,), "终审"),
    Person("lianluo", "袁静", "市司法局", (Role.UNIT_CONTACT,), "单位联络员"),
    Person("jiangshi", "贺知行", "示例工大", (Role.LECTURER,), "讲师"),
    Person("guancha", "谭明远", "市委宣传部", (Role.OBSERVER,), "观察员：只看不改"),
    Person("bianji2", "易晨", "市委网信办", (Role.EDITOR,)),
    Person("bianji3", "罗小满", "市公安局", (Role.EDITOR,)),
    Person("chushen2", "唐棠", "市委网信办", (Role.FIRST_REVIEWER,)),
    Person("fushen2", "文在田", "市司法局", (Role.SECOND_REVIEWER,)),
    Person("zhongshen2", "肖以宁", "市委网信办", (Role.FINAL_REVIEWER,)),
)


def kind_of(unit: str) -> OrganisationKind:
    """Public bodies beside the departments are societies, such as the trade unions and the women's federation."""
    is_society = any(word in unit for word in ("工会", "团市委", "妇联", "协会", "侨联", "联合会", "红十字会"))
    return OrganisationKind.SOCIETY if is_society else OrganisationKind.DEPARTMENT
