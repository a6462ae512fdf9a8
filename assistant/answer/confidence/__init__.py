"""How probable it is that the cited piece answers, and that the answer is right."""
