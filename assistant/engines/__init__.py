"""What runs models: the ports, their implementations, and how model files get onto this machine."""

import os

# ONNX Runtime reports its use to its maker unless it is told not to before it is loaded. Nothing leaves this machine.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
