"""An e-mail address that is exactly one mailbox, as a mail server is told it."""

from email.headerregistry import Address
from email.utils import parseaddr


class NotOneAddress(Exception):
    """The address is not exactly one mailbox that every mail server can write to."""


def one_address(text: str) -> Address:
    """Exactly one mailbox; a domain in another alphabet as the network knows it.

    Raises:
        NotOneAddress: it is none, several, hides a line break, or has a name that
            only some mail servers understand.
    """
    _, address = parseaddr(text)
    unsafe = any(c in text for c in ',;<>"\\ ') or not text.isprintable()
    if unsafe or address != text or address.count("@") != 1:
        raise NotOneAddress
    user, domain = address.split("@")
    if not user or ("." not in domain.strip(".") and domain != "localhost"):
        raise NotOneAddress
    try:
        return Address(username=_plain(user), domain=domain.encode("idna").decode())
    except UnicodeError as error:
        raise NotOneAddress from error


def _plain(user: str) -> str:
    user.encode("ascii")
    return user
