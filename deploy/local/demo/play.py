"""The whole year, from the project's start to what was paid, in the order in which it goes."""

from deploy.local.demo import money, proposal, support, year as steps
from deploy.local.demo.year import Resource, Year

BOUGHT, BEGUN, GIVEN_WHOLE = 12, 10, 6
"""For how many schools support is bought, for how many of these it is begun, and for how many of these given whole."""

_STEPS_PER_SCHOOL = 4
_STEPS_OF_PROJECT = 4


def number_of_steps(year: Year) -> int:
    """For the progress bar."""
    return _STEPS_OF_PROJECT + len(year.choice.schools) * _STEPS_PER_SCHOOL + len(year.choice.schools[:BOUGHT])


def play(year: Year) -> Resource:
    """Play the year. Answers the best plan for what could be bought beside."""
    participations = steps.start(year)
    money.fund(year)
    support.offer(year)
    agreed = [(participation, support.agree(year, participation)) for participation in participations]
    decision_id = money.decide(year)
    for number, (participation, lines) in enumerate(agreed[:BOUGHT]):
        year.advance(f"{participation['school_name']} gets its support")
        commissioned = support.commission(year, lines, decision_id)
        if number < BEGUN:
            support.meet(year, participation)
            for line in commissioned:
                support.deliver(year, line, whole=number < GIVEN_WHOLE)
    support.wait_for_needs(year, participations[-1])
    return proposal.ask(year)
