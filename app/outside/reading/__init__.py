"""The reader's own process: opens one untrusted file and tells what is in it. The service itself imports `report` alone."""
