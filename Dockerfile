# Two images: `app` (web, worker, beat, migrate), and `ocr`, which also has what reads scans and old documents.
FROM python:3.11-slim-bookworm AS packages
COPY requirements/base.txt /requirements/base.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes --only-binary :all: -r /requirements/base.txt \
    && /venv/bin/pip uninstall --yes pip

# The code as it runs: translations compiled, the typeface cut, static files hashed and compressed.
FROM python:3.11-slim-bookworm AS built
ENV PATH="/venv/bin:$PATH" PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# The values only let the settings load; none of them stays.
RUN export SIJILL_SECRET_KEY=unused-at-run-time-and-long-enough-for-every-check DATABASE_URL=postgresql:///unused \
    BROKER_URL=memory:// SIJILL_DATA_DIR=/tmp/build SIJILL_STATIC_DIR=/static \
    && python manage.py compile_translations \
    && python manage.py build_assets \
    && python manage.py collectstatic --noinput \
    && python -m compileall -q accounts arabic config engagements ingest \
    && rm -rf /tmp/build

FROM python:3.11-slim-bookworm AS app
RUN groupadd --gid 10001 sijill \
    && useradd --uid 10001 --gid sijill --no-create-home --home-dir /data --shell /usr/sbin/nologin sijill \
    && install --directory --owner sijill --group sijill --mode 0750 /data
ENV PATH="/venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONUTF8=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    SIJILL_DATA_DIR=/data \
    SIJILL_STATIC_DIR=/static
WORKDIR /app
# All of it belongs to root; the account writes in /data and in the tmpfs /tmp alone.
COPY --from=packages /venv /venv
COPY --from=built /static /static
COPY --from=built /app /app
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# As process 1, without a shell: the signal that stops a container reaches gunicorn's master itself.
CMD ["python", "-m", "config.web", "--bind", "0.0.0.0:8000"]

FROM app AS ocr
USER 0:0
# hadolint ignore=DL3008  # whatever the release has now: an old pin is one without its corrections
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libreoffice-calc-nogui libreoffice-writer-nogui tesseract-ocr tesseract-ocr-ara tesseract-ocr-eng \
    && rm -rf /var/lib/apt/lists/*
USER 10001:10001
HEALTHCHECK NONE
CMD ["celery", "-A", "config.celery", "worker", "--pool", "prefork", "--concurrency", "1", \
     "--queues", "scans,archive-scans", "--hostname", "scans@%h", "--loglevel", "INFO"]

# The last stage is what a build makes that names none.
FROM app
