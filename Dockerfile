# One image for the web process, the worker and the one-shot commands.
FROM python:3.12.12-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/sharewell

COPY requirements/run.txt requirements/run.txt
RUN /opt/sharewell/bin/pip install --require-hashes -r requirements/run.txt

# Built with the locked build tools that the line above installed.
COPY . .
RUN /opt/sharewell/bin/pip install --no-deps --no-build-isolation .


FROM python:3.12.12-slim-bookworm

RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin sharewell
COPY --from=build /opt/sharewell /opt/sharewell

# What files are recognised by, what packages are drawn with, what copies the database (of
# the server's version, which Debian itself does not have yet), and the folder that a
# volume with files takes over.
RUN apt-get update && apt-get install -y --no-install-recommends libmagic1 \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    ca-certificates postgresql-common \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y --no-install-recommends postgresql-client-16 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o sharewell -g sharewell -m 0700 /var/lib/sharewell

ENV PATH=/opt/sharewell/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

# Nothing is written to disk but sealed files; settings come from the environment only.
WORKDIR /opt/sharewell
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["sharewell"]
CMD ["--help"]
