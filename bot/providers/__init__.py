"""What the ports are in life: the carrier, a mail server, RQ and the system's clock. Vendors' words stop here."""
