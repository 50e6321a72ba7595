"""What is said of what somebody did: a code and its facts become one plain sentence."""

from collections.abc import Mapping
from typing import Any

SENTENCES = {
    "signed_in": "Signed in on {device}",
    "signed_out": "Signed out",
    "timed_out": "Was signed out, because nothing happened for a while",
    "password_wrong": "Tried to sign in as {name} with a wrong password",
    "second_factor_failed": "Gave the right password but a wrong code",
    "recovery_code_used": "Signed in with a recovery code; {left} are left",
    "signed_out_everywhere": "Signed {name} out on every device",
    "second_factor_on": "Turned on the code from an authenticator app",
    "second_factor_off": "Turned off the code from an authenticator app",
    "password_changed": "Changed the password of {name}",
    "password_asked": "Asked for a link to set a new password for {name}",
    "member_invited": "Invited {email} as {role}",
    "invitation_withdrawn": "Withdrew the invitation of {email}",
    "member_joined": "{name} joined as {role}",
    "role_changed": "Made {name} {role}",
    "member_removed": "Removed {name} from the members",
    "settings_changed": "Changed the settings: {what}",
    "pin_set": "Set the first PIN",
    "pin_changed": "Changed the PIN",
    "pin_locked": "The PIN was locked after {tries} wrong ones",
    "pin_unlocked": "Unlocked the PIN",
    "phone_authorised": "Allowed the phone ending in {ending} to give commands",
    "phone_removed": "Took the phone ending in {ending} off the authorised ones",
    "calls_forwarded": "Sent calls on to the phone ending in {ending}",
    "calls_kept": "Stopped sending calls on",
    "texts_forwarded": "Sent incoming texts on to {count} phones",
    "customers_exported": "Took out a file of all customers",
    "usage_exported": "Took out a file of the messages of {month}",
    "customers_imported": "Brought in customers from a file",
    "caller_forged": "Called with a caller id that the carriers found to be false; the PIN was not asked for",
    "proof_asked": "Was asked to prove {what}",
    "proof_given": "Proved {what}",
    "proof_failed": "Gave wrong numbers for {what}, which was dropped",
    "proof_changed": "Risky texts now need {what}",
    "big_send": "Planned message #{number} to {whom}",
    "opted_out": "Took a customer out of messages",
    "opted_in": "Put a customer back in for messages",
    "customer_removed": "Removed a customer",
    "erasure_asked": "A customer asked for their data to be deleted",
    "customer_erased": "Deleted all data of a customer",
    "number_returned": "Gave the number ending in {ending} back to the carrier",
    "group_deleted": "Deleted the group {name}",
}


def sentence(code: str, facts: Mapping[str, Any]) -> str:
    """One sentence without its full stop. A code of another version is shown as it is: nothing that was done hides."""
    try:
        return SENTENCES[code].format_map(facts)
    except KeyError:
        return code.replace("_", " ").capitalize()
