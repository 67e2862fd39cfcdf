"""Invented notices, news and boilerplate: texts that are alike without being copies."""

from random import Random

PLACES = "青石 白沙 双溪 枫林 石桥 云台 龙潭 新塘 和平 东岭 南湖 沙洲".split()
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜".split() or []
GIVEN = "建国 秀英 志强 丽华 明远 晓东 文静 立新 海燕 国栋 春梅 永福".split()
TOPICS = "个人信息保护 网络谣言 电信诈骗 未成年人上网 数据安全 消费维权 劳动合同 交通安全 噪声污染 民间借贷".split()
ACTS = "讲座 咨询 展览 知识竞赛 情景剧 座谈会 走访 直播".split()
VOICES = (
    "一位居民说，过去遇到这类事情不知道找谁，现在手机上就能问到。",
    "有学生把学到的内容编成顺口溜，念给爷爷奶奶听，一家人笑成一团。",
    "摊主们围着展板问个不停，有人当场翻出聊天记录请律师看一看。",
    "快递站的小伙子说，面单上的电话号码原来也要遮起来，以后寄件先看看。",
    "退休教师带来了自己整理的剪报，从十年前的案例讲到今天的新规。",
    "几位外卖员下了单子就赶过来，问得最多的是平台的合同怎么看。",
    "村支书把条文抄在黑板上，用方言一条一条地解释，听的人越聚越多。",
    "工地上的安全员说，最怕的是大家嘴上说懂了，真碰上事又忘了。",
    "活动还设了一个小柜台，帮老人卸载来路不明的软件，忙到天黑才收摊。",
    "负责人介绍，下一步准备把课堂搬到集市和码头，哪里人多就去哪里。",
    "一名店主承认，以前店里的监控对着试衣间的门，听完课当天就改了方向。",
    "主持人拿出三张短信截图，让大家猜哪一张是骗子发的，答对的只有一半。",
)


def notice(rng: Random) -> str:
    """A templated notice: the same words, another place, people and day."""
    place, topic = rng.choice(PLACES), rng.choice(TOPICS)
    people = "、".join(f"{rng.choice(SURNAMES)}{rng.choice(GIVEN)}" for _ in range(rng.randint(2, 6)))
    return (
        f"关于举办{place}街道{topic}专题普法培训的通知\n各社区、各有关单位：\n为深入学习宣传有关法律法规，增强干部群众的法治观念，"
        f"经研究，决定举办{topic}专题普法培训。现将有关事项通知如下：\n一、"
        f"培训时间\n{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
        f"上午{rng.randint(8, 11)}时，会期半天。\n二、培训地点\n{place}"
        f"街道办事处{rng.randint(2, 9)}楼会议室。\n三、参加人员\n{people}。\n四、有关要求\n"
        f"请各单位高度重视，认真组织，按时参加，不得无故缺席；参加人员请提前十分钟到场签到，并将手机调至静音状态。"
        f"联系人：{rng.choice(SURNAMES)}{rng.choice(GIVEN)}，"
        f"电话：{rng.randint(20000000, 89999999)}。\n{place}街道办事处\n"
    )


def news(rng: Random, *, quotation: str = "") -> str:
    """A short report on an activity; a quotation of a statute may stand in it."""
    place, topic, act = rng.choice(PLACES), rng.choice(TOPICS), rng.choice(ACTS)
    voices = rng.sample(VOICES, k=rng.randint(4, 7))
    middle = f"讲师引用条文说：“{quotation}”\n" if quotation else ""
    return (
        f"{place}{act}进社区：{topic}这样讲\n{rng.randint(1, 12)}"
        f"月{rng.randint(1, 28)}日，{place}举办了一场以{topic}为主题的{act}，"
        f"来了{rng.randint(30, 400)}人。{voices[0]}{voices[1]}\n{middle}" + "".join(voices[2:]) + "\n"
    )


def boilerplate(rng: Random) -> str:
    """What stands around every page of a site."""
    return (
        "首页 新闻 专题 服务 互动 无障碍 繁体\n{}\n网站地图 关于我们 联系方式 "
        "隐私声明 版权声明：本网站所载内容未经许可不得转载、摘编或者以其他方式使用。"
        "主办单位：某某办公室 备案号：示例备案00000000号 建议使用现代浏览器访问本网站，"
        "以获得更好的浏览体验。\n分享到： 打印本页 关闭窗口\n"
    )
