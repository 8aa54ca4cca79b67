"""A posting as schema.org's JobPosting in JSON-LD, for whoever reads job pages with a program (domain.md §3.2)."""

from __future__ import annotations

from typing import Any

from kiosk.domain.clock import local_date
from kiosk.domain.codes import EmploymentType, PayUnit
from kiosk.domain.posting import Demands, Employer, Pay, Place, Posting, Requirement
from kiosk.domain.records import encode
from sync.centre.wording import EDUCATIONS, benefit_words, number_words, pay_words, when_words

Thing = dict[str, Any]

EMPLOYMENTS = {
    EmploymentType.FULL_TIME: "FULL_TIME",
    EmploymentType.PART_TIME: "PART_TIME",
    EmploymentType.SHORT_SHIFT: "PART_TIME",
    EmploymentType.FLEXIBLE: "OTHER",
    EmploymentType.TEMPORARY: "TEMPORARY",
    EmploymentType.GIG: "PER_DIEM",
    EmploymentType.PUBLIC_WELFARE: "OTHER",
    EmploymentType.TRAINEESHIP: "INTERN",
    EmploymentType.HOME_PIECEWORK: "OTHER",
    EmploymentType.SERVICE_CONTRACT: "CONTRACTOR",
}
PAY_UNITS = {PayUnit.HOUR: "HOUR", PayUnit.DAY: "DAY", PayUnit.MONTH: "MONTH"}
"""The units schema.org knows of ours; pay for a piece or a job is said in words."""
AT_ONCE = ("马上", "立即", "随时", "即时", "现在")

_OF_THE_BODY = {
    "standing": "久站",
    "stairs": "爬楼",
    "climbing": "登高",
    "driving": "开车",
    "cold_or_wet": "受冷或沾水",
    "noise": "噪声大",
}
_OF_THE_SENSES = {
    "phone_talking": "打电话",
    "face_to_face": "当面说话",
    "mandarin": "说普通话",
    "reading": "看字",
    "writing": "写字",
    "smartphone": "用手机",
    "computer": "用电脑",
}
_IN_A_SCRIPT = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def job_posting(posting: Posting, locality: str, address: str = "") -> Thing:
    """Return the posting as a JobPosting; what it does not say is left out.

    ``locality`` is where the district is, for a posting that names no region; ``address`` is that of its page.
    """
    return _said(
        {"@context": "https://schema.org", "@type": "JobPosting"}
        | {
            "identifier": {"@type": "PropertyValue", "name": posting.source, "value": posting.id},
            "url": address,
            "title": posting.title,
            "description": "\n".join(part for part in (posting.summary, posting.tasks) if part) or posting.title,
            "datePosted": str(posting.published or local_date(posting.updated)),
            "validThrough": f"{posting.valid_to}T23:59:59+08:00",
            "employmentType": EMPLOYMENTS[posting.employment] if posting.employment else "",
            "hiringOrganization": _organization(posting.employer),
            "totalJobOpenings": posting.headcount,
            "jobStartDate": posting.start,
            "jobImmediateStart": True if any(words in posting.start for words in AT_ONCE) else None,
            "workHours": when_words(posting.hours),
            "jobBenefits": benefit_words(posting),
            "occupationalCategory": posting.occupation,
            "industry": posting.industry,
            "applicationContact": _contact(posting),
            "directApply": True,
        }
        | _where(posting.place, locality)
        | _pay(posting.pay)
        | _asked(posting.requirement)
        | _demanded(posting.demands)
    )


def in_a_script(thing: Thing) -> str:
    """Return a thing as JSON that may stand inside of ``<script>``: nothing in it can end that."""
    return encode(thing).decode().translate(_IN_A_SCRIPT)


def _organization(employer: Employer) -> Thing:
    return _said({"@type": "Organization", "name": employer.name, "identifier": employer.uscc})


def _contact(posting: Posting) -> Thing | None:
    contact = posting.contact
    if not (contact.name or contact.phone):
        return None
    return _said(
        {"@type": "ContactPoint", "name": contact.name, "telephone": contact.phone, "description": contact.hours}
    )


def _where(place: Place, locality: str) -> Thing:
    if place.from_home:
        return {
            "jobLocationType": "TELECOMMUTE",
            "applicantLocationRequirements": {"@type": "Country", "name": "CN"},
        }
    region, _, nearest = (place.region or locality).rpartition("·")
    address = {
        "@type": "PostalAddress",
        "streetAddress": place.address or place.landmark or place.community,
        "addressLocality": nearest,
        "addressRegion": region,
        "addressCountry": "CN",
    }
    point = place.point.to_wgs84() if place.point else None
    geo = (
        {"@type": "GeoCoordinates", "latitude": round(point.lat, 6), "longitude": round(point.lon, 6)} if point else {}
    )
    return {"jobLocation": _said({"@type": "Place", "address": _said(address), "geo": geo})}


def _pay(pay: Pay | None) -> Thing:
    if pay is None:
        return {}
    if pay.unit not in PAY_UNITS:
        return {"incentiveCompensation": "，".join(part for part in (pay_words(pay), pay.piece) if part)}
    value = {"@type": "QuantitativeValue", "minValue": pay.min, "maxValue": pay.max, "unitText": PAY_UNITS[pay.unit]}
    return {"baseSalary": {"@type": "MonetaryAmount", "currency": "CNY", "value": value}}


def _asked(asked: Requirement) -> Thing:
    schooling = (
        EDUCATIONS[asked.education] + "及以上" if asked.education else "学历不限" if asked.education_open else ""
    )
    experience = None
    if asked.experience_years is not None:
        months = round(asked.experience_years * 12)
        experience = {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": months}
    return {
        "educationRequirements": schooling,
        "experienceRequirements": experience,
        "qualifications": "、".join(asked.certificates),
        "skills": "、".join(asked.skills),
    }


def _demanded(demands: Demands) -> Thing:
    of_the_body = [words for name, words in _OF_THE_BODY.items() if getattr(demands, name)]
    if demands.lifting_kg:
        of_the_body.append(f"搬 {number_words(demands.lifting_kg)} 公斤")
    of_the_senses = [words for name, words in _OF_THE_SENSES.items() if getattr(demands, name)]
    return {"physicalRequirement": "、".join(of_the_body), "sensoryRequirement": "、".join(of_the_senses)}


def _said(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in ("", None, {})}
