"""Politeia."""
