"""The sample city's works: the two the programme is known for with their awards, four invented ones, three heritages.

Names, contests and ranks of the two are as they were reported; proofs and posters are drawn by code and say 样例.
"""

import io
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from pufa.accounts.models import Organisation, User
from pufa.demo import reviews, sounds
from pufa.events.models import Activity
from pufa.lib import clock
from pufa.works import actions
from pufa.works.models import Work

CONTEST: Final = "2024年度全国经侦部门“经彩”微视频作品评审"
WORKS: Final[tuple[dict[str, Any], ...]] = (
    {"slug": "numbers", "title": "如果数字会说话", "kind": "video", "unit": "市公安局", "topics": "经济犯罪",
     "about": "打击经济犯罪短视频。示例页：这里没有原片，只有作品登记。", "colour": "#22282c"},
    {"slug": "angel", "title": "花季天使在身边", "kind": "video", "unit": "市人民检察院", "topics": "未成年人保护",
     "about": "防性侵微视频。示例页：这里没有原片，只有作品登记。", "colour": "#1d4f47"},
    {"slug": "bench-song", "title": "小板凳歌", "kind": "song", "unit": "市司法局", "topics": "普法宣讲",
     "about": "示例作品：搬条小板凳，唱着进院坝。", "colour": "#b3261e"},
    {"slug": "parcel-comic", "title": "快递单历险记", "kind": "comic", "unit": "团市委", "topics": "个人信息保护",
     "about": "示例作品：六格漫画，一张快递单怎样落到骗子手里。", "colour": "#855200"},
    {"slug": "rumour-game", "title": "谣言连连看", "kind": "game", "unit": "市委网信办", "topics": "网络谣言",
     "about": "示例作品：三分钟小游戏，把谣言和真相配成对。", "colour": "#2a5d86"},
    {"slug": "calm-voice", "title": "听一分钟：验证码", "kind": "audio", "unit": "市公安局", "topics": "反诈",
     "about": "示例作品：一段提示音，村村响每天播。", "transcript": "验证码就是家门钥匙，谁要都不给。",
     "colour": "#5d6166"},
)  # fmt: skip
AWARDS: Final = (
    ("numbers", CONTEST, "全国一等奖", "nation", 2024), ("numbers", CONTEST, "全省特等奖", "province", 2024),
    ("angel", "第五届全国检察机关新媒体创意大赛", "最佳短视频", "nation", 2024),
)  # fmt: skip
STORIES: Final = Path(__file__).with_name("texts") / "heritage.txt"


def add(units: dict[str, Organisation], people: dict[str, User], now: datetime) -> None:
    """Works with their reviews and awards, heritage with its uses, two requests."""
    office, at = people["bangong"], now - timedelta(days=200)
    works = {told["slug"]: _work(dict(told), units, people, at) for told in WORKS}
    for slug, contest, rank, level, year in AWARDS:
        actions.add_award(work=works[slug], contest=contest, rank=rank, level=level, year=year, by=office, now=now,
                          proof=_drawn(f"样例 {rank}", "#fbf1dc"))  # fmt: skip
    uses = Activity.objects.filter(form="show").order_by("-starts_at")
    for number, line in enumerate(STORIES.read_text(encoding="utf-8").splitlines()):
        slug, name, form, colour, story = line.split("|")
        made = actions.write_heritage(
            slug=slug, name=name, form=form, story=story, lineage="第一代：示例老艺人\n第二代：示例传承人",
            rights="示例：演出和录像，可用于本市普法，至2028年底", by=office, now=at,
        )  # fmt: skip
        picture = actions.keep(data=_drawn("样例", colour), now=at)
        actions.edit_heritage(heritage=made, picture=picture, by=office, now=at)
        reviews.approve(actions.submit_heritage(heritage=made, by=office, now=at), people, at + timedelta(hours=1))
        for use in uses[number * 2 : number * 2 + 2]:
            actions.record_use(heritage=made, key=use.key, title=use.title, day=clock.shanghai_day(use.starts_at),
                               url=use.get_absolute_url(), by=office, now=now)  # fmt: skip
    until = clock.shanghai_day(now) + timedelta(days=60)
    for slug in ("numbers", "angel"):
        asked = actions.ask(work=works[slug], purpose="宪法宣传周展播", until=until, by=people["lianluo"], now=now)
    actions.answer(request=asked, is_granted=True, text="注明出处，不改内容。", by=office, now=now)


def _work(told: dict[str, Any], units: dict[str, Organisation], people: dict[str, User], at: datetime) -> Work:
    unit, colour, office = units[told.pop("unit")], told.pop("colour"), people["bangong"]
    work = actions.write(
        organisation=unit, makers="制作：示例团队", rights=unit.name, first_on=date(2024, 3, 1),
        first_where="示例视频号",         by=office, now=at, **told,
    )  # fmt: skip
    actions.set_poster(work=work, data=_drawn("样例", colour), by=office, now=at)
    if told["kind"] in {"audio", "song"}:
        sound = SimpleUploadedFile("sound.wav", sounds.tone(440 if told["kind"] == "song" else 330))
        actions.set_medium(work=Work.objects.get(pk=work.pk), file=sound, by=office, now=at)
    work.refresh_from_db()
    reviews.approve(actions.submit(work=work, by=office, now=at), people, at + timedelta(hours=1))
    work.refresh_from_db()
    return work


def _drawn(words: str, colour: str) -> bytes:
    """A picture with a bench on it; `words` are not drawn where no font is certain, only counted into its shapes."""
    image = Image.new("RGB", (800, 500), colour)
    pen = ImageDraw.Draw(image)
    pen.rectangle((120, 300, 680, 330), fill="#fbfaf6")
    for left in (170, 590):
        pen.line((left + 20, 330, left - 20, 430), fill="#fbfaf6", width=14)
    for number in range(len(words) * 3):
        left, top = 60 + number * 38, 80 + number * 37 % 120
        pen.ellipse((left, top, left + 24, top + 24), fill="#e8796d")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
