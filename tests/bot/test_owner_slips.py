"""What an owner in a hurry types, and what must not come of it."""

import pytest

from bot import delivery
from bot.ports import StatusReport
from models.states import AppointmentStatus, DeliveryKind, DeliveryStatus, Notify
from tests.factories import Shop

ANN, BOB = "+12125550111", "+12125550122"


@pytest.fixture
def salon(shop: Shop) -> Shop:
    shop.calendar("Maria")
    shop.calendar("Jo")
    shop.service("Haircut", 60)
    shop.customer("Ann Lee", ANN)
    shop.customer("Bob Ray", BOB)
    shop.customer("Dana Fox", "+12125550133")
    return shop


def sent(shop: Shop) -> list[str]:
    return [one.body for one in shop.deliveries(kind=DeliveryKind.MESSAGE)]


def booked(shop: Shop) -> list[str]:
    rows = [one for one in shop.appointments() if one.status is AppointmentStatus.BOOKED]
    return sorted(f"{one.start_local:%a %H:%M}" for one in rows)


def test_a_new_command_is_no_answer_to_which_one(salon: Shop) -> None:
    salon.text("book ann tuesday 2pm haircut")
    salon.text("book dana wednesday 2pm haircut")
    assert "Which one?" in (salon.text("cancel everything this week") or "")
    said = salon.text("move dana to friday at 3pm") or ""
    assert said.startswith("Moved: Dana Fox")
    assert booked(salon) == ["Fri 15:00", "Tue 14:00"]


def test_another_booking_is_no_answer_to_which_time(salon: Shop) -> None:
    salon.text("book ann monday 3pm haircut")
    salon.text("book bob monday 4pm haircut")
    salon.text("2")
    assert booked(salon) == ["Mon 16:00"]


@pytest.mark.parametrize(
    "text",
    [
        "remind ann 2 days before her appointment",
        "remind ann the day before her appointment",
        "remind ann about tomorrow",
        "remind ann tues at 3 and bob wed at 4 their appointments",
        "text dana on friday 3pm or saturday 10am whichever is open",
        "remind bob his car is ready on friday",
    ],
)
def test_words_that_may_say_when_are_read_back_first(salon: Shop, text: str) -> None:
    assert "?" in (salon.text(text) or "")
    assert sent(salon) == []
    salon.text("no")
    assert sent(salon) == []


@pytest.mark.parametrize("text", ["text bob again", "text bob asap", "text bob instead"])
def test_no_words_at_all_are_asked_for_or_read_back(salon: Shop, text: str) -> None:
    salon.text(text)
    assert sent(salon) == []


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("text bob 3pm works", "3pm works"),
        ("text bob doors close friday 5pm", "doors close friday 5pm"),
        ("tell ann friday is fine", "friday is fine"),
        ("text ann hello", "hello"),
        ("text bob see you at 3", "see you at 3"),
    ],
)
def test_plain_words_leave_at_once_and_are_quoted(salon: Shop, text: str, body: str) -> None:
    assert f'"{body}"' in (salon.text(text) or "")
    assert sent(salon) == [body]


def test_two_people_are_booked_together(salon: Shop) -> None:
    assert "Ann Lee and Bob Ray" in (salon.text("book ann and bob friday 11am haircut") or "")


def test_two_times_are_asked_about(salon: Shop) -> None:
    assert "two appointments" in (salon.text("book ann at 3 and bob at 4 on friday") or "")
    assert booked(salon) == []


def test_somebody_unknown_is_not_made_somebody_else(salon: Shop) -> None:
    said = salon.text("book ann thurs 2:30pm haircut w dr chen") or ""
    assert said == "I know no calendar called dr chen. Calendars: Maria, Jo."
    assert booked(salon) == []


def test_what_is_no_service_is_kept_as_the_name(salon: Shop) -> None:
    assert "whitening" in (salon.text("book ann thurs 2:30pm whitening w jo 45min") or "")


@pytest.mark.parametrize(
    "words", ["remind by call 4 hours before", "call her 4 hours before", "phone reminder 4 hours before"]
)
def test_a_reminder_by_call_is_one(salon: Shop, words: str) -> None:
    assert "Reminder 4 hours before" in (salon.text(f"book ann friday 3pm haircut with maria, {words}") or "")
    (row,) = salon.appointments()
    with salon.app.reading() as work:
        kept = work.session.merge(row, load=True)
        assert [one.channels for one in kept.reminders] == [["speech"]]


def test_an_hour_is_no_number_of_a_message(salon: Shop) -> None:
    salon.text("text ann friday 3pm: see you soon")
    salon.text("book ann tomorrow 2pm haircut")
    assert "Cancelled: Ann Lee" in (salon.text("cancel my 2 oclock") or "")


def test_calls_are_forwarded_always_or_not_at_all(salon: Shop) -> None:
    said = salon.text("forward calls to 4155550178 after 6") or ""
    assert said.startswith("I can forward all the time or not at all")


def test_closing_on_todays_weekday_asks_which_one(salon: Shop) -> None:
    assert salon.text("closed monday") == "Which one: 1 Mon Nov 23 or 2 Mon Nov 30?"


def test_who_moved_it_by_text_is_told_when_it_moves_again(salon: Shop) -> None:
    salon.text("book ann tuesday 3pm haircut")
    assert "Tue Nov 24 at 3 PM" in (salon.text("when is my appointment?", ANN) or "")
    assert "I texted Ann Lee" in (salon.text("move ann to wednesday 10am") or "")


