"""The command that shows what the rules find in the postings a centre has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import click
import msgspec
from sqlalchemy import select

from kiosk.domain.posting import Posting
from kiosk.domain.records import Record, read_record
from sync.centre.centre import Centre
from sync.centre.cli_import import describe_openings
from sync.centre.cli_table import show_table
from sync.centre.lint.judging import judge_of
from sync.centre.lint.openings import Openings
from sync.centre.lint.rules import BY_NAME, RULES, Finding
from sync.centre.session import Session
from sync.centre.tables import posting

SHOWN = 50
AT_ONCE = 1_000


@click.command("lint", short_help="Show what the rules find in postings.")
@click.option("--rule", type=click.Choice([rule.name for rule in RULES]), help="Only what this rule finds.")
@click.option("--all", "everything", is_flag=True, help=f"Every posting, not the first {SHOWN} of them.")
@click.option("--rules", "only_rules", is_flag=True, help="Show the rules with their articles instead.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a posting.")
@click.pass_obj
def lint_command(session: Session, rule: str | None, everything: bool, only_rules: bool, as_json: bool) -> None:
    """Show what the rules find in the live postings of this centre.

    An import refuses what the law does not allow and takes the rest; here is what somebody should look at, and what
    was taken in before there was a rule.
    """
    if only_rules:
        _show_rules(as_json)
        return
    openings, counts, shown = Openings(), Counter[str](), list[tuple[Posting, Finding]]()
    with session.centre() as centre:
        judge = judge_of(centre)
        for one in _live(centre, judge.today):
            openings.add(one)
            found = [finding for finding in judge.findings(one) if rule in (None, finding.rule)]
            counts.update(finding.rule for finding in found)
            if as_json and found:
                click.echo(msgspec.json.encode(_record(one, found)).decode())
            elif everything or len(shown) < SHOWN:
                shown += [(one, finding) for finding in found]
    if as_json:
        return
    if shown:
        columns = ("posting", "title", "employer", "rule", "what it says")
        show_table(columns, ([p.id, p.title, p.employer.name, f.rule, f.said] for p, f in shown))
        rows = ([name, BY_NAME[name].action.value, BY_NAME[name].words, str(n)] for name, n in counts.most_common())
        show_table(("rule", "action", "why", "postings"), rows)
    if openings.clusters:
        click.echo(describe_openings(openings))
    click.echo(f"{counts.total()} findings in {openings.total} postings")


def _show_rules(as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode(RULES).decode())
    else:
        show_table(("rule", "action", "why", "article"), ([r.name, r.action.value, r.words, r.article] for r in RULES))


def _live(centre: Centre, today: date) -> Iterator[Posting]:
    live = select(posting.c.record).where(posting.c.district == centre.district, posting.c.valid_to >= today)
    with centre.db.reading() as connection:
        rows = connection.execution_options(yield_per=AT_ONCE).execute(live.order_by(posting.c.id))
        for (record,) in rows:
            yield read_record(record, Posting)


def _record(one: Posting, found: list[Finding]) -> Record:
    findings = [
        {"rule": finding.rule, "said": finding.said, "article": BY_NAME[finding.rule].article} for finding in found
    ]
    return {"id": one.id, "title": one.title, "employer": one.employer.name, "findings": findings}
