"""What is counted for Prometheus.

Several processes of a host share one count where PROMETHEUS_MULTIPROC_DIR names a folder before Python starts (`make
run` does that); without it each process counts for itself.
"""

from prometheus_client import Counter, Histogram

DELIVERIES = Counter(
    "messaging_deliveries", "Moves of deliveries to a state, since the processes began.", ["channel", "status"]
)
LATE = Histogram(
    "messaging_late_seconds",
    "From the moment a delivery was due to its carrier's or mail server's yes.",
    ["lane"],
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 1800, 7200),
)
BREAKS = Counter("messaging_breaks", "How often a worker left a carrier or mail server alone for a while.")
