"""Whether an e-mail address will do for a recipient: one person's, at their work."""

import re

from adapters.free_mail import free_mail_domains
from domain.recipient_checks import domain_of, is_one_mailbox

MOST = 254


def is_free_mail(address: str) -> bool:
    """Whether anybody can open an address there in any name."""
    return domain_of(address) in free_mail_domains()


def fault_of_address(address: str) -> str | None:
    """What is wrong with an e-mail address, as a sentence; None if nothing is."""
    if len(re.findall("@", address)) > 1 or re.search(r"[,;\s]", address):
        return "Enter only one email address. It goes to one person"
    if len(address) > MOST or not is_one_mailbox(address):
        return "Enter an email address in the correct format, like name@example.org"
    return None


def fault_of_work_address(address: str) -> str | None:
    """The same for a recipient: a private mailbox proves nothing about who reads it."""
    fault = fault_of_address(address)
    if fault is None and is_free_mail(address):
        return (
            f"Enter their work email address. Anybody can open one at "
            f"{domain_of(address)}, so we cannot send there"
        )
    return fault
