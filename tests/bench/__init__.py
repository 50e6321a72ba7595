"""What `make bench` measures: ratios to a bare loop over the same client in the same run, since machines are noisy."""
