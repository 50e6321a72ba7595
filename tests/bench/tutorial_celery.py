"""The job of the tutorials as a Celery task, in a module of its own so that nobody else imports Celery."""

import os

from celery import Celery

from tests.bench.tutorials import send_text

app = Celery("tutorial", broker=os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"))
app.conf.task_ignore_result = True
send_text_task = app.task(send_text, name="send_text")
