"""Invented articles long enough to be copied, garbled and distorted."""

from random import Random

from pufa.tracing.tests.newsroom import ACTS, PLACES, TOPICS

OPENINGS = ("清晨", "傍晚", "雨后", "周末", "开学前", "集市散场后", "晚饭过后", "秋收时节")
DOERS = ("社区民警", "年轻的律师", "退休法官", "网格员", "返乡大学生", "图书管理员", "广播站长", "渡口艄公")
DEEDS = (
    "把条文写成顺口溜贴在渡船上", "用皮影戏演了一出假冒客服的骗局", "在晒谷场支起投影放了两部短片", "挨家挨户替老人查手机里的可疑软件", "陪着孩子们给个人信息画了一把锁",
    "请摊主们当场讲出自己受骗的经过", "给快递面单做了遮盖电话的小印章", "在村口大树下摆出十二张漫画展板", "把庭审搬进学校礼堂让学生轮流当陪审员", "同邻居一道算清一笔借款的利息",
)  # fmt: skip
ENDINGS = (
    "看的人起初站得远，后来把路都堵住了。", "有人不信，回家翻出合同来对，才发现少写了一个日子。", "问得最多的是退货运费由谁出。", "孩子们笑着笑着就安静下来。",
    "散场时天已经黑透，还有人打着手电来问。", "一位老人把展板抄了整整两页纸。", "第二天就有三户人家来改门锁密码。", "说到最后，大家约好下个月再来。",
)  # fmt: skip


def article(seed: int, sentences: int = 18) -> str:
    """An article of some 800 characters, another for each seed."""
    rng = Random(seed)
    made = [f"{rng.choice(PLACES)}的{rng.choice(ACTS)}走到了第{rng.randint(2, 90)}站"]
    for _ in range(sentences):
        made.append(
            f"{rng.choice(OPENINGS)}，{rng.choice(PLACES)}的{rng.choice(DOERS)}{rng.choice(DEEDS)}，讲的是{rng.choice(TOPICS)}，"
            f"来了{rng.randint(11, 980)}人。{rng.choice(ENDINGS)}"
        )
    return "\n".join(made)
