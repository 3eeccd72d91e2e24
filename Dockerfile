# Shallowscope in one container: docker build -t shallowscope . && docker run -p 8000:8000 shallowscope
# It writes nothing but to /data, where runs are kept, and /tmp: docker run --read-only --tmpfs /tmp works too.

FROM python:3.12-slim-bookworm AS build
WORKDIR /srv
COPY requirements.txt ./
# pip works from outside, so that the image does not carry it twice.
RUN python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --no-cache-dir --no-compile --require-hashes --requirement requirements.txt \
 && rm -rf /venv/lib/python3*/site-packages/numpy/tests /venv/lib/python3*/site-packages/numpy/*/tests
COPY pyproject.toml ./
COPY core core
COPY app app
COPY docs/stream.md docs/stream.md
COPY static static
COPY locales locales
COPY lessons lessons
COPY templates templates
# Bytecode now, since nothing can be written later; plotly serves as a JavaScript bundle, its Python is hardly used.
RUN /venv/bin/python -m compileall -q -x /plotly/ /venv/lib core app \
 && install --directory --owner 10001 --group 10001 --mode 0700 /data


FROM python:3.12-slim-bookworm
LABEL org.opencontainers.image.title="Shallowscope" \
      org.opencontainers.image.description="Watch a network with one hidden layer learn, live in the browser"
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SHALLOWSCOPE_STORE=sqlite:////data/runs.db
COPY --from=build /venv /venv
COPY --from=build /srv /srv
COPY --from=build --chown=10001:10001 /data /data
WORKDIR /srv
VOLUME /data
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
CMD ["python", "-m", "app", "--host", "0.0.0.0", "--port", "8000"]
