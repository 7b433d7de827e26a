"""Makes the papers of the worked example into files. Not for the adequacy report, and not for reading papers."""
