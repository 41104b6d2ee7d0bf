"""What looks like a sharing request and goes another way: to whom, and by when."""

from dataclasses import dataclass

from domain.stages import Signpost


@dataclass(frozen=True)
class Way:
    """How a person recognises it, who deals with it, by when, and who says so."""

    to: Signpost
    label: str
    hint: str
    take_it_to: str
    by_when: str
    source: str


WAYS: tuple[Way, ...] = (
    Way(
        Signpost.SUBJECT_ACCESS,
        "Somebody asks for records about themselves",
        "Also a parent who asks for a child’s records",
        "Pass it to your data protection officer today. Do not send anything yourself, "
        "and tell them if somebody could be harmed by what is in the records.",
        "It is normally answered within one month.",
        "UK GDPR, Articles 12 and 15; the Information Commissioner’s Office on the "
        "right of access",
    ),
    Way(
        Signpost.FREEDOM_OF_INFORMATION,
        "Somebody asks what your organisation knows or does, in general",
        "A freedom of information request. It is not about one person",
        "Pass it to whoever answers freedom of information requests in your "
        "organisation.",
        "It is normally answered within 20 working days. Ask them to confirm the day.",
        "Freedom of Information Act 2000, section 10",
    ),
    Way(
        Signpost.MEDIA,
        "A journalist or somebody from the media asks",
        "By telephone, email or on social media",
        "Say nothing about anybody, not even whether you know them. Take the name and "
        "number, and pass them to your press office or your manager.",
        "Pass it on today. There is no deadline in law.",
        "Your organisation’s own procedure for the media",
    ),
    Way(
        Signpost.COMPLAINT,
        "Somebody complains about how information was used",
        "About what was shared, or that something was not",
        "Pass it to whoever deals with data protection complaints where you work.",
        "It has to be acknowledged within 30 days, and then looked into without "
        "needless delay.",
        "Data (Use and Access) Act 2025, on complaints to whoever holds the data",
    ),
    Way(
        Signpost.DATA_BREACH,
        "Something went to the wrong person, was lost or was seen",
        "A data breach, or what might be one",
        "Ring your data protection officer now. If somebody could be in danger because "
        "of it, ring 999 first. Try to get it back, and write down what happened.",
        "If it has to be reported to the Information Commissioner’s Office, that is "
        "normally within 72 hours of knowing. Your data protection officer decides.",
        "UK GDPR, Article 33; the Information Commissioner’s Office on data breaches",
    ),
)

COURT_ORDER = "court_order"
"""Not another way: the sharing runs here, and the order is its lawful basis."""


def way(to: Signpost) -> Way:
    """Where this one goes."""
    return next(each for each in WAYS if each.to is to)
