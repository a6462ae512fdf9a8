"""Bringing the catalog in line with the folder, and both derived indexes in line with the catalog."""
