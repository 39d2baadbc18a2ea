# syntax=docker/dockerfile:1
# One image for every role; ROLES says which of them a container hosts. Nothing is written but below /data and /tmp.

FROM node:24.21-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY . .
# Installs what the lock file names, builds the web client, and prepares the template of the embedded database.
RUN node scripts/prepare.mjs
RUN npm prune --omit=dev --no-audit --no-fund && rm -rf web/.next/cache
# From the lock file: the tree itself lacks what was pruned, which npm takes for a fault.
RUN npm sbom --package-lock-only --omit=dev --sbom-format=cyclonedx > sbom.json

FROM node:24.21-bookworm-slim AS run
LABEL org.opencontainers.image.title="Footnote" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json /app/LICENSE /app/sbom.json ./
COPY --from=build --chown=root:root /app/node_modules node_modules
COPY --from=build --chown=root:root /app/src src
COPY --from=build --chown=root:root /app/scripts scripts
COPY --from=build --chown=root:root /app/evaluation evaluation
COPY --from=build --chown=root:root /app/docs/openapi.json docs/openapi.json
COPY --from=build --chown=root:root /app/samples samples
COPY --from=build --chown=root:root /app/web web
RUN mkdir /data && chown 1000:1000 /data
ENV NODE_ENV=production \
    NODE_OPTIONS=--disable-warning=ExperimentalWarning \
    NODE_COMPILE_CACHE=/tmp/compiled \
    FOOTNOTE_HOME=/data \
    FOOTNOTE_HOST=0.0.0.0 \
    FOOTNOTE_PORT=3000
USER 1000:1000
VOLUME /data
EXPOSE 3000
# A process that does not answer is started anew; one that only waits for another part is not, so this is not /readyz.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "src/main.ts"]
CMD ["serve"]
