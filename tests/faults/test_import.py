"""A worker is killed in the middle of a file of customers: everybody comes in once."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import func, select, update

from bot.providers.rq_queue import RqJobQueue
from bot.services import importing
from bot.services.work import Desk, Work
from models import Business, Customer, CustomerPhone, ImportJob
from models.states import ImportStatus
from tests.faults.house import House
from tests.harness.waiting import eventually

ROWS = 3000
FILE = "First Name,Last Name,Mobile\n" + "".join(f"Ann{n},Lee,(212) 200-{n:04d}\n" for n in range(ROWS))


def desk(house: House, work: Work) -> Desk:
    return Desk(work, work.session.get_one(Business, house.post.business_id))


def ready(house: House) -> UUID:
    """A file that is checked."""
    with house.post.app.work() as work:
        job_id = importing.begin(desk(house, work), "contacts.csv", FILE.encode()).id
    with house.post.app.reading() as work:
        run = importing.resume(work, job_id)
    more = run is not None
    while more and run is not None:
        with house.post.app.work() as work:
            more = importing.step(work, run)
    return job_id


def start(house: House, job_id: UUID) -> None:
    with house.post.app.work() as work:
        importing.start(desk(house, work), importing.get_job(desk(house, work), job_id), group_name="All of them")


def job(house: House, job_id: UUID) -> ImportJob:
    with house.post.app.reading() as work:
        return work.session.get_one(ImportJob, job_id)


def has_passed(house: House, job_id: UUID, rows: int) -> bool:
    return job(house, job_id).rows_done > rows


def is_done(house: House, job_id: UUID) -> bool:
    return job(house, job_id).status is ImportStatus.DONE


def nobody_is_taken_to_be_at_work(house: House) -> None:
    with house.post.app.work() as work:
        work.session.execute(update(ImportJob).values(lease_until=work.now - timedelta(hours=1)))


def counted(house: House) -> tuple[int, int]:
    """Customers, and their different phones."""
    with house.post.app.reading() as work:
        phones = select(func.count(func.distinct(CustomerPhone.phone)))
        return work.session.scalar(select(func.count(Customer.id))) or 0, work.session.scalar(phones) or 0


def test_a_worker_killed_in_the_middle_and_run_again_brings_nobody_in_twice(house: House) -> None:
    job_id = ready(house)
    start(house, job_id)
    for least in (500, 1500):
        worker = house.start("scheduler.worker", "bulk")
        RqJobQueue(house.redis_url).import_customers(job_id)
        eventually(partial(has_passed, house, job_id, least), timeout=60)
        worker.kill()
        worker.wait()
    assert job(house, job_id).status is ImportStatus.RUNNING
    done_so_far = job(house, job_id).rows_done
    assert counted(house) == (done_so_far, done_so_far)
    nobody_is_taken_to_be_at_work(house)
    house.start("scheduler.worker", "bulk")
    house.start("scheduler.clock")
    eventually(partial(is_done, house, job_id), timeout=60)
    assert job(house, job_id).added == ROWS
    assert counted(house) == (ROWS, ROWS)


def test_the_same_file_imported_again_brings_nobody_in_twice(house: House) -> None:
    house.start("scheduler.worker", "bulk")
    for _ in range(2):
        job_id = ready(house)
        start(house, job_id)
        RqJobQueue(house.redis_url).import_customers(job_id)
        eventually(partial(is_done, house, job_id), timeout=60)
    assert job(house, job_id).unchanged == ROWS
    assert counted(house) == (ROWS, ROWS)
