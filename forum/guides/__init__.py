"""Guides that others than their author edit: who may, what waits to be looked at, who wrote along."""
