"""What holds in the service itself: plain Python on days and shares."""
