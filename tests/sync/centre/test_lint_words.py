"""What a posting may not say: every rule finds its words, and what only sounds like them passes."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.domain.codes import EmploymentType
from kiosk.domain.posting import Demands
from sync.centre.lint.phrases import found_in_words
from sync.centre.lint.rules import BY_NAME, RULES
from tests.samples import a_posting


def rules_of(words: str, **changes: Any) -> set[str]:
    return {finding.rule for finding in found_in_words(a_posting(tasks=words, **changes))}


SAID = [
    ("sex-limit", "限男性，会开车"),
    ("sex-limit", "限女性"),
    ("sex-limit", "仅限男士"),
    ("sex-limit", "只招女工"),
    ("sex-limit", "性别：男"),
    ("sex-limit", "性别要求女"),
    ("sex-limit", "男士优先"),
    ("sex-limit", "女性优先考虑"),
    ("sex-limit", "要求女性，25-35岁之间"),
    ("sex-limit", "1、女，25-45岁"),
    ("sex-limit", "男性，能吃苦耐劳"),
    ("sex-limit", "只限招广东省内女性"),
    ("sex-limit", "不招女工"),
    ("sex-limit", "限 男 性"),
    ("sex-limit", "限男性，单次搬 20 公斤"),
    ("sex-limit-exception", "限男性，矿山井下作业"),
    ("sex-limit-exception", "限男性，间断负重30公斤"),
    ("sex-hinted", "年龄：男18-60岁，女18-55岁"),
    ("sex-hinted", "涂装岗男女不限；质检岗要求女性"),
    ("sex-limit", "男50岁以下"),
    ("sex-limit", "要求:男性50岁以内"),
    ("sex-limit", "男：18-45岁"),
    ("sex-limit", "女，年龄：20-35岁"),
    ("sex-limit", "年龄18-35岁，男"),
    ("sex-limit", "1、18-45周岁男性；2、能倒班"),
    ("sex-limit", "要求男"),
    ("sex-limit", "男工"),
    ("sex-hinted", "招男性保安"),
    ("sex-hinted", "招聘女服务员"),
    ("sex-hinted", "招女工10名"),
    ("sex-hinted", "现招2名男搬运工"),
    ("sex-hinted", "男性55岁以下\n女性50岁以下"),
    ("sex-hinted", "招男工、女工各10名"),
    ("origin-limit", "限本地户籍"),
    ("origin-limit", "只要本地的"),
    ("origin-limit", "只招本地员工"),
    ("origin-limit", "非本地户籍勿投"),
    ("origin-limit", "非本市户口的不要"),
    ("origin-limit", "限上海户籍"),
    ("origin-limit", "只招本地人"),
    ("origin-limit", "须有本市户口"),
    ("origin-limit", "不招外地人"),
    ("origin-limit", "河南人勿扰"),
    ("origin-preferred", "本地人或周边地区优先录取"),
    ("origin-preferred", "本市户口优先"),
    ("ethnicity-or-religion", "仅限汉族"),
    ("ethnicity-or-religion", "不招少数民族"),
    ("ethnicity-or-religion", "无纹身，无宗教信仰"),
    ("ethnicity-or-religion", "民族：汉"),
    ("marriage-or-birth", "已婚已育优先"),
    ("marriage-or-birth", "男女不限，未婚优先"),
    ("marriage-or-birth", "两年内不得怀孕"),
    ("marriage-or-birth", "未婚女性"),
    ("marriage-or-birth", "要未婚女性来做前台"),
    ("marriage-or-birth", "已婚女士，会做饭"),
    ("marriage-or-birth", "入职需孕检"),
    ("marriage-or-birth", "无生育计划"),
    ("marriage-or-birth", "应聘请说明婚育情况"),
    ("infection", "乙肝携带者勿扰"),
    ("infection", "入职体检查乙肝两对半"),
    ("infection", "无乙肝"),
    ("disability", "残疾人勿扰"),
    ("disability", "不招聋哑人"),
    ("body-wording", "身体健康，吃苦耐劳"),
    ("body-wording", "四肢健全"),
    ("deposit", "入职交押金500元，离职退还"),
    ("deposit", "需缴纳保证金"),
    ("deposit", "当天安排宿舍。押金100"),
    ("deposit", "饭卡工服住宿押金共:50元"),
    ("deposit", "先交服装费三百"),
    ("deposit", "培训费800元自理"),
    ("deposit", "无经验要求，入职交押金300"),
    ("deposit", "服装费从工资扣"),
    ("deposit", "服装费从第一个月工资里扣除"),
    ("deposit", "押一个月工资"),
    ("deposit", "工资押半个月"),
    ("deposit", "先押15天的工资"),
    ("deposit-mentioned", "押金可以分两次"),
    ("papers-held", "入职扣押身份证"),
    ("papers-held", "毕业证由公司统一保管证件"),
    ("papers-held", "身份证原件由公司保管"),
    ("papers-held", "身份证要交给人事保管"),
    ("papers-held", "身份证原件须押在店里"),
    ("training-loan", "先培训后付费，学费可分期"),
    ("training-loan", "零基础，培训贷"),
    ("training-loan", "先学后付，包上岗"),
    ("hype", "保录用，月入过万不是梦"),
    ("hype", "培训后包就业"),
    ("under-sixteen", "14周岁以上都可以"),
    ("under-sixteen", "年龄15-30岁"),
    ("under-sixteen", "年满15周岁"),
    ("under-sixteen", "招16岁以下"),
    ("under-sixteen", "招收15周岁以下的也行"),
]
PASSES = [
    "不限男女",
    "男女不限，户籍不限",
    "男、女不限",
    "性别不限",
    "性别：男女均可",
    "性别、年龄、学历不限",
    "不限性别，不限户籍",
    "男装导购，也卖女鞋",
    "服务女性客户，女性用品陈列",
    "教学对象为男性中学生",
    "三八节女职工福利，女生节礼物",
    "有男生宿舍，也有女生宿舍",
    "无押金",
    "不收押金",
    "免押金，提供车辆",
    "零押金入职",
    "入职0押金时间自由",
    "不收取任何费用及押金",
    "本工作无任何报名费，入会费，保证金，违约金等，完全免费",
    "从未要求应聘者缴纳任何形式的押金、保证金、推荐费",
    "入职无需缴纳任何押金费用之类",
    "用交通卡，不用交任何押金!",
    "不交培训费就进分配室",
    "凡收取押金、报名费的都是骗子",
    "前台：办理入住，收取客人押金",
    "签订租赁合同、收取押金等",
    "投标保证金的缴纳和退还",
    "多元化福利（培训费、健身费、补充医疗保险）",
    "入职满一个月报销体检费用",
    "培训费全免",
    "你介绍人来，有介绍费2000元一人",
    "户籍不限",
    "户籍、性别、专业不限",
    "本市或外地人持本人身份证都可以应聘",
    "可解决北京户口",
    "协助办理上海户籍",
    "核心本地商业的技术团队",
    "熟悉本地路况",
    "不限民族",
    "民族不限",
    "为中华民族伟大复兴而奋斗",
    "如性别、种族、宗教信仰等，一视同仁",
    "已婚未婚均可",
    "婚否不限",
    "不问婚育",
    "结婚礼金、生育礼金、产检假、婚假",
    "缴纳生育保险",
    "月子中心照顾孕妇和新生儿",
    "不查乙肝",
    "乙肝携带者也可",
    "卖乙肝药物",
    "此岗位对残疾人开放",
    "享受残疾人优惠政策",
    "携带身份证复印件",
    "持本人有效身份证",
    "不扣押证件",
    "核实乘客车票和身份证",
    "拒绝招转培、培训贷",
    "免学费、包教会",
    "为客户办理信用卡分期",
    "给银行的贷款客户打电话",
    "每日入库产品为合格品",
    "月入7000",
    "授课对象4-15岁为主",
    "儿童节（小孩14周岁以下）放假半天",
    "年满16周岁",
    "年满16周岁以上",
    "年满18周岁",
    "满16周岁，会骑电瓶车",
    "不招16岁以下的人",
    "艺术培训，招生16岁以下",
    "孩子年满15周岁可以免票",
    "18-45岁",
    "男女均可",
    "男、女均可",
    "任职要求：男、女。能吃苦",
    "实训人数229人（女生37人）",
    "招待孩子，16岁以下免票",
    "查验证件，扣留可疑的人",
    "身份证由人事收取复印件",
    "男性、女性均可",
    "男工女工都要",
    "男士、女士皆可，18-60岁",
    "男女工都招10名",
    "女装导购",
    "招女装导购",
    "男装",
    "女性用品",
    "招女性用品导购员",
    "男科医生",
    "招男科医生",
    "妇科",
    "给男生宿舍换灯泡",
    "面向18-35岁女性，讲护肤",
    "目标客户：18-35岁女性顾客",
    "为未婚男女牵线",
    "服务已婚女性客户",
    "发女工作服",
    "跟本地的供应商谈价",
    "只要本地的蔬菜",
    "非本地户籍也可",
    "押运员",
    "会押车",
    "不押工资",
    "不押一个月工资，日结",
    "服装费公司出",
    "服装费不从工资扣",
    "不押身份证",
    "身份证原件自己保管",
    "身份证复印件由人事留存",
    "身份证不由公司保管",
    "负责公司证件、印章的保管",
]


@pytest.mark.parametrize(("rule", "words"), SAID)
def test_what_is_not_allowed_is_found_by_its_rule(rule: str, words: str) -> None:
    assert rule in rules_of(words)


@pytest.mark.parametrize("words", PASSES)
def test_what_only_sounds_like_it_passes(words: str) -> None:
    assert rules_of(words) == set()


@pytest.mark.parametrize("title", ["服务员（女）", "保安（限男）"])
def test_a_title_may_not_say_it_either(title: str) -> None:
    assert rules_of("端菜", title=title) == {"sex-limit"}


@pytest.mark.parametrize("title", ["女服务员", "招女工", "男保安"])
def test_a_title_that_names_one_sex_is_shown_to_staff(title: str) -> None:
    assert rules_of("端菜", title=title) == {"sex-hinted"}
    assert rules_of("男女不限", title="女服务员") == set()


@pytest.mark.parametrize("title", ["男生宿舍管理员", "男科医生", "女装导购", "押运员"])
def test_a_title_that_names_a_trade_is_never_refused(title: str) -> None:
    assert rules_of("打扫", title=title) <= {"sex-hinted"}
    assert rules_of(f"招{title}") <= {"sex-hinted"}


def test_heavy_work_for_men_only_is_looked_at_by_staff() -> None:
    assert rules_of("限男性", demands=Demands(lifting_kg=30.0)) == {"sex-limit-exception"}
    assert rules_of("限女性", demands=Demands(lifting_kg=30.0)) == {"sex-limit"}


def test_a_public_welfare_post_may_be_for_residents_of_a_place() -> None:
    assert rules_of("限本地户籍", employment=EmploymentType.PUBLIC_WELFARE) == {"origin-preferred"}


def test_a_finding_quotes_the_posting_and_the_article() -> None:
    (finding,) = found_in_words(a_posting(tasks="打扫楼道；限男性，会开车"))
    assert finding.reason == "sex-limit: for one sex only, or one sex first"
    assert finding.detail.startswith("「限男性」《妇女权益保障法》第四十三条：")


def test_every_rule_has_a_name_of_its_own_and_an_article() -> None:
    assert len(BY_NAME) == len(RULES)
    assert all(rule.article for rule in RULES)
    assert {rule for rule, _ in SAID} <= BY_NAME.keys()
