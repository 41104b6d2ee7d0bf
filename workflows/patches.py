"""What came into the workflow later: cases that began before are replayed as they went.

A worker that does not know one of these cannot go on with a case that has it. The name
stays here for as long as such a case may run, also when the old way is gone.
"""

IN_STEPS = "release in steps"
TOLD_AS_DECIDED = "told as decided"
OVERTAKEN = "reminder-overtaken"
STAYS_CLOSED = "closed-stays-closed"

EVERY = (IN_STEPS, TOLD_AS_DECIDED, OVERTAKEN, STAYS_CLOSED)
