"""How one uses a station, in the few lines that both the in-app help and the poster show."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.tongue import say


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One thing to do: which of ``assets/icons`` stands before it, what it is, and a line about it."""

    icon: str
    title: str
    note: str


def steps() -> tuple[HelpLine, ...]:
    """Return how one goes through a visit, from the first touch to the last."""
    return (
        HelpLine("touch", say("点“点这里，开始”"), say("不登记也能看，全部免费")),
        HelpLine("search-person", say("点“找附近的工作”"), say("从近到远，慢慢看，不着急")),
        HelpLine("qr", say("看中了，手机扫一扫带走"), say("也能点“请人打给我”")),
        HelpLine("register", say("请人帮着找，点“登记找工作”"), say("一分钟，不用打字")),
        HelpLine("leave", say("走之前点“离开并清除”"), say("按过的都会擦掉")),
    )


def tips() -> tuple[HelpLine, ...]:
    """Return what one can do alone when something is in the way."""
    return (
        HelpLine("text-size", say("字太小？点“看得清”"), say("字能放大，颜色能换")),
        HelpLine("qr", say("不会扫码？抄下电话也行"), say("岗位那一页写着电话")),
    )


def ways(*, spoken: bool) -> tuple[HelpLine, ...]:
    """Return who else can use it, and which key of the first page is theirs; ``spoken`` is whether it has a voice."""
    seated = HelpLine("sit", say("坐着够不着？点“坐着用”"), say("按钮都放低"))
    heard = HelpLine("headphones", say("看不清、不识字？点“听着用”"), say("都念出来，点四个角"))
    return (seated, heard) if spoken else (seated,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterWords:
    """What else stands on the poster."""

    head: str
    promise: str
    free: str
    warning: str
    offline: str
    helper: str
    hours: str
    """What stands before the hours in which somebody is there."""
    nobody: str
    phone: str
    """What the code of the centre's address is for."""


def poster_words() -> PosterWords:
    """Return the poster's own words."""
    return PosterWords(
        head=say("怎么用这台机器"),
        promise=say("没有人催你 · 不登记也能看 · 全部免费"),
        free=say("找工作不花钱"),
        warning=say("凡是先收钱的都别信"),
        offline=say("没网也能用"),
        helper=say("找人帮忙"),
        hours=say("几点有人"),
        nobody=say("点“找人帮忙”，请社区的人打给您"),
        phone=say("服务中心的网页"),
    )
