import pytest

from pufa.matrix import checks, connector, registry


def test_every_configured_kind_is_there_with_its_abilities():
    names = [kind.name for kind in registry.kinds()]
    assert names == "wechat weibo douyin bilibili mastodon webhook email copyready feed webpage".split()
    can_publish = [kind.name for kind in registry.kinds() if kind.can(connector.Publishes)]
    assert can_publish == names[:8]
    assert registry.get("feed").can(connector.Reads)
    assert registry.get("copyready").can(connector.Packs)


def test_an_unknown_kind_is_said(settings):
    settings.MATRIX_CONNECTORS = ["weibo"]
    with pytest.raises(LookupError):
        registry.get("wechat")


def test_the_check_names_what_cannot_be_loaded(settings):
    assert checks.connectors_load(None) == []
    settings.MATRIX_CONNECTORS = ["weibo", "nothing", "os.path", "pufa.matrix.connectors.weibo"]
    found = checks.connectors_load(None)
    assert [(error.id, error.hint is not None) for error in found] == [("matrix.E001", True)] * 2 + [
        ("matrix.E002", True)
    ]
    assert "nothing" in found[0].msg
    assert "weibo" in found[2].msg
