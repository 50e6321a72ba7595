"""The REST interface that the official client talks to, under /2010-04-01/Accounts/{AccountSid}."""
