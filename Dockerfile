# One image: the server by default, the worker as `plumbline worker`.

FROM python:3.11-slim AS build
WORKDIR /srv/plumbline
# The environment first: it changes less often than the rest.
COPY tools ./tools
COPY requirements.lock ./
RUN python3 tools/make_env.py requirements.lock
COPY app ./app
COPY templates ./templates
COPY markers ./markers
COPY migrations ./migrations
COPY pyproject.toml LICENSE ./
RUN .venv/bin/python -m compileall -q app

FROM python:3.11-slim
# Tesseract reads text off scanned papers; Plumbline starts it as a program of its own.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends tesseract-ocr tesseract-ocr-eng \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /srv/plumbline --shell /usr/sbin/nologin plumbline \
    && install -d -o plumbline -g plumbline -m 700 /var/lib/plumbline
WORKDIR /srv/plumbline
COPY --from=build /srv/plumbline /srv/plumbline
ENV HOST=0.0.0.0 \
    PORT=8000 \
    PLUMBLINE_VAR=/var/lib/plumbline \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PATH=/srv/plumbline/.venv/bin:$PATH
USER plumbline
VOLUME /var/lib/plumbline
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/health', timeout=4)"]
CMD ["sh", "-c", "plumbline migrate && exec plumbline serve"]
