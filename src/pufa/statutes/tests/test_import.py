import time
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from pufa.audit import queries as audit_queries
from pufa.edge import purge
from pufa.statutes import actions, catalogue, queries
from pufa.statutes.models import Article, Import, Law, State, Version
from pufa.statutes.sources import open_source
from pufa.statutes.tests import samples
from pufa.statutes.tests.conftest import NOW

pytestmark = pytest.mark.django_db


def counts(report):
    return report.created, report.changed, report.same


def test_a_law_comes_in_with_its_texts_days_and_forerunner(umbrellas):
    law = queries.law("yusanfa")
    old, new = queries.versions(law)
    assert (old.in_force_from, old.in_force_to) == (date(2015, 6, 1), date(2025, 8, 31))
    assert (new.in_force_from, new.in_force_to) == (date(2025, 9, 1), None)
    assert (law.field, law.issuer, law.initials) == ("经济法", "示例大会常务委员会", "ysf")
    gone = Law.objects.get(name="雨伞暂行条例")
    assert (gone.is_repealed, gone.repealed_by, gone.repealed_on) == (True, law, date(2015, 6, 1))
    between = new.articles.get(number=4, sub=1)
    assert (between.place, between.division.title, str(between)) == ("4-1", "借伞", "《雨伞法》第四条之一")
    assert [line.item for line in new.articles.get(number=4, sub=0).lines()] == [0, 1, 2, 3, 0]


def test_states_follow_the_day(umbrellas):
    old, new = queries.versions(queries.law("yusanfa"))
    assert (old.state_on(date(2015, 5, 31)), old.state_on(date(2015, 6, 1))) == (State.FUTURE, State.IN_FORCE)
    assert (old.state_on(date(2025, 8, 31)), old.state_on(date(2025, 9, 1))) == (State.IN_FORCE, State.AMENDED)
    assert (new.state_on(date(2025, 8, 31)), new.state_on(date(2025, 9, 1))) == (State.FUTURE, State.IN_FORCE)


def test_importing_twice_changes_nothing(import_folder):
    assert counts(import_folder(old=samples.OLD, new=samples.NEW)) == (2, 0, 0)
    before, epoch = queries.export_digest(), queries.epoch()
    assert counts(import_folder(old=samples.OLD, new=samples.NEW)) == (0, 0, 2)
    assert (queries.export_digest(), queries.epoch()) == (before, epoch)
    assert Import.objects.count() == 2
    assert len(list(audit_queries.entries(verb="statutes.imported"))) == 2
    assert not list(audit_queries.entries(verb="statutes.law_changed"))


def test_the_order_of_import_does_not_matter(import_folder):
    import_folder(new=samples.NEW)
    import_folder(new=samples.NEW, old=samples.OLD)
    first = [line for line in queries.export() if "雨伞法".encode() in line]
    Law.objects.update(repealed_by=None)
    Law.objects.all().delete()
    import_folder(old=samples.OLD, new=samples.NEW)
    assert [line for line in queries.export() if "雨伞法".encode() in line] == first


def test_a_changed_text_replaces_the_old_one_and_stands_in_the_trail(import_folder):
    import_folder(old=samples.OLD)
    epoch = queries.epoch()
    report = import_folder(old=samples.OLD.replace("及时", "当天"))
    assert counts(report) == (0, 1, 1)
    assert Article.objects.get(number=2).text == "雨伞归还应当当天。"
    assert Version.objects.count() == 1
    assert queries.epoch() > epoch
    (entry,) = audit_queries.entries(verb="statutes.law_changed")
    assert (entry.key, entry.title) == ("law:yusanfa", "中华人民共和国雨伞法")


def test_a_broken_file_changes_nothing_and_says_where(import_folder):
    import_folder(old=samples.OLD)
    before = queries.export_digest()
    report = import_folder(old=samples.OLD.replace("**第三条**", "**第七条**"))
    assert counts(report) == (0, 0, 0)
    assert [str(problem) for problem in report.problems] == ["old.md:21: 第七条 after 第二条"]
    assert queries.export_digest() == before
    assert Import.objects.first().problems == ["old.md:21: 第七条 after 第二条"]


