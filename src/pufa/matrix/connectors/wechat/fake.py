"""A sample WeChat: token, draft box, publication with its own pace, figures."""

import json
from pathlib import Path
from typing import Any

from pufa.matrix.fakes.platform import Ask, Platform, Reply, SamplePost, as_json, epoch, route

SAMPLES = Path(__file__).parent / "samples"
APPID = "wx-"
GOOD = "secret-of-"
STATES = {"ready": 0, "pending": 1, "rejected": 4, "gone": 5}


class WeChatFake(Platform):
    """Accounts are named by their AppID. `token_number` in an account's facts makes older tokens end."""

    kind = "wechat"
    label = "示例公众号平台"
    publishing = r"^/cgi-bin/freepublish/submit"

    @classmethod
    def values(cls, account: str) -> dict[str, str]:
        """AppID and secret that name the account."""
        return {"appid": f"{APPID}{account}", "secret": f"{GOOD}{account}"}

    def expired(self) -> Reply:
        """As WeChat says it: status 200."""
        return self.wrong(42001, "access_token expired rid: sample")

    def limited(self) -> Reply:
        """As WeChat says it: status 200."""
        return self.wrong(45009, "reach max api daily quota limit rid: sample")

    def missing(self) -> Reply:
        """As WeChat says it of an unknown address."""
        return self.wrong(404, "not found")

    def wrong(self, code: int, words: str) -> Reply:
        """An error in WeChat's form."""
        return as_json({"errcode": code, "errmsg": words})

    def account_of(self, ask: Ask) -> str:
        """The account a token was given to, if it is its newest."""
        account, _, number = ask.query.get("access_token", "").removeprefix("at-").rpartition("-")
        return account if account and number == str(self.account(account).get("token_number", 1)) else ""

    @route("POST", r"/cgi-bin/stable_token", is_open=True)
    def token(self, _: str, ask: Ask) -> Reply:
        """A token for AppID and secret."""
        data = ask.json()
        account = str(data.get("appid", "")).removeprefix(APPID)
        if not account or data.get("secret") != f"{GOOD}{account}":
            return self.wrong(40125, "invalid appsecret")
        if self.is_expired(account):
            return self.wrong(40125, "invalid appsecret, it was reset")
        number = self.account(account).get("token_number", 1)
        return as_json({"access_token": f"at-{account}-{number}", "expires_in": 7200})

    @route("POST", r"/cgi-bin/material/add_material")
    def add_material(self, account: str, ask: Ask) -> Reply:
        """A permanent picture."""
        name, data = ask.parts().get("media", ("", b""))
        if not data:
            return self.wrong(41005, "media data missing")
        id = f"material-{self.store.next_number()}"
        self.store.put(self.kind, "material", id, {"account": account, "name": name})
        return as_json({"media_id": id, "url": self.url(f"/pic/{id}")})

    @route("POST", r"/cgi-bin/media/uploadimg")
    def uploadimg(self, account: str, ask: Ask) -> Reply:
        """A picture inside an article."""
        name, data = ask.parts().get("media", ("", b""))
        if not data:
            return self.wrong(41005, "media data missing")
        if len(data) >= 1024 * 1024:
            return self.wrong(40009, "invalid image size")
        return as_json({"url": self.url(f"/pic/{self.store.next_number()}-{name}")})

    @route("POST", r"/cgi-bin/draft/add")
    def draft_add(self, account: str, ask: Ask) -> Reply:
        """A new draft."""
        articles = ask.json().get("articles") or [{}]
        article = articles[0]
        if len(article.get("title", "")) > 32:
            return self.wrong(45003, "title size out of limit")
        if not self.store.get(self.kind, "material", str(article.get("thumb_media_id", ""))):
            return self.wrong(40007, "invalid media_id")
        id = f"draft-{self.store.next_number()}"
        self.store.put(self.kind, "drafts", id, {"account": account, "article": article, "is_there": True})
        return as_json({"media_id": id})

    @route("POST", r"/cgi-bin/draft/batchget")
    def draft_batchget(self, account: str, ask: Ask) -> Reply:
        """The draft box."""
        rows = [
            {"media_id": id, "content": {"news_item": [draft["article"]]}, "update_time": 1}
            for id, draft in reversed(self.store.all(self.kind, "drafts"))
            if draft["account"] == account and draft["is_there"]
        ]
        return self._page(rows, ask)

    @route("POST", r"/cgi-bin/freepublish/submit")
    def submit(self, account: str, ask: Ask) -> Reply:
        """Takes a draft out of the box and publishes it, at the platform's pace."""
        id = str(ask.json().get("media_id", ""))
        with self.store.lock:
            draft = self.store.get(self.kind, "drafts", id)
            if not draft or not draft["is_there"] or draft["account"] != account:
                return self.wrong(40007, "invalid media_id")
            self.store.put(self.kind, "drafts", id, {**draft, "is_there": False})
            article = draft["article"]
            post = self.add_post(
                account,
                title=article["title"],
                text=article["content"],
                state="pending",
                mark=str(article.get("content_source_url", "")).partition("#pf=")[2],
                article=article,
            )
        return as_json({"errcode": 0, "errmsg": "ok", "publish_id": f"9{post.id}", "msg_data_id": f"22{post.id}"})

    @route("POST", r"/cgi-bin/freepublish/get")
    def progress(self, account: str, ask: Ask) -> Reply:
        """How far a publication is."""
        publish_id = str(ask.json().get("publish_id", ""))
        post = self.post(publish_id.removeprefix("9"))
        if post is None:
            return self.wrong(40066, "invalid publish_id")
        answer: dict[str, Any] = {"publish_id": publish_id, "publish_status": STATES[post.state], "fail_idx": []}
        if post.state == "ready":
            items = [{"idx": 1, "article_url": post.url}]
            answer |= {"article_id": f"art-{post.id}", "article_detail": {"count": 1, "item": items}}
        return as_json(answer)

    @route("POST", r"/cgi-bin/freepublish/getarticle")
    def getarticle(self, account: str, ask: Ask) -> Reply:
        """One article."""
        post = self.post(str(ask.json().get("article_id", "")).removeprefix("art-"))
        if post is None or post.state not in {"ready", "gone"}:
            return self.wrong(53600, "Article ID 无效")
        return as_json({"news_item": [self._article(post)]})

    @route("POST", r"/cgi-bin/freepublish/batchget")
    def batchget(self, account: str, ask: Ask) -> Reply:
        """What is published."""
        rows = [
            {
                "article_id": f"art-{post.id}",
                "content": {"news_item": [self._article(post)]},
                "update_time": epoch(post.at),
            }
            for post in reversed(self.posts(account))
            if post.state == "ready"
        ]
        return self._page(rows, ask)

    @route("POST", r"/cgi-bin/freepublish/delete")
    def delete(self, account: str, ask: Ask) -> Reply:
        """Deletes an article."""
        post = self.post(str(ask.json().get("article_id", "")).removeprefix("art-"))
        if post is None or post.state != "ready" or post.account != account:
            return self.wrong(53600, "Article ID 无效")
        self.change(post.id, state="gone")
        return as_json({"errcode": 0, "errmsg": "ok"})

    @route("POST", r"/datacube/getusersummary")
    def user_summary(self, account: str, ask: Ask) -> Reply:
        """New and lost followers, a row for each source."""
        return as_json(json.loads((SAMPLES / "usersummary.json").read_text()))

    @route("POST", r"/datacube/getusercumulate")
    def user_cumulate(self, account: str, ask: Ask) -> Reply:
        """All followers."""
        day, facts = ask.json().get("begin_date"), self.account(account)
        return as_json({"list": [{"ref_date": day, "user_source": 0, "cumulate_user": facts["followers"]}]})

    @route("POST", r"/datacube/getarticlesummary")
    def article_summary(self, account: str, ask: Ask) -> Reply:
        """What each article got on a day."""
        sample = json.loads((SAMPLES / "articlesummary.json").read_text())["list"][0]
        rows = []
        for post in self.posts(account):
            figures = self.figures(post.id)
            counts = {
                "int_page_read_count": figures["reads"],
                "share_count": figures["shares"],
                "add_to_fav_count": figures["favourites"],
            }
            names = {"ref_date": ask.json().get("begin_date"), "msgid": f"22{post.id}_1", "title": post.title}
            rows.append({**sample, **names, **counts})
        return as_json({"list": rows})

    def _article(self, post: SamplePost) -> dict[str, Any]:
        return {**post.more["article"], "url": post.url, "is_deleted": post.state == "gone"}

    def _page(self, rows: list[dict[str, Any]], ask: Ask) -> Reply:
        data = ask.json()
        first, count = int(data.get("offset", 0)), int(data.get("count", 20))
        if not 1 <= count <= 20:
            return self.wrong(40097, "invalid args")
        shown = rows[first : first + count]
        return as_json({"total_count": len(rows), "item_count": len(shown), "item": shown})


FAKE = WeChatFake
