"""What keeps untrusted text from doing harm: on the terminal, and in what a model is told."""
