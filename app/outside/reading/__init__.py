"""The reader's own process: opens one untrusted file and tells what is in it. Never imported by the service itself."""
