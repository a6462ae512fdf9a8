"""From ranked passages to a checked answer: evidence, grammar, generation, verification, or an honest no."""
