"""Whether an e-mail address will do for a recipient: one person's, at their work."""

import re

ONE_ADDRESS = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>().\"]+")
MOST = 254

FREE_MAIL = frozenset(
    {
        "aol.com",
        "btinternet.com",
        "gmail.com",
        "gmx.com",
        "googlemail.com",
        "hotmail.co.uk",
        "hotmail.com",
        "icloud.com",
        "live.co.uk",
        "live.com",
        "mail.com",
        "me.com",
        "msn.com",
        "ntlworld.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "sky.com",
        "talktalk.net",
        "virginmedia.com",
        "yahoo.co.uk",
        "yahoo.com",
    }
)
"""Where anybody can open an address in any name."""


def fault_of_address(address: str) -> str | None:
    """What is wrong with an e-mail address, as a sentence; None if nothing is."""
    if len(re.findall("@", address)) > 1 or re.search(r"[,;\s]", address):
        return "Enter only one email address. It goes to one person"
    if len(address) > MOST or not ONE_ADDRESS.fullmatch(address):
        return "Enter an email address in the correct format, like name@example.org"
    return None


def fault_of_work_address(address: str) -> str | None:
    """The same for a recipient: a private mailbox proves nothing about who reads it."""
    fault = fault_of_address(address)
    domain = address.rpartition("@")[2].casefold()
    if fault is None and domain in FREE_MAIL:
        return (
            f"Enter their work email address. Anybody can open one at {domain}, "
            "so we cannot send there"
        )
    return fault
