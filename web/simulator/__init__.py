"""A small Twilio-compatible carrier on your desk; a program of its own that imports nothing of ours.

It talks to the product as the real carrier does and in no other way:

- `rest/` answers the official client (Messages, Calls, Recordings, IncomingPhoneNumbers, AvailablePhoneNumbers);
- `webhooks.py` signs and posts what phones do to the URLs registered for a number;
- `texting.py` moves messages from phone to number and back, `callbacks.py` reports their states;
- `calling.py` holds calls, `interpreter.py` runs their TwiML, `twiml.py` reads it;
- `misbehaviour.py` makes it fail on request, `ledger` in `carrier.py` remembers every create it accepted;
- `control.py` is the JSON interface for tests and scripts, `page.py` the page with phones, `mailbox.py` its email.

Start it with `python -m web.simulator --port 8200`; docs/simulator.md tells the rest.
"""
