"""The rules by which words are taken: whole sentences, whole citations, numbers for the ear, messages counted."""

from hypothesis import given
from hypothesis import strategies as st

from pufa.distribution.making import ear, extracting, segments, sentences
from pufa.review.drafts import Draft

DRAFT = Draft(
    title="网购退货，谁出运费",
    standfirst="七天无理由，也有例外。",
    paragraphs=(
        "网上买的东西，七天内可以无理由退货。《消费者权益保护法》第二十五条说得很清楚。该条还有四种例外。",
        "前款规定的商品除外。店家说“已拆封不退。”的，要看是什么商品。",
        "1. 先拍照。",
        "退货运费一般由买家出；质量有问题的，由店家出。",
    ),
    keywords=("退货", "运费"),
)


def test_sentences_keep_quotations_and_law_names_whole():
    assert sentences.split("他说：“停一停。”再问。《关于“一法一条例”的决定！》有效。") == [
        "他说：“停一停。”", "再问。", "《关于“一法一条例”的决定！》有效。",
    ]  # fmt: skip
    assert sentences.split("店家说“已拆封不退。”的，要看。") == ["店家说“已拆封不退。”的，要看。"]


def test_what_leans_on_the_sentence_before_is_never_taken():
    taken = [one.text for one in extracting.candidates(DRAFT)]
    assert "该条还有四种例外。" not in taken
    assert "前款规定的商品除外。" not in taken
    assert "1. 先拍照。" not in taken
    assert "《消费者权益保护法》第二十五条说得很清楚。" in taken


def test_what_is_taken_stands_word_for_word_and_within_its_length():
    for most in (20, 40, 60, 200):
        chosen = extracting.pick(DRAFT, most=most, count=5)
        assert sum(map(len, chosen)) <= most
        assert sentences.foreign(DRAFT, ["".join(chosen)]) == ""
    assert sentences.foreign(DRAFT, ["网上买的东西，八天内可以无理由退货。"]) != ""
    assert sentences.foreign(DRAFT, [], ["诈骗"]) == "诈骗"


@given(st.lists(st.sampled_from("停一停。问！《法》“话。”（注）的，？"), max_size=40).map("".join))
def test_splitting_loses_no_sign(text):
    assert "".join(sentences.split(text)) == text.strip()


def test_numbers_are_said_as_an_announcer_says_them():
    said = {
        "2026年1月1日起施行。": "二零二六年一月一日起施行。",
        "拨打12377举报。": "拨打幺二三七七举报。",
        "《个人信息保护法》第44条": "个人信息保护法第四十四条",
        "罚款10万元": "罚款十万元",
        "占30.5%": "占百分之三十点五",
        "共1005个": "共一千零五个",
        "请打110报警": "请打幺幺零报警",
        "详见（附件）说明": "详见，附件，说明",
    }
    assert {text: ear.spoken(text) for text in said} == said


def test_numbers_in_words():
    said = {0: "零", 10: "十", 11: "十一", 20: "二十", 101: "一百零一", 110: "一百一十", 1000: "一千",
            10001: "一万零一", 100_000: "十万", 1_030_000: "一百零三万", 200_000_003: "二亿零三"}  # fmt: skip
    assert {value: ear.number(value) for value in said} == said


def test_messages_are_counted_as_networks_do():
    assert [segments.count("字" * many).count for many in (0, 1, 70, 71, 134, 135)] == [0, 1, 1, 2, 2, 3]
    assert segments.count("a" * 160).count == 1
    assert segments.count("a" * 161).count == 2
    assert segments.count("😀" * 35).count == 1
    assert segments.count("€" * 81).count == 2
