# The image that web, worker, beat and prepare run (docker-compose.yml). PostgreSQL and the broker have their own.
FROM python:3.11-slim-bookworm AS packages
COPY requirements/base.txt /requirements/base.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r /requirements/base.txt

FROM python:3.11-slim-bookworm
# What recognises the letters of scans.
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-ara tesseract-ocr-eng \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 sijill \
    && useradd --uid 10001 --gid sijill --no-create-home --home-dir /data --shell /usr/sbin/nologin sijill \
    && install --directory --owner sijill --group sijill --mode 0750 /data
ENV PATH="/venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONUTF8=1 \
    SIJILL_DATA_DIR=/data
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
# The code belongs to root and stays read-only; the three values only let the settings load.
RUN SIJILL_SECRET_KEY=unused DATABASE_URL=postgresql:///unused BROKER_URL=memory:// \
    python manage.py compile_translations \
    && python -m compileall -q accounts arabic config engagements ingest
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=6 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--preload", "--no-control-socket", \
     "--workers", "3", "--worker-class", "gthread", "--threads", "4", "--worker-tmp-dir", "/dev/shm", \
     "--max-requests", "2000", "--max-requests-jitter", "200", "--access-logfile", "-"]
