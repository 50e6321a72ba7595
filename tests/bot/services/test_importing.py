"""Import of customers: who is merged with whom, what stays, and that nobody comes in twice."""

import tracemalloc
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select

from bot.errors import InputError, NotFound
from bot.services import consent, groups, importing
from bot.services.expansion import expand_due
from bot.services.importing import Run
from models import Consent, Customer, CustomerPhone, ImportJob, ImportProblem
from models.states import OPEN_DELIVERY, ConsentState, DeliveryKind, ImportStatus
from scheduler.sweep import sweep
from tests.factories import Shop

ANN, BO = "+12125550111", "+12125550112"
HEADER = "First Name,Last Name,Mobile,Email,Notes\n"


@pytest.fixture
def shop(engine: Engine) -> Shop:
    return Shop(engine)


def begin(shop: Shop, text: str) -> UUID:
    with shop.app.work() as work:
        return importing.begin(shop.desk(work), "contacts.csv", text.encode()).id


def start(shop: Shop, job_id: UUID, **how: object) -> None:
    with shop.app.work() as work:
        desk = shop.desk(work)
        importing.start(desk, importing.get_job(desk, job_id, lock=True), **how)  # type: ignore[arg-type]


def resume(shop: Shop, job_id: UUID) -> Run | None:
    with shop.app.reading() as work:
        return importing.resume(work, job_id)


def one_step(shop: Shop, run: Run) -> bool:
    with shop.app.work() as work:
        return importing.step(work, run)


def finish(shop: Shop, job_id: UUID) -> None:
    """What a worker does."""
    run = resume(shop, job_id)
    while run is not None and one_step(shop, run):
        pass


def die_before_the_commit(shop: Shop, run: Run) -> None:
    with shop.app.work() as work:
        importing.step(work, run)
        raise KeyboardInterrupt


def imported(shop: Shop, text: str, **how: object) -> ImportJob:
    job_id = begin(shop, text)
    finish(shop, job_id)
    start(shop, job_id, **how)
    finish(shop, job_id)
    return job(shop, job_id)


def job(shop: Shop, job_id: UUID) -> ImportJob:
    with shop.app.reading() as work:
        return importing.get_job(shop.desk(work), job_id)


def counts(one: ImportJob) -> tuple[int, int, int, int]:
    return one.added, one.merged, one.unchanged, one.refused


def said(shop: Shop, one: ImportJob) -> list[tuple[int, str, bool]]:
    with shop.app.reading() as work:
        return [(row.row, row.said, row.taken) for row in importing.problems(shop.desk(work), one, 100)]


def many(count: int) -> str:
    rows = (f"Ann{n},Lee{n},(212) {200 + n // 10000}-{n % 10000:04d},ann{n}@example.com,\n" for n in range(count))
    return HEADER + "".join(rows)


def how_many(shop: Shop) -> tuple[int, int]:
    """Customers, and how many different phones they have."""
    with shop.app.reading() as work:
        phones = select(func.count(func.distinct(CustomerPhone.phone)))
        return work.session.scalar(select(func.count(Customer.id))) or 0, work.session.scalar(phones) or 0


def test_the_same_phone_is_the_same_customer_and_only_gaps_are_filled(shop: Shop) -> None:
    shop.customer("Ann", ANN)
    done = imported(shop, HEADER + "Ann,Lee,212-555-0111,ann@example.com,likes tea\n")
    (ann,) = shop.customers()
    assert (ann.name, ann.email, ann.notes) == ("Ann Lee", "ann@example.com", "likes tea")
    assert counts(done) == (0, 1, 0, 0)
    assert ann.imported_at is None


def test_a_name_that_is_there_is_never_overwritten_and_that_is_said(shop: Shop) -> None:
    shop.customer("Ann Lee", ANN)
    done = imported(shop, HEADER + "Anna,Smith,212-555-0111,,\n")
    assert [one.name for one in shop.customers()] == ["Ann Lee"]
    assert said(shop, done) == [(2, 'Is "Ann Lee" here already; the name "Anna Smith" was not taken over.', True)]


def test_else_the_same_email_is_the_same_customer(shop: Shop) -> None:
    shop.customer("Ann Lee", None, "ann@example.com")
    imported(shop, HEADER + "Ann,Lee,212-555-0111,ANN@example.com,\n")
    (ann,) = shop.customers()
    assert ann.phone == ANN


