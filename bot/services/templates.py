"""Saved words."""

from uuid import UUID

from sqlalchemy import select

from bot.domain import fields
from bot.errors import InputError, NotFound
from bot.services.work import Desk
from models import Template

EXAMPLE = "save template birthday: Happy birthday {first_name}!"
KINDS = ("message", "appointment")


def save_template(desk: Desk, name: str, body: str, kind: str = "message") -> Template:
    """Save words under a name; a template of that name is replaced. Raises InputError for no name, words or field."""
    shown, words = " ".join(name.split()), body.strip()
    if not shown or len(shown) > 80:
        raise InputError("A template needs a name of up to 80 letters.", EXAMPLE)
    if not words:
        raise InputError("A template needs words.", EXAMPLE)
    if kind not in KINDS:
        raise InputError("A template is for messages or for appointments.", "message")
    fields.check(words)
    template = find_template(desk, shown)
    if template is None:
        template = Template(business_id=desk.business.id, created_at=desk.now)
        desk.session.add(template)
    template.name, template.name_key, template.body, template.kind = shown, shown.casefold(), words, kind
    desk.session.flush()
    return template


def delete_template(desk: Desk, template: Template) -> None:
    """What was scheduled with it keeps its words."""
    desk.session.delete(template)
    desk.session.flush()


def list_templates(desk: Desk, kind: str | None = None) -> list[Template]:
    """By name; of one kind, or all."""
    query = select(Template).where(Template.business_id == desk.business.id).order_by(Template.name_key)
    return list(desk.session.scalars(query if kind is None else query.where(Template.kind == kind)))


def get_template(desk: Desk, template_id: UUID) -> Template:
    """Raises NotFound for one that is not there or belongs to another business."""
    template = desk.session.get(Template, template_id)
    if template is None or template.business_id != desk.business.id:
        raise NotFound("There is no such template.")
    return template


def find_template(desk: Desk, name: str) -> Template | None:
    """The template of this name, whatever its case."""
    key = " ".join(name.split()).casefold()
    return desk.session.scalar(
        select(Template).where(Template.business_id == desk.business.id, Template.name_key == key)
    )
