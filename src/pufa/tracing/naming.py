"""Where people, organisations and places are named in a text, as far as a rule can tell."""

import re
from typing import Final

_PLACES: Final = (
    "省|自治区|自治州|市|县|区|镇|乡|村|街道|社区|路|局|厅|委|办|院|所|队|站|中心|公司|集团|大学|学院|学校|中学|小学|"
    "医院|银行|协会|法院|检察院|公安局"
)
_ORGANISATION: Final = re.compile(rf"[\u4e00-\u9fff]{{2,14}}?(?:{_PLACES})")
_SURNAMES: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余"
    "元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单"
    "洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠甄曲封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶司黎薄印白怀蒲邰鄂索籍赖卓蔺屠蒙池乔阴能苍双闻莘"
    "党翟谭贡劳逄姬申扶堵冉宰雍桑桂濮牛寿通边扈燕冀尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越夔隆师巩厍聂晁勾敖融冷辛阚那简饶空曾沙养"
    "鞠丰巢关蒯相查荆红游权逯盖益桓公"
)
_OFFICES: Final = (
    "记者|主任|局长|院长|书记|市长|县长|区长|镇长|乡长|村长|校长|所长|队长|科长|处长|部长|会长|经理|律师|法官|检察官|民警|"
    "老师|教授|讲师|编辑|摄影|同志|先生|女士|被告人?|原告|上诉人|嫌疑人|当事人"
)
_NAME: Final = rf"[{_SURNAMES}][\u4e00-\u9fff]"
_PERSON: Final = re.compile(
    rf"(?:{_OFFICES})[：: ]?(?P<after>{_NAME}{{1,2}})|(?P<before>{_NAME}{{1,2}}?)"
    "(?=说|表示|介绍|告诉|指出|认为|强调|坦言|回忆|出席|主持|参加|某)"
)


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of what looks like a name: words ending like an organisation or place, surnames by an office."""
    found = [one.span() for one in _ORGANISATION.finditer(text)]
    found += [one.span("after") if one["after"] else one.span("before") for one in _PERSON.finditer(text)]
    return tuple(found)
