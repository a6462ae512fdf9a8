"""From a question to ranked passages: candidates from both indexes, fused, with every step explainable."""
