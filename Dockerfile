# The portal as it runs for real. Web server, worker, clock and migrations are the same image with other commands
# (docker-compose.yml). Nothing secret is in it: all of that comes from the environment, see docs/operations.md.

FROM node:24-slim AS look
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY static static
RUN npm run build

FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/srv/static
# A user of its own that owns nothing of the program; /srv/state is for the clock's memory of what it last did.
RUN useradd --system --uid 10001 --no-create-home portal && install -d -o portal /srv/state
WORKDIR /srv/portal
COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
COPY . .
COPY --from=look /build/static/dist static/dist
# Settings ask for these; what is gathered here does not depend on them, and none of them stays in the image.
RUN SECRET_KEY=for-this-step-alone DATABASE_URL=postgresql://unused/unused REDIS_URL=redis://unused \
    python manage.py collectstatic --no-input --verbosity 0 && python -m compileall -q .
USER portal
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s CMD ["python", "scripts/healthcheck.py"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "chitech.wsgi"]
