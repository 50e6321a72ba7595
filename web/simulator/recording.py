"""Recordings: kept at once, readable a moment later, as at the carrier."""

from web.simulator import audio, webhooks
from web.simulator.carrier import Carrier
from web.simulator.legs import Leg, Source
from web.simulator.records import Recording, now

LAG = 0.5  # seconds until the file is there, before `speed`


def keep(leg: Leg, wav: bytes, callback: str) -> Recording:
    """Keeps a recording; its file, and the callback about it, follow after a while."""
    made = Recording(leg.call.sid, audio.seconds_of(wav))
    leg.carrier.recordings[made.sid] = made
    leg.carrier.spawn(_complete(leg, made, wav, callback))
    return made


async def _complete(leg: Leg, made: Recording, wav: bytes, callback: str) -> None:
    carrier = leg.carrier
    await carrier.sleep(LAG)
    made.wav, made.status, made.updated = wav, "completed", now()
    facts = {"sid": made.sid, "call_sid": made.call_sid, "seconds": made.seconds}
    carrier.publish("recording", (leg.call.phone,), facts)
    if callback:
        told = {
            **params(carrier, made), "CallSid": made.call_sid, "AccountSid": carrier.config.account_sid,
            "RecordingStatus": "completed", "RecordingChannels": "1", "RecordingSource": "RecordVerb",
        }  # fmt: skip
        await webhooks.request(carrier, callback, told, phones=(leg.call.phone,))


def params(carrier: Carrier, made: Recording) -> dict[str, str]:
    """What webhooks say about a recording."""
    path = f"/2010-04-01/Accounts/{carrier.config.account_sid}/Recordings/{made.sid}"
    return {
        "RecordingSid": made.sid, "RecordingUrl": carrier.url + path, "RecordingDuration": str(round(made.seconds)),
    }  # fmt: skip


async def tell(leg: Leg, source: Source) -> None:
    """Tells the action of a Record whose caller has hung up; its answer has no use any more."""
    told = leg.params() | source.params
    await webhooks.request(leg.carrier, source.url, told, method=source.method, phones=(leg.call.phone,))
