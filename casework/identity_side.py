"""Puts together what signing in and looking after accounts need."""

from dataclasses import dataclass
from datetime import timedelta

from adapters.passkeys import Passkeys
from adapters.password_rules import PasswordRules
from adapters.settings import Settings
from casework.account_care import AccountCare
from casework.accounts import Accounts
from casework.entering import Entering, FirstStep
from casework.new_passwords import NewPasswords
from casework.second_step import SecondSteps
from casework.services import Services
from casework.sessions import Lasting, Sessions
from casework.sign_in_tries import SignInTries
from casework.staff_sign_in import StaffSignIn
from casework.tokens import Tokens
from storage.store import Storehouse


@dataclass(frozen=True)
class IdentitySide:
    """Who gets in, and how."""

    accounts: Accounts
    sessions: Sessions
    entering: Entering
    second_steps: SecondSteps
    new_passwords: NewPasswords
    staff_sign_in: StaffSignIn
    tokens: Tokens
    services: Services
    account_care: AccountCare


def identity_side(settings: Settings, storehouse: Storehouse) -> IdentitySide:
    sessions = Sessions(storehouse, _lasting(settings))
    tries, first = SignInTries(settings.sign_in_tries), FirstStep(settings.second_step)
    entering = Entering(storehouse, sessions, tries, first)
    tokens = Tokens(storehouse, settings.token_days)
    new_passwords = new_passwords_of(settings, storehouse, entering, tries)
    return IdentitySide(
        accounts=Accounts(storehouse, settings),
        sessions=sessions,
        entering=entering,
        second_steps=SecondSteps(
            storehouse,
            sessions,
            entering,
            Passkeys(settings.public_url),
            first,
        ),
        new_passwords=new_passwords,
        staff_sign_in=StaffSignIn(storehouse, sessions, first, settings),
        tokens=tokens,
        services=Services(storehouse, tokens),
        account_care=AccountCare(storehouse, tries, new_passwords),
    )


def new_passwords_of(
    settings: Settings, storehouse: Storehouse, entering: Entering, tries: SignInTries
) -> NewPasswords:
    rules = PasswordRules(settings.breached_passwords)
    lasts = timedelta(minutes=settings.reset_minutes)
    return NewPasswords(storehouse, entering, tries, rules, lasts)


def _lasting(settings: Settings) -> Lasting:
    return Lasting(
        timedelta(minutes=settings.session_idle_minutes),
        timedelta(hours=settings.session_hours),
        settings.sessions_most,
    )
