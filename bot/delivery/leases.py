"""How long whoever holds a delivery is believed to be alive."""

from datetime import timedelta

QUEUED = timedelta(seconds=60)
"""In a queue. Over: it waits again, and is found by the clock."""
SENDING = timedelta(seconds=90)
"""In a worker's hand. Over: nobody knows whether it went out."""
LAST_CALL = timedelta(seconds=30)
"""A worker asks no carrier when less than this is left: the answer would come when others act already."""
LOOK_UP = timedelta(seconds=30)
"""Until the carrier is asked for the first time, and between two times, whether it has a text that nobody knows of."""
CLOCKS_APART = timedelta(seconds=2)
"""How far the clocks of two hosts may be apart."""
