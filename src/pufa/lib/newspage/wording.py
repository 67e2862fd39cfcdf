"""The fixed phrases of Chinese news sites: what ends an article, what stands around it, who did what."""

from __future__ import annotations

import re
from typing import Final

OPENING: Final = r"^[\s\[【（(［<《>■●▲◆★*“\-—|]*"

# After the first paragraph of an article, a line that begins so ends it.
ENDING: Final = re.compile(
    OPENING + r"(?:"
    r"(?:初审|复审|终审|审核|责任|本文|本期|值班|执行|文字|网络|网页|实习|栏目|内容)?(?:编\s*辑|主\s*编|责\s*编|"
    r"校\s*对|审\s*核|监\s*制|终\s*审|编\s*审|二审|三审|初审|一审|统\s*筹|签\s*发)\s*"
    r"(?:[:：/丨|】\]]|\s[^，。]{0,30}$)"
    r"|(?:免责|特别|版权|郑重|重要|本网|本站|网站|平台|文章|法律|作品|投资)?(?:声\s*明|提示)\s*[:：】\]]"
    r"|(?:特别|免责|版权|郑重)声明"
    r"|(?:凡|如有?)?.{0,6}(?:注明|转载|侵权|版权).{0,12}(?:来源|转载|删除|联系|授权|必究|所有)"
    r"|(?:本文|文章|以上|上述)(?:仅|系|内容|观点|图片|文字|文章|信息|为|经|已|来自|来源于?|由|"
    r"转载|转自|版权|只|首发)[^。]{0,40}"
    r"(?:不代表|观点|转载|授权|版权|平台|立场|发布|来源|全部内容|上传|本站|本网|作者|参考|首发|为准)"
    r"|以上就是.{0,20}(?:全部内容|全文)"
    r"|未经.{0,12}(?:授权|许可|允许|同意|书面)"
    r"|(?:欢迎)?转载请|来源声明|Notice:|NOTICE"
    r"|(?:延伸|扩展|拓展|推荐|相关|更多|热门|精彩|精选|深度|关联|往期|编辑)(?:阅读|新闻|"
    r"推荐|链接|文章|报道|专题|资讯|搜索|话题|内容|回顾|视频|图集|稿件|评论|热点|信息|"
    r"文档|附件|产品)"
    r"|(?:为[你您]|猜你|大家|今日|新闻|热点|视频|图片|精彩|编辑|小编|站长|频道|图文|热门|"
    r"本类|本周|本月|24小时|48小时|一周)(?:喜欢|都在看|推荐|精选|排行|热[点搜榜图]|热门|"
    r"点击排行|要闻|热文)"
    r"|推荐\s*\d*$|推荐阅读|最新(?:新闻|评论|文章|资讯|更新|发布)$|热门(?:推荐|评论|文章|"
    r"新闻)|作者最新文章|[TA他她]的(?:其他|最新)文章"
    r"|(?:网友|精彩|热门|最新|全部|我要|发表|查看|新闻|参与)(?:评论|跟[帖贴]|留言|讨论|"
    r"反馈)|评论\s*[(（\d]|评论$|跟[帖贴]|\d+\s*(?:条评论|人参与)"
    r"|\[?阅读剩余|打开.{0,10}(?:APP|App|客户端)|更多精彩|—+\s*分享\s*—+|文明上网|网友评论仅供|登录后|请登录|还可以输入"
    r"|分享(?:到|至|给|本文|让更多|[:：]|$)|一键分享|【?(?:打印|纠错|我要纠错|关闭|返回顶部|"
    r"收藏|字号|字体|大\s*中\s*小)"
    r"|扫(?:一扫|码|描|二维码)|(?:长按|识别|微信扫).{0,10}(?:二维码|关注|扫)|(?:欢迎|请|"
    r"点击|赶快|更多).{0,16}(?:关注|扫描|扫码|下载).{0,30}"
    r"(?:公众号|客户端|APP|App|微信|微博|二维码)|关注.{0,16}(?:公众号|官方微信|微信号|微博)"
    r"|(?:上|下|前|后)一[篇页条](?:\s*[:：]|$|\s)|附件\s*下载|相关附件"
    r"|标\s*签\s*[:：]|关\s*键\s*[词字]\s*(?:[:：]|>>)|[Tt]ags?\s*[:：]|话题\s*[:：]|分类\s*[:：]|所属(?:栏目|专题)"
    r"|(?:新闻|澎湃|投稿|爆料|报料|举报|联系|热线|客服|合作|商务|违法).{0,10}(?:热线|电话|报料|邮箱|爆料|方式|举报|QQ)"
    r"|版权(?:所有|号|归)|Copyright|copyright|©|[京沪粤浙苏湘川鄂皖闽津渝冀豫鲁晋陕].{0,2}(?:ICP|"
    r"公网安备)|ICP备|网站地图|主办单位|承办单位[:：]"
    r"|(?:查看|阅读)(?:更多|原文|全文)|展开(?:全文|阅读)|点击(?:加载|展开|查看)|加载更多|"
    r"阅读\s*[(（\d]|阅读原文|返回(?:首页|搜狐|列表|顶部)"
    r"|我要(?:举报|反馈|投诉|分享|收藏|打赏|啦免费)|举报(?:文章|反馈|$)|赞赏|打赏|点赞\s*\d*$|\d+\s*(?:赞|人点赞|阅读)"
    r"|本(?:文|篇)?(?:标签|地址|网址|链接)\s*[:：]|原文(?:链接|地址|标题)\s*[:：]|(?:文章|"
    r"原文|本文|稿件|信息)?来源\s*[:：].{0,40}$"
    r"|(?:发布|发表)于\s*[:：]|IP属地|(?:THE|The)\s+END|-*\s*END\s*-*$|[(（]?\s*(?:完|全文完)\s*[)）]?$|sitemap"
    r"|(?:【\d】\s*){2,}|(?:\d\s+){2,}\d?\s*(?:下一页|尾页|$)|(?:首页|上一页)\s|(?:[上下]一"
    r"页|尾页|末页)|24小时滚动播报|var\s|您?(?:看完|对)(?:这篇|本文|此).{0,8}(?:感觉|感受|心情)"
    r"|特别提醒\s*[:：]|风险提示\s*[:：]|作者\s*[:：]\s*\S{1,12}$|[（(]?原题为|温馨提示\s*[:：].{0,40}(?:浏览|"
    r"转载|网站)"
    r")"
)

