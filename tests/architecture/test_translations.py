from tests.architecture import translations


def test_every_source_string_has_its_chinese():
    assert len(translations.wanted()) > 100
    assert translations.missing() == {}


def test_no_two_apps_say_the_same_words_differently():
    assert translations.ambiguous() == {}
