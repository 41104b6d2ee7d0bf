"""How a release is made: in steps, so that nothing leaves before it is whole."""

from collections.abc import Callable

from domain.case import Case
from domain.release import Made, Stopped
from domain.stages import Stage
from workflows import steps


async def release_in_steps(case: Callable[[], Case]) -> Made:
    """Freeze what was approved, pack it, and only then let it go.

    Args:
        case: gives the case as it stands, which may be withdrawn meanwhile.
    """
    made = Made()
    for step in (steps.freeze, steps.package, steps.activate):
        if case().stage is not Stage.SHARING:
            made = Made(stopped=Stopped.WITHDRAWN)
        if made.stopped is None:
            made = await step(case())
    if made.stopped is not None:
        await steps.discard(case())
    return made