# Of these, the ones behind which nothing of the article follows, however much text there is.
FINAL: Final = re.compile(
    OPENING + r"(?:(?:免责|特别|版权|郑重)?声\s*明|(?:延伸|扩展|推荐|相关|热门|往期)(?:阅读|新闻|"
    r"推荐|链接|文章|报道|资讯)|.{0,4}评论|为[你您]推荐|猜你喜欢)"
)

# Of these, the ones that may as well begin a sentence of the article (an appeal to download an official app).
SOFT: Final = re.compile(
    OPENING + r"(?:请|欢迎|点击|更多|关注|扫|分享|温馨提示|特别提醒|提示|风险提示|最新|举报|联系|"
    r"热线|投稿|合作|推荐|评论|登录|参与|如|凡)"
)
SITE_TALK: Final = re.compile(
    r"转载|版权|授权|本站|本网|免责|二维码|公众号关注|更多精彩|更多资讯|更多新闻|立场|来源|长按|侵权|删除"
)

# Lines that are never part of an article but do not end it either.
PASSING: Final = re.compile(
    OPENING + r"(?:原\s*标\s*题\s*[:：]|[（(]?原标题|点击(?:下方|文末|左下|标题|进入|观看|播放|图片|"
    r"查看|下载|上方|蓝字|右上|这里)|分享(?:到|至)|扫(?:一扫|描)|字[号体]|大\s*中\s*小|"
    r"缩小字体|放大字体|图集$|视频(?:加载中|正在加载)|正在加载|加载中|播放$|资料图$|广告$|"
    r"AD$|advertisement|更多精彩|微信$|微博$|收藏$|打印|评论$|关注$|"
    r"已关注|朋友圈|复制链接|QQ空间|新浪微博|听新闻|朗读|倍速|展开$|收起$|订阅$|查看原图|"
    r"浏览(?:次数|量)|阅读(?:次数|量|数)|点击(?:数|量|率)\s*[:：]|"
    r"(?:索\s*引\s*号|主题(?:分类|词)|发文(?:机关|机构|字号|日期|单位)|成文日期|公开(?:方式|"
    r"范围|日期|类别|时限)|信息(?:分类|类别|名称|索取号|编号)|文\s*号|名\s*称|"
    r"有\s*效\s*性|体裁分类|组配分类|服务对象|生效日期|废止日期|统一登记号|标\s*题)\s*[:：].{0,60}$|"
    r"(?:今天是|阅读本文|全文\d+字)|"
    r"人气\s*[:：]|访问量|发布(?:日期|时间|机构|人)?\s*[:：]\s*[\d\[]|(?:信息|文章|稿件|"
    r"新闻)?来源\s*[:：].{0,30}$|作者\s*[:：].{0,20}$|"
    r"(?:来源|时间|日期)[:：]|我要(?:分享|评论)|【\s*字体|保护视力|您(?:当前|所在|现在)的?位置|"
    r"当前位置|您的位置|首页\s*[>＞»›/]|本文(?:语音|共)|"
    r"Your browser|您的浏览器|(?:请|点击).{0,8}(?:订阅|置顶|星标|蓝字)|\d+\s*/\s*\d+$|[\d\W_]+$)"
)

