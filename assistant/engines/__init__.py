"""What runs models: the ports, their implementations, and how model files get onto this machine."""