def test_of_several_with_one_phone_the_one_of_the_same_name_is_meant(shop: Shop) -> None:
    shop.customer("Ann Lee", ANN)
    shop.customer("Tim Lee", ANN)
    imported(shop, HEADER + "Tim,Lee,212-555-0111,tim@example.com,\n")
    assert {one.name: one.email for one in shop.customers()} == {"Ann Lee": None, "Tim Lee": "tim@example.com"}


def test_somebody_who_stands_in_the_file_twice_comes_in_once(shop: Shop) -> None:
    text = HEADER + "Ann,Lee,212-555-0111,,\nAnn,,(212) 555-0111,ann@example.com,\n"
    job_id = begin(shop, text)
    assert counts(job(shop, job_id)) == (1, 1, 0, 0)
    start(shop, job_id)
    (ann,) = shop.customers()
    assert ann.email == "ann@example.com"


def test_the_customers_of_another_business_are_nobody_here(shop: Shop, engine: Engine) -> None:
    other = Shop(engine, name="Maple Dental", number="+12125550299", owner="+12125550200")
    other.customer("Ann Lee", ANN)
    assert counts(imported(shop, HEADER + "Ann,Lee,212-555-0111,,\n")) == (1, 0, 0, 0)
    with pytest.raises(NotFound), other.app.reading() as work:
        importing.get_job(other.desk(work), begin(shop, HEADER + "Bo,,2125550112,,\n"))


def test_who_opted_out_stays_out_and_a_list_is_no_consent(shop: Shop) -> None:
    with shop.app.work() as work:
        consent.opt_out(shop.desk(work), ANN, "text", "STOP")
    done = imported(shop, HEADER + "Ann,Lee,212-555-0111,,\nBo,Li,212-555-0112,,\n")
    assert done.opted_out == 1
    with shop.app.reading() as work:
        assert [row.address for row in work.session.scalars(select(Consent))] == [ANN]
        assert consent.state(shop.desk(work), ANN) is ConsentState.OUT
    assert all(one.imported_at for one in shop.customers())
    shop.text("send all: we moved")
    shop.text("yes")
    with shop.app.work() as work:
        expand_due(work, timedelta(0))
    messages = shop.deliveries(kind=DeliveryKind.MESSAGE)
    assert {one.address for one in messages if one.status in OPEN_DELIVERY} == {BO}


def test_every_row_that_cannot_be_taken_is_named(shop: Shop) -> None:
    text = HEADER + f"Ann,Lee,,,\n,,212-555-0112,,\nCy,,{shop.number},,\nDee,,555,dee@example.com,\nEve,,2125550115,,\n"
    done = imported(shop, text)
    assert counts(done) == (2, 0, 0, 3)
    problems = {row: (words, taken) for row, words, taken in said(shop, done)}
    assert "no phone and no email" in problems[2][0]
    assert "no name" in problems[3][0]
    assert "own number" in problems[4][0]
    assert '"555" is not a phone number' in problems[5][0]
    assert [problems[row][1] for row in (2, 3, 4, 5)] == [False, False, False, True]
    assert all("Example:" in words for words, _ in problems.values())


def test_columns_that_find_nobody_are_refused_and_others_are_tried_at_once(shop: Shop) -> None:
    job_id = begin(shop, "A,B,C\nAnn,Lee,2125550111\n")
    assert counts(job(shop, job_id)) == (0, 0, 0, 1)
    with pytest.raises(InputError, match="mobile phone or the email"), shop.app.work() as work:
        importing.match(shop.desk(work), importing.get_job(shop.desk(work), job_id), ["name", "", ""])
    with shop.app.work() as work:
        importing.match(
            shop.desk(work), importing.get_job(shop.desk(work), job_id), ["first_name", "last_name", "mobile"]
        )
    assert counts(job(shop, job_id)) == (1, 0, 0, 0)


def test_a_large_file_is_left_to_a_worker_and_found_again_when_the_queue_is_lost(shop: Shop) -> None:
    job_id = begin(shop, many(1200))
    assert shop.queue.imports == [job_id]
    assert job(shop, job_id).status is ImportStatus.CHECKING
    assert job(shop, job_id).rows_done == importing.BATCH
    shop.queue.imports.clear()
    sweep(shop.app)
    assert not shop.queue.imports
    shop.clock.pass_time(minutes=2)
    sweep(shop.app)
    assert shop.queue.imports == [job_id]
    finish(shop, job_id)
    assert counts(job(shop, job_id)) == (1200, 0, 0, 0)


