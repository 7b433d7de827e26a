"""Make `.venv` from a lock file, on a machine that has Python 3.11 or newer and nothing else.

Standard library only. Debian ships Python without pip and without `ensurepip`, so a pinned pip wheel stands
beside this file and installs everything else, with hashes. It writes `.venv/bin/plumbline` and makes the project
importable; there is nothing to build.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LAUNCHER = """#!/bin/sh
exec "{python}" -P -m app.cli "$@"
"""
TOO_OLD = "Plumbline needs Python 3.11 or newer, and this is {}. Name a newer one: make PYTHON=/path/to/python3"
NOT_INSTALLED = "The packages could not be installed; the lines above say why. Put that right, then run the same command again."
NO_FOLDER = "The folder .venv cannot be made here: {}. Put that right, then run the same command again."


def maker() -> str:
    """What an environment is tied to: scripts in it name their folder, and packages are built for one Python."""
    return "\n".join([sys.version, sys.base_prefix, str(ROOT)])


def stamp_of(lock: Path) -> str:
    """The state that an environment made from this lock file would have."""
    return hashlib.sha256(lock.read_bytes() + b"\0" + maker().encode()).hexdigest()


def read(path: Path) -> str:
    """What stands in a small file, nothing when it is missing."""
    return path.read_text() if path.exists() else ""


def make(lock: Path) -> None:
    """Create or refresh the environment; does nothing when it already fits the lock file."""
    stamp = VENV / f".made-from-{lock.name}"
    if read(stamp) == stamp_of(lock):
        return
    print(f"Setting up .venv from {lock.name}. This takes about a minute, once.", flush=True)
    python = VENV / "bin" / "python"
    made_by = VENV / ".made-by"
    if read(made_by) != maker() or not python.exists():
        # Of another Python, or moved here from another folder: nothing in it can be trusted to work.
        venv.create(VENV, with_pip=False, symlinks=True, clear=True)
        made_by.write_text(maker())
    install(python, lock)
    site = next((VENV / "lib").glob("python3*")) / "site-packages"
    (site / "plumbline.pth").write_text(f"{ROOT}\n")
    launcher = VENV / "bin" / "plumbline"
    launcher.write_text(LAUNCHER.format(python=python))
    launcher.chmod(0o755)
    if (ROOT / "app").is_dir():  # so that the first start is as quick as the second
        subprocess.run([str(python), "-m", "compileall", "-q", str(ROOT / "app")], check=False)
    stamp.write_text(stamp_of(lock))


def install(python: Path, lock: Path) -> None:
    """Install what the lock file names, and nothing whose hash it does not name."""
    pip = next((ROOT / "tools").glob("pip-*.whl")) / "pip"
    command = [str(python), str(pip), "install", "--quiet", "--require-hashes", "--only-binary", ":all:"]
    command += ["--no-warn-script-location", "--disable-pip-version-check", "--requirement", str(lock)]
    # Of the user's own configuration of pip, only where packages come from should count here.
    env = {name: value for name, value in os.environ.items() if name not in ("PIP_USER", "PIP_TARGET", "PIP_PREFIX")}
    subprocess.run(command, check=True, env={**env, "PIP_ROOT_USER_ACTION": "ignore"})


def main() -> int:
    """Make the environment for the lock file that is named, `requirements.lock` without one."""
    if sys.version_info < (3, 11):
        print(TOO_OLD.format(sys.version.split()[0]))
        return 1
    try:
        make(ROOT / (sys.argv[1] if len(sys.argv) > 1 else "requirements.lock"))
    except subprocess.CalledProcessError:
        print(NOT_INSTALLED)
        return 1
    except OSError as error:
        print(NO_FOLDER.format(error.strerror))
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
