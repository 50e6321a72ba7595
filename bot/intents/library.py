"""`save_template`, `templates`, `prompts` and `usage`: what a business has saved and used."""

from typing import Any

from bot.dialogue.capability import Capability
from bot.dialogue.memory import Pending, Reply
from bot.dialogue.turn import Turn
from bot.domain import local_time
from bot.services import prompts, templates, usage


class SaveTemplate(Capability):
    """Saves words under a name."""

    intent = "save_template"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """A template of the same name is replaced; undo brings the old words back."""
        for slot, question in (("name", "What is the template called?"), ("body", "What should it say?")):
            if not slots.get(slot):
                return Reply(question, awaiting="detail", pending=Pending(self.intent, slots, slot))
        old = templates.find_template(turn.desk, slots["name"])
        undo = {"kind": "template_saved", "name": slots["name"], "body": old.body if old else None}
        saved = templates.save_template(turn.desk, slots["name"], slots["body"])
        return Reply(f'Saved. Text "text Ann with template {saved.name}" to use it.', undo=undo)


class Templates(Capability):
    """Lists the templates."""

    intent = "templates"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Names and the beginnings of their words."""
        saved = templates.list_templates(turn.desk)
        if not saved:
            return Reply(f"You have no templates yet. Example: {templates.EXAMPLE}")
        return Reply("\n".join(f"{one.name}: {_short(one.body)}" for one in saved[:10]))


class Prompts(Capability):
    """Lists the recordings."""

    intent = "prompts"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """Voice message ids with their lengths."""
        kept = prompts.list_prompts(turn.desk)
        if not kept:
            return Reply("You have no recordings yet. Call this number and enter your PIN to record one.")
        listed = [f"{one.number} {one.name or ''}".strip() + f" ({one.recording.seconds} s)" for one in kept[:15]]
        return Reply(f"Recordings: {', '.join(listed)}.")


class Usage(Capability):
    """This month's use."""

    intent = "usage"

    def answer(self, turn: Turn, slots: dict[str, Any]) -> Reply:
        """In the business's month."""
        here = local_time.to_local(turn.desk.now, turn.desk.business.timezone)
        month = usage.this_month(turn.desk)
        used = f"{month.texts_out} text parts sent, {month.texts_in} received"
        voice = f"{month.voice} call minutes"
        beyond = month.extra_cost
        extra = f"${beyond:.2f} beyond your plan" if beyond else "all within your plan"
        return Reply(f"{here:%B} so far: {used}, {voice}, {month.emails} emails; {extra}.")


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}..."
