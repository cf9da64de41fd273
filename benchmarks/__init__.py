"""What is claimed about quality, speed and scale, runnable: `python3 run.py bench NAME`."""
