"""The command line: `plumbline …` or `python -m app.cli …`. Parses, asks a service or a neighbour, prints."""
