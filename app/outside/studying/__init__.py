"""The process in which the text of one paper is studied. `app/outside/study.py` starts it and checks what it says."""
