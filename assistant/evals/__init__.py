"""Measuring: datasets, metrics, and comparisons with intervals."""
