# osloregion-slides with LibreOffice for PDFs and pictures:
#   docker build -t osloregion-slides . && docker run --rm -v "$PWD:/work" osloregion-slides build
FROM python:3.13-slim-bookworm

RUN apt-get update --quiet --quiet \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends \
        fonts-liberation2 libreoffice-impress \
    && rm -rf /var/lib/apt/lists/*

COPY . /opt/osloregion-slides
RUN python -m pip install --quiet --no-cache-dir --disable-pip-version-check \
    --constraint /opt/osloregion-slides/constraints.txt "/opt/osloregion-slides[preview]"

RUN useradd --create-home slides
USER slides
WORKDIR /work
ENTRYPOINT ["osloregion-slides"]
CMD ["--help"]
