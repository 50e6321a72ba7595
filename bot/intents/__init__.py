"""One module per capability: its rasa_sdk actions, its example texts beside it."""

from rasa_sdk import Action

from bot.dialogue.capability import Capability
from bot.intents import (
    agenda,
    appointment_form,
    appointments,
    closing,
    confirming,
    consent,
    contacts,
    customer,
    groups,
    inbox,
    library,
    no_show,
    own_appointments,
    password,
    proving,
    questions,
    requests,
    scheduled,
    send,
    settings,
    talk,
    undo,
    waiting,
    why,
)

WITHOUT_QUESTION = ("affirm", "negate", "select", "correct")


def all_actions() -> list[Action]:
    """Every action that a text can lead to."""
    return [*_owner_actions(), *_customer_actions()]


def _owner_actions() -> list[Capability]:
    return [
        send.Send(),
        contacts.AddCustomer(),
        contacts.ChangeCustomer(),
        contacts.RemoveCustomer(),
        contacts.FindCustomer(),
        contacts.OptOutCustomer(),
        groups.CreateGroup(),
        groups.DeleteGroup(),
        groups.AddToGroup(),
        groups.RemoveFromGroup(),
        groups.Groups(),
        scheduled.Scheduled(),
        scheduled.Unschedule(),
        inbox.Inbox(),
        inbox.Answer(),
        library.SaveTemplate(),
        library.Templates(),
        library.Prompts(),
        library.Usage(),
        settings.Setting(),
        password.ResetPassword(),
        undo.Undo(),
        proving.WrongCode(),
        proving.NoPinHere(),
        proving.NotProved(),
        talk.Help(),
        talk.Unsure(),
        talk.WhichMoment(),
        talk.Drop(),
        talk.Again(),
        talk.Other(),
        appointments.Book(),
        appointments.Move(),
        appointments.Cancel(),
        requests.Decide("approve"),
        requests.Decide("decline"),
        agenda.Agenda(),
        agenda.Free(),
        no_show.NoShow(),
        why.Why(),
        why.Resend(),
        closing.Block(),
        *(talk.Nothing(intent) for intent in WITHOUT_QUESTION),
    ]


def _customer_actions() -> list[Action]:
    return [
        confirming.Confirm(),
        confirming.Decline(),
        customer.Ask(),
        consent.OptOut(),
        consent.OptIn(),
        consent.HelpForCustomer(),
        own_appointments.Cancel(),
        own_appointments.Instead(),
        own_appointments.Keep(),
        own_appointments.MoveWhich(),
        own_appointments.Mine(),
        own_appointments.Late(),
        questions.AskAboutBusiness(),
        waiting.TakeOffer(),
        waiting.PassOffer(),
        waiting.Wait(),
        waiting.DropForm(),
        waiting.Drop(),
        waiting.Again(),
        appointment_form.ValidateAppointmentForm(),
        appointment_form.AskWho(),
        appointment_form.AskService(),
        appointment_form.AskWhen(),
        appointment_form.AskSlot(),
        appointment_form.AskName(),
        appointment_form.SubmitAppointmentForm(),
        *(customer.Acknowledge(intent, key) for intent, key in customer.ACKNOWLEDGED.items()),
        *(customer.BePolite(intent, key) for intent, key in customer.POLITE.items()),
    ]
