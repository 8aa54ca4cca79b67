"""``python -m tests.crash``: as many power cuts and kills as one has time for."""

from __future__ import annotations

import click

from tests.crash import trace
from tests.crash.cuts import cut_often, live, writes
from tests.crash.kills import Killing, kill_often
from tests.crash.room import quick_folder
from tests.crash.workload import FAULTS


@click.command()
@click.option("--images", default=5_000, show_default=True, help="Power cuts of a life as it is.")
@click.option("--weak-images", default=500, show_default=True, help="Power cuts of a life with a fault, for each.")
@click.option("--kills", default=500, show_default=True, help="Kills of an exchange.")
@click.option("--seed", default=1, show_default=True, help="Other numbers, other cuts.")
def program(images: int, weak_images: int, kills: int, seed: int) -> None:
    """Cut the power, kill, and say what was lost. Ends with 1 if anything was, or if a planted fault shows no loss."""
    why = trace.why_not()
    if why and (images or weak_images):
        raise click.ClickException(why)
    wrong = False
    for weak, count in {"": images, **dict.fromkeys(FAULTS, weak_images)}.items():
        if count:
            wrong |= _cut(weak, count, seed)
    if kills:
        with quick_folder() as work, Killing(work).at_work() as killing:
            tally = kill_often(killing, kills, seed)
        click.echo(str(tally))
        for line in tally.faults[:10]:
            click.echo(f"  {line}")
        wrong |= bool(tally.faults)
    raise SystemExit(wrong)


def _cut(weak: str, count: int, seed: int) -> bool:
    """Tell whether something else came to light than should."""
    with quick_folder() as work:
        life = live(work, weak)
    tally = cut_often(life, count, seed)
    click.echo(f"{weak or 'as it is'}: {writes(life.trace)} operations, {tally}")
    for line in tally.told if not weak else ():
        click.echo(f"  {line}")
    return bool(tally.bad) != bool(weak)


if __name__ == "__main__":
    program()
