"""How what was done about telling a person reads on a timeline."""

TELLING: dict[str, str] = {
    "decided_to_tell": "decided whether a person is told",
    "told": "told a person about the sharing",
    "wrote_notice": "approved the text for a person",
    "agreed_notice": "agreed to the text for a person",
    "sent_back_notice": "sent the text for a person back",
    "advised_telling": "gave advice about telling a person",
    "read_notice": "noted that a person has read it",
    "asked_about_notice": "noted that a person has a question",
    "answered_about_notice": "answered the question of a person",
    "not_safe_to_tell": "stopped telling a person, because it is not safe for them",
}

OF_ONE: dict[str, str] = {
    "decided_to_tell": "decided that {person} {chosen}",
    "advised_telling": "advised that {person} {chosen}",
}

CHOSEN = {"yes": "is told", "no": "is not told", "delay": "is told later"}


def told_of_telling(what: str, person: str, decision: str) -> str:
    """The phrase with the person's name in it, and what was decided about them."""
    if what in OF_ONE:
        chosen = CHOSEN.get(decision, CHOSEN["yes"])
        return OF_ONE[what].format(person=person, chosen=chosen)
    return TELLING[what].replace("a person", person)