def test_a_code_ends_the_laws_it_repeals(import_folder):
    import_folder(old=samples.OLD, new=samples.NEW)
    report = import_folder(new=samples.NEW, code=samples.CODE)
    law = queries.law("yusanfa")
    assert report.created == 1
    assert (law.is_repealed, str(law.repealed_by), law.repealed_on) == (True, "《雨具法典》", date(2027, 1, 1))
    last = queries.versions(law)[-1]
    assert last.in_force_to == date(2026, 12, 31)
    assert (last.state_on(date(2026, 12, 31)), last.state_on(date(2027, 1, 1))) == (State.IN_FORCE, State.REPEALED)


def test_an_import_takes_the_pages_of_laws_out_of_the_page_store(import_folder, django_capture_on_commit_callbacks):
    before = purge.purge_log().epoch()
    with django_capture_on_commit_callbacks(execute=True):
        import_folder(old=samples.OLD)
    assert purge.purge_log().epoch() != before


def test_laws_are_found_by_name_short_form_and_initials(umbrellas):
    Law.objects.filter(slug="yusanfa").update(abbreviations=["伞法"])
    for words in ("雨伞法", "《雨伞法》", "伞法", "ysf", "YSF", "yf"):
        assert "yusanfa" in [law.slug for law in queries.laws(text=words)], words
    assert not queries.laws(text="民法典").exists()
    assert [law.slug for law in queries.laws(field="经济法")] == ["yusanfa"]
    assert queries.fields() == [("经济法", 1)]


def test_the_catalogue_holds_every_text_and_is_made_again_after_an_import(umbrellas, import_folder):
    law = catalogue.catalogue().lookup("雨伞法")
    assert [version.in_force_from for version in law.versions] == [date(2015, 6, 1), date(2025, 9, 1)]
    assert law.version_on(date(2026, 1, 1)).articles[4, 0].paragraphs[0].items[2] == "（二）超过十五日没有归还的；"
    assert len(law.versions[1].articles) == 6
    assert catalogue.catalogue().lookup("雨伞暂行条例").replaced_by == "中华人民共和国雨伞法"
    import_folder(code=samples.CODE)
    assert catalogue.catalogue().lookup("雨伞法").is_repealed


def test_the_database_refuses_what_makes_no_sense(umbrellas):
    law = queries.law("yusanfa")
    version = law.versions.first()
    wrong = [
        lambda: Law.objects.filter(pk=law.pk).update(repealed_on=date(2026, 1, 1)),
        lambda: Law.objects.filter(pk=law.pk).update(kind="rumour"),
        lambda: version.articles.filter(number=1).update(text=""),
        lambda: version.articles.create(order=99, number=1, text="甲。"),
        lambda: version.articles.create(order=98, number=0, sub=1, text="甲。"),
        lambda: Version.objects.create(
            law=law, promulgated_on=version.promulgated_on, in_force_from=version.promulgated_on, source="x", digest="x"
        ),
    ]
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_all_laws_come_in_within_a_minute_and_twice_the_same(law_data, tmp_path):
    source = open_source(str(law_data), folder=tmp_path)
    begin = time.process_time()
    report = actions.import_laws(source, by=None, now=NOW)
    assert time.process_time() - begin < 60
    assert report.problems == ()
    assert Law.objects.with_text().count() == 367
    assert Version.objects.count() == 379  # 378 held, and one that an amendment leads to
    names = "婚姻法 继承法 民法通则 收养法 担保法 合同法 物权法 侵权责任法 民法总则".split()
    gone = Law.objects.filter(short_name__in=names, repealed_by__short_name="民法典", repealed_on=date(2021, 1, 1))
    assert gone.count() == 9
    assert not Law.objects.get(short_name="农村土地承包法").is_repealed
    assert [str(one.in_force_from) for one in queries.versions(queries.law("wangluoanquanfa"))] == ["2026-01-01"]
    trademark = queries.law("shangbiaofa")
    assert queries.version_on(trademark, date(2026, 12, 31)).promulgated_on == date(2019, 4, 23)
    assert queries.version_on(trademark, date(2027, 1, 1)).promulgated_on == date(2026, 6, 26)
    criminal = Article.objects.filter(version__law__short_name="刑法")
    assert criminal.filter(number=120, version__promulgated_on=date(2023, 12, 29)).count() == 7
    assert queries.version_on(queries.law("xingfa"), date(2024, 3, 1)).promulgated_on == date(2023, 12, 29)
    digest = queries.export_digest()
    again = actions.import_laws(source, by=None, now=NOW)
    assert (again.created, again.changed) == (0, 0)
    assert queries.export_digest() == digest
