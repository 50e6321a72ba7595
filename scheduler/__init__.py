"""What is due when: clock, jobs, sweep, worker."""
