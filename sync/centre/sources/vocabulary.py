"""The words of recruitment exports: their columns, and what their phrases mean."""

from __future__ import annotations

from kiosk.domain.codes import Education

TITLE = "职位"
EMPLOYER = "公司"

# fmt: off
COLUMNS = frozenset(
    (
        "职位自编号", "发布平台", "职位访问地址", "职位", "公司", "公司是否为全称", "地区", "地址", "经度", "纬度",
        "职位描述", "学历", "所需经验", "技能", "福利", "最低薪资", "最高薪资", "几薪", "首次发布时间",
        "记录更新日期",
    )
)
# fmt: on
"""Columns that are taken in."""

# fmt: off
LEFT_ASIDE = frozenset(
    (
        "招聘人", "招聘公司", "招聘者职位", "首次扫描日期",
    )
)
# fmt: on
"""Columns that are known and not wanted: who recruits is a person's name; the rest says nothing to a resident."""

VERSION_COLUMN = "__VERSION_"
"""Exports mark their generation by a column that begins so."""

PERSON = "招聘人"
"""Never kept, not even among the refused rows."""

EDUCATION = {
    "博士": Education.DOCTOR,
    "博士研究生": Education.DOCTOR,
    "硕士": Education.MASTER,
    "硕士研究生": Education.MASTER,
    "研究生": Education.POSTGRADUATE,
    "本科": Education.BACHELOR,
    "大学本科": Education.BACHELOR,
    "统招本科": Education.BACHELOR,
    "大专": Education.COLLEGE,
    "大学专科": Education.COLLEGE,
    "专科": Education.COLLEGE,
    "高职": Education.COLLEGE,
    "中专": Education.SECONDARY_VOCATIONAL,
    "中技": Education.SECONDARY_VOCATIONAL,
    "中专/中技": Education.SECONDARY_VOCATIONAL,
    "中技/中专": Education.SECONDARY_VOCATIONAL,
    "中等专科": Education.SECONDARY_VOCATIONAL,
    "职业高中": Education.VOCATIONAL_HIGH,
    "职高": Education.VOCATIONAL_HIGH,
    "技工学校": Education.SKILLED_WORKER_SCHOOL,
    "技校": Education.SKILLED_WORKER_SCHOOL,
    "高中": Education.HIGH_SCHOOL,
    "普通高中": Education.HIGH_SCHOOL,
    "初中": Education.MIDDLE_SCHOOL,
    "初中及以下": Education.MIDDLE_SCHOOL,
    "小学": Education.PRIMARY_SCHOOL,
    "其他": Education.OTHER,
}
"""The least schooling asked for, by the words exports use for it; endings like 及以上 are cut before."""

EDUCATION_ENDINGS = ("及以上学历", "及以上", "以上学历", "以上", "学历")

EDUCATION_OPEN = frozenset(("不限", "不限制", "学历不限", "不限学历", "无要求", "无学历要求"))

# fmt: off
NOT_SKILLS = frozenset(
    (
        "无需经验", "经验不限", "不限经验", "无经验要求", "在校/应届", "应届生", "在校生", "全职", "兼职", "实习",
        "无要求",
    )
)
# fmt: on
"""Items of 技能 that repeat what other columns say."""

# fmt: off
BENEFITS = frozenset(
    (
        "五险一金", "五险", "六险一金", "社保", "补充公积金", "补充医疗保险", "意外险", "商业保险", "企业年金",
        "带薪年假", "带薪休假", "节日福利", "节假日福利", "节日礼品", "生日福利", "定期体检", "年度体检",
        "绩效奖金", "年终奖", "年终奖金", "年底双薪", "全勤奖", "工龄奖", "项目奖金", "股票期权", "餐补",
        "餐饮补贴", "有餐补", "免费三餐", "免费工作餐", "工作餐", "包吃", "包住", "包吃包住", "包吃住", "提供住宿",
        "住房补贴", "租房补贴", "交通补贴", "交通补助", "通讯补贴", "高温补贴", "夜班补助", "加班补助", "出差补贴",
        "免费班车", "员工旅游", "专业培训", "技能培训", "弹性工作", "周末双休", "双休", "做五休二", "零食下午茶",
        "定期团建", "团建聚餐", "团队氛围好", "晋升空间大",
    )
)
# fmt: on
"""Benefits that some exports list under 技能."""
