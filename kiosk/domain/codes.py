"""Code tables: the closed sets a posting or a registration chooses from.

Values are what travels in packs and envelopes and never change meaning; a new member is added at the end.
"""

from __future__ import annotations

from enum import StrEnum


class WorkKind(StrEnum):
    """What one does all day, as residents choose it by picture (ux.md, mock 04)."""

    CLEANING = "cleaning"
    COOKING = "cooking"
    SERVING = "serving"
    CASHIER = "cashier"
    SECURITY = "security"
    DRIVING = "driving"
    WAREHOUSE = "warehouse"
    FACTORY = "factory"
    ELDER_CARE = "elder_care"
    CHILD_CARE = "child_care"
    SEWING = "sewing"
    OFFICE = "office"
    REPAIR = "repair"
    GARDENING = "gardening"
    SHOP = "shop"
    WATER = "water"
    OTHER = "other"


class EmploymentType(StrEnum):
    """How one is engaged (domain.md §3.2)."""

    FULL_TIME = "full_time"
    """全日制"""
    PART_TIME = "part_time"
    """非全日制: on average at most 4 h a day and 24 h a week (劳动合同法 art. 68)"""
    SHORT_SHIFT = "short_shift"
    """短时岗"""
    FLEXIBLE = "flexible"
    """弹性岗"""
    TEMPORARY = "temporary"
    """临时岗"""
    GIG = "gig"
    """零工"""
    PUBLIC_WELFARE = "public_welfare"
    """公益性岗位"""
    TRAINEESHIP = "traineeship"
    """就业见习"""
    HOME_PIECEWORK = "home_piecework"
    """居家计件"""
    SERVICE_CONTRACT = "service_contract"
    """劳务"""


class PayUnit(StrEnum):
    """What one amount of pay is for."""

    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    PIECE = "piece"
    JOB = "job"
    """次: once for the whole job"""


class PosterType(StrEnum):
    """Who posted it (domain.md §3.2)."""

    DIRECT = "direct"
    AGENCY = "agency"
    PUBLIC = "public"


class EmployerKind(StrEnum):
    """What sort of employer (domain.md §3.3)."""

    COMPANY = "company"
    SOLE_TRADER = "sole_trader"
    COOPERATIVE = "cooperative"
    ASSOCIATION = "association"
    PUBLIC = "public"
    HOUSEHOLD = "household"


class Education(StrEnum):
    """The least schooling asked for: codes of GB/T 4658-2006."""

    POSTGRADUATE = "10"
    DOCTOR = "11"
    MASTER = "14"
    BACHELOR = "20"
    COLLEGE = "30"
    SECONDARY_VOCATIONAL = "40"
    VOCATIONAL_HIGH = "44"
    SKILLED_WORKER_SCHOOL = "47"
    HIGH_SCHOOL = "60"
    MIDDLE_SCHOOL = "70"
    PRIMARY_SCHOOL = "80"
    OTHER = "90"


class Group(StrEnum):
    """The groups a posting can be meant for; every tag needs its reason (domain.md K24)."""

    CARER = "carer"
    """妈妈岗, worded as for those who bring up a child under 12"""
    SENIOR = "senior"
    """银龄岗"""
    DISABLED = "disabled"
    """助残岗"""
    VETERAN = "veteran"
    """退役军人"""
    GRADUATE = "graduate"
    """高校毕业生"""
    EX_FISHER = "ex_fisher"
    """退捕渔民"""
    MIGRANT = "migrant"
    """农民工"""
    HARD_TO_PLACE = "hard_to_place"
    """就业困难人员"""
    LEAVING_PUBLIC_POST = "leaving_public_post"
    """公益岗离岗: whose public-welfare post ends"""


class ContactWay(StrEnum):
    """How the employer wishes to be reached."""

    PHONE = "phone"
    VISIT = "visit"
    FORM = "form"
    TEXT = "text"


class Settlement(StrEnum):
    """When wages are paid out."""

    DAILY = "daily"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    PER_JOB = "per_job"


class FreeTime(StrEnum):
    """When a resident can work (ux.md §3.2, register Q2)."""

    DAYTIME = "daytime"
    EVENING = "evening"
    HALF_DAY = "half_day"
    WEEKEND = "weekend"
    ANY = "any"