def test_asking_five_things_is_not_being_a_robot(salon: Shop) -> None:
    said = [salon.text(f"frobnicate the gizmo {number}") for number in range(6)]
    assert all(said)
    assert "Booked" in (salon.text("book ann friday 3pm haircut") or "")


def test_a_request_is_declined_by_name(salon: Shop) -> None:
    salon.rules(mode="request", notify=Notify.NEVER)
    for phone, time in ((ANN, "3pm"), (BOB, "4pm")):
        salon.text(f"haircut friday {time} please", phone)
        salon.text("yes", phone)
    assert "Declined: Bob Ray" in (salon.text("decline bob") or "")


def test_a_group_is_made_with_those_who_are_named(salon: Shop) -> None:
    assert (
        salon.text("make a group called Brides with Ann and Dana") == "Group Brides is there, with Ann Lee, Dana Fox."
    )


def test_somebody_who_did_not_come_is_noted_and_nothing_else_is_cancelled(salon: Shop) -> None:
    salon.text("book bob today 11am haircut")
    salon.text("book bob friday 11am haircut")
    salon.clock.pass_time(hours=3)
    assert "Bob Ray did not come" in (salon.text("bob no showed") or "")
    assert booked(salon) == ["Fri 11:00"]


def test_why_it_did_not_arrive_is_answered_and_it_can_be_sent_again(salon: Shop) -> None:
    salon.text("text ann your table is ready")
    (row,) = salon.deliveries(kind=DeliveryKind.MESSAGE)
    with salon.app.work() as work:
        reason = "this number is not in use"
        delivery.apply_report(work, row.id, StatusReport(DeliveryStatus.FAILED, "SM1", "30005", reason))
    said = salon.text("why didn't ann get it?") or ""
    assert 'To Ann Lee, text "your table is ready": failed' in said
    assert "this number is not in use" in said
    assert "on the way to Ann Lee again" in (salon.text("resend ann") or "")
    assert sent(salon) == ["your table is ready", "your table is ready"]
    assert "Nothing to Ann Lee has failed" in (salon.text("resend ann") or "")


def test_why_nothing_is_sent_to_who_opted_out(salon: Shop) -> None:
    salon.text("STOP", ANN)
    assert salon.text("why didn't ann get my text") == "Nothing was sent to Ann Lee (opted out)."


def test_nobody_is_wished_a_happy_birthday_ten_days_early(salon: Shop) -> None:
    said = salon.text("wish bob happy birthday on dec 3") or ""
    assert said.startswith('OK, text to Bob Ray, Thu Dec 3 at 9 AM. "happy birthday"')
    assert sent(salon) == []


@pytest.mark.parametrize(
    "typed",
    [
        "ask dana if she wants the late slot",
        "text bob whether he's still coming",
        "email bob subject: Bill body: it is due",
    ],
)
def test_what_is_told_to_us_is_not_sent_as_the_words(salon: Shop, typed: str) -> None:
    said = salon.text(typed) or ""
    assert "Please " in said
    assert ", like: " in said
    assert sent(salon) == []


def test_two_groups_at_once_are_asked_about_not_half_done(salon: Shop) -> None:
    salon.text("create group Brides")
    salon.text("create group Regulars")
    assert "one group at a time" in (salon.text("put dana in brides and regulars") or "")
    assert "nobody in Brides" in (salon.text("who is in brides") or "")


def test_a_bare_day_of_the_month_is_where_it_moves(salon: Shop) -> None:
    salon.text("book ann tuesday 2pm haircut")
    salon.text("rebook ann for the 27th")
    assert booked(salon) == ["Fri 14:00"]


def test_a_group_is_renamed_and_back(salon: Shop) -> None:
    salon.text("create group Moms")
    assert salon.text("rename group moms to Parents") == "Moms is called Parents now."
    assert "Parents (0)" in (salon.text("groups") or "")
    assert salon.text("undo") == "Undone: it is called Moms again."


def test_a_blocked_day_is_opened_again(salon: Shop) -> None:
    salon.text("block friday")
    assert salon.text("what's blocked") == "Blocked: Fri Nov 27."
    assert salon.text("unblock friday") == "Open again: Fri Nov 27."
    assert salon.text("what's blocked") == "Nothing is blocked."
    assert salon.text("undo") == "Undone: that time is blocked again."
    assert salon.text("what's blocked friday") == "Blocked: Fri Nov 27."


def test_one_day_of_a_holiday_is_opened_and_the_rest_stays_closed(salon: Shop) -> None:
    salon.text("block nov 30 to dec 4")
    salon.text("unblock dec 2")
    assert salon.text("what's blocked") == "Blocked: Mon Nov 30 to Tue Dec 1; Thu Dec 3 to Fri Dec 4."


def test_a_break_that_repeats_is_opened_after_a_yes(salon: Shop) -> None:
    salon.text("block every friday 12 to 1")
    asked = salon.text("unblock friday") or ""
    assert asked.endswith("Open all of it again? Reply YES or NO.")
    salon.text("yes")
    assert salon.text("what's blocked") == "Nothing is blocked."


def test_what_is_not_blocked_is_said(salon: Shop) -> None:
    assert "Nothing is blocked then." in (salon.text("unblock thursday") or "")


def test_customers_are_counted(salon: Shop) -> None:
    assert salon.text("how many customers do i have") == "You have 3 customers."