# What sites glue to the end of an article's last paragraph.
GLUED: Final = re.compile(
    r"\s*(?:返回搜狐，?\s?查看更多|[\[【（(〔]\s*(?:责任编辑|责编|编辑|本文编辑|校对|来源|"
    r"文章来源|本文来源|完|全文完|END)\s*[^\]】）)〕。]{0,30}[\]】）)〕]|责任编辑\s*[:：]\s*\S{0,20}"
    r"|\[详细\]|【详细】|展开全文|阅读全文)\s*$"
)

# Words that are never the name of an outlet.
NOT_A_SOURCE: Final = re.compile(
    r"成文|日期|打开|立即|^文章$|禁止|不得|书面|粉丝|次播放|获赞|分享|评论|字号|字体|收藏|"
    r"打印|关注|订阅|举报|登录|注册|首页|正文|关闭|微信|微博$|QQ|朋友圈|扫一?[描扫]|点击|"
    r"阅读|浏览|参与|人气|缩小|放大|"
    r"超大|标准$|更多|搜索|手机|下载|视频$|图片$|新闻$|原创$|责任编辑|编辑|摘要|导[读语]|"
    r"来源|作者|时间|日期|我要|投稿|语音|播放|展开|链接|专题$|"
    r"查看|跟贴|跟帖|企鹅号$|百家号$|简体|繁体|推荐|热点$|要闻|上一篇|下一篇|默认|回复|"
    r"^发布$|^发表$|^更新$|全文|未知|本文|官方账号|已认证|优质|创作者|领域|发布于"
)
OUTLET_ENDING: Final = re.compile(
    r"(?:报|网|社|台|号|刊|新闻|客户端|杂志|在线|发布|频道|传媒|资讯|财经|时刻|公众号|"
    r"电视|广播|办|局|委|府|厅|院|部|中心|日报|晚报|早报|都市报|时报|"
    r"周刊|周报|观察|评论|头条|视频|科技|网信|论坛|研究院|协会|出版社|集团|公司|News|news)$"
)
# Class and id words of what stands around an article.
AROUND: Final = re.compile(
    r"(?:^|[\s_-])(?:comment|cmt|pinglun|reply|gentie|tie|post_comment|recommend|recom|"
    r"related|relate|relation|tuijian|xiangguan|"
    r"hot|hotnews|rank|ranking|sidebar|side|aside|footer|foot|copyright|nav|navbar|menu|"
    r"crumb|crumbs|breadcrumb|breadcrumbs|share|sharebar|bdshare|"
    r"bdsharebuttonbox|toolbar|tools|login|advert|ads?|gg|banner|search|qrcode|ewm|erweima|"
    r"pagination|pager|statement|disclaimer|"
    r"header|topbar|top-nav|hidden|popup|modal|dialog|tooltip|toast|float|fixed|download|app-download|keywords?|tags?|"
    r"hotrank|newslist|news-list|guess|vote|praise|zan|feedback|jubao|friendlink|links|"
    r"player|vip|resemble)(?:$|[\s_\d-])"
    r"|comment|recommend|sidebar|breadcrumb|copyright|tuijian|pinglun|footer|right[-_]?(?:bar|"
    r"side|col|list)|(?:bar|side|col)[-_]?right"
    r"|related|hotnews|newslist|dialog|loginbox",
    re.IGNORECASE,
)
NEVER_MAIN: Final = re.compile(
    r"comment|pinglun|gentie|recommend|tuijian|copyright|footer|guess[-_]?like|(?:^|[\s_-])(?:cmt|"
    r"reply|foot|tie|related|hotnews)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
MAIN: Final = re.compile(
    r"trs_editor|artibody|articlebody|article[-_]?(?:content|body|text|con|main|detail|"
    r"txt)|(?:^|[\s_-])(?:zoom|js_content|ucap-content|endtext|end-text|post_body|"
    r"post_text|main-content|maincontent|content|content_area|article|js-article|textbody|"
    r"news_txt|newscontent|news[-_]content|detail|txt_con|text_con|"
    r"rich_media_content|box_con|left_zw|cont|contentmain|neirong|zhengwen|text)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
