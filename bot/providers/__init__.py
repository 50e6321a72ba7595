"""Adapters that speak to carriers, mail servers, queues and clocks."""