def test_a_job_that_stalls_again_and_again_is_given_up(shop: Shop) -> None:
    job_id = begin(shop, many(1200))
    for _ in range(40):
        shop.clock.pass_time(minutes=2)
        sweep(shop.app)
    assert job(shop, job_id).status is ImportStatus.FAILED
    assert "row 501" in job(shop, job_id).said


def test_two_workers_on_one_file_bring_nobody_in_twice(shop: Shop) -> None:
    job_id = begin(shop, many(1700))
    finish(shop, job_id)
    start(shop, job_id)
    first, second = resume(shop, job_id), resume(shop, job_id)
    assert first is not None
    assert second is not None
    assert one_step(shop, first)
    assert not one_step(shop, second)
    finish(shop, job_id)
    assert counts(job(shop, job_id)) == (1700, 0, 0, 0)
    assert how_many(shop) == (1700, 1700)


def test_what_is_killed_in_the_middle_of_a_batch_goes_on_where_it_was(shop: Shop) -> None:
    job_id = begin(shop, many(1700))
    finish(shop, job_id)
    start(shop, job_id)
    run = resume(shop, job_id)
    assert run is not None
    with pytest.raises(KeyboardInterrupt):
        die_before_the_commit(shop, run)
    assert how_many(shop) == (500, 500)
    finish(shop, job_id)
    assert how_many(shop) == (1700, 1700)
    assert counts(imported(shop, many(1700))) == (0, 0, 1700, 0)
    assert how_many(shop) == (1700, 1700)


def test_matching_again_stops_who_still_reads_the_old_way(shop: Shop) -> None:
    job_id = begin(shop, many(1200))
    old = resume(shop, job_id)
    assert old is not None
    with shop.app.work() as work:
        importing.match(shop.desk(work), importing.get_job(shop.desk(work), job_id), ["name", "", "", "email", ""])
    assert not one_step(shop, old)
    assert job(shop, job_id).rows_done == importing.BATCH


def test_one_file_at_a_time_is_imported(shop: Shop) -> None:
    first, second = begin(shop, many(1200)), begin(shop, HEADER + "Bo,,2125550112,,\n")
    finish(shop, first)
    start(shop, first)
    with pytest.raises(InputError, match="Another file"):
        start(shop, second)
    finish(shop, first)
    start(shop, second)
    assert job(shop, second).status is ImportStatus.DONE


def test_files_are_forgotten_after_a_day(shop: Shop) -> None:
    job_id = imported(shop, HEADER + "Ann,Lee,,,\nBo,,2125550112,,\n").id
    shop.clock.pass_time(hours=23)
    with shop.app.work() as work:
        assert importing.forget_old(work) == 0
    shop.clock.pass_time(hours=2)
    with shop.app.work() as work:
        assert importing.forget_old(work) == 1
        assert work.session.get(ImportJob, job_id) is None
        assert work.session.scalar(select(func.count(ImportProblem.id))) == 0


def test_of_many_uploads_the_last_few_are_kept(shop: Shop) -> None:
    jobs = [begin(shop, HEADER + "Bo,,2125550112,,\n") for _ in range(8)]
    with shop.app.reading() as work:
        assert sorted(work.session.scalars(select(ImportJob.id))) == jobs[-5:]


def test_groups_are_joined_by_whoever_comes_in_or_is_there(shop: Shop) -> None:
    shop.customer("Ann Lee", ANN, group="vip")
    text = "First Name,Mobile,Labels\nAnn,2125550111,VIP\nBo,2125550112,VIP ::: Friends\n"
    imported(shop, text, with_groups=True, group_name="Spring")
    shop.text("who is in VIP")
    with shop.app.reading() as work:
        inside = {group.name: count for group, count in groups.list_groups(shop.desk(work))}
    assert inside == {"vip": 2, "Friends": 1, "Spring": 2}


def test_memory_stays_bounded(shop: Shop) -> None:
    """The rows of a file are never all in memory: four times the rows need no four times the memory."""
    peaks = []
    for count in (1500, 6000):
        job_id = begin(shop, many(count).replace("Ann", f"Ann{count}"))
        run = resume(shop, job_id)
        assert run is not None
        run.seen = set()
        tracemalloc.start()
        while one_step(shop, run):
            run.seen.clear()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5
