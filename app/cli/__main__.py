"""Lets `python -m app.cli` do what `plumbline` does."""

from app.cli.commands import main

if __name__ == "__main__":
    main()
