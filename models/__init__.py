"""Tables, their sessions and their states. Imports nothing of ours but itself.

Every table that belongs to a business carries `business_id`; nothing is ever read or written across two of them.
Moments are stored in UTC (`UtcDateTime`), unless the name ends in `_local`: naive wall time in the business's zone.
"""

from models.appointment import Appointment, Attendee, BookingNews, Reminder, Series, TakenTime, Waiting
from models.audit import AuditEntry
from models.base import Base, UtcDateTime, new_id
from models.billing import Invoice, LedgerEntry
from models.business import AuthorisedPhone, Business, Plan, TextForward
from models.calendar import BookingRules, Calendar, OpeningHours, Service, TimeOff, service_calendars
from models.call import Call
from models.consent import Consent
from models.conversation import Conversation
from models.customer import Customer, CustomerEmail, CustomerPhone
from models.daily_round import DailyRound
from models.delivery import Delivery
from models.group import Group, GroupMember
from models.import_job import ImportJob, ImportProblem
from models.inbox import InboxItem
from models.member import Member
from models.member_access import MemberLink, MemberSession, RecoveryCode
from models.message import Message, MessageRecipient
from models.operator import Heartbeat, Operator, OperatorAction, Rate
from models.outgoing_day import OutgoingDay
from models.prompt import Prompt, Recording
from models.registration import Registration
from models.sending_lane import SendingLane
from models.sign_up import SignUp
from models.template import Template
from models.usage import Usage

__all__ = [
    "Appointment",
    "Attendee",
    "AuditEntry",
    "AuthorisedPhone",
    "Base",
    "BookingNews",
    "BookingRules",
    "Business",
    "Calendar",
    "Call",
    "Consent",
    "Conversation",
    "Customer",
    "CustomerEmail",
    "CustomerPhone",
    "DailyRound",
    "Delivery",
    "Group",
    "GroupMember",
    "Heartbeat",
    "ImportJob",
    "ImportProblem",
    "InboxItem",
    "Invoice",
    "LedgerEntry",
    "Member",
    "MemberLink",
    "MemberSession",
    "Message",
    "MessageRecipient",
    "OpeningHours",
    "Operator",
    "OperatorAction",
    "OutgoingDay",
    "Plan",
    "Prompt",
    "Rate",
    "Recording",
    "RecoveryCode",
    "Registration",
    "Reminder",
    "SendingLane",
    "Series",
    "Service",
    "SignUp",
    "TakenTime",
    "Template",
    "TextForward",
    "TimeOff",
    "Usage",
    "UtcDateTime",
    "Waiting",
    "new_id",
    "service_calendars",
]
