# One image for both kinds of process: `api` by itself, `workers` with the command `node workers/main.ts`.
# Runs with a read-only root file system; it writes to /data, and to /tmp (a tmpfs will do).

FROM node:24-slim AS pages
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY db/package.json db/
COPY api/package.json api/
COPY workers/filing/package.json workers/filing/
COPY web/package.json web/
RUN npx --yes pnpm@12 install --frozen-lockfile --filter @wall/web...
COPY . .
RUN npx --yes pnpm@12 --filter @wall/web build

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY db/package.json db/
COPY api/package.json api/
COPY workers/package.json workers/
COPY workers/filing/package.json workers/filing/
# The image has its own Node: the packaged one would be 121 MB that nobody runs.
RUN npx --yes pnpm@12 install --frozen-lockfile --prod --filter @wall/api... --filter @wall/workers... \
  && rm -r node_modules/node node_modules/.bin/node node_modules/.pnpm/node@*

FROM node:24-slim
WORKDIR /app
COPY --from=packages /app ./
COPY db db
COPY api api
COPY workers workers
COPY --from=pages /app/web/dist web/dist
# Owned by whoever runs it: a volume that is put there for the first time takes this over.
RUN mkdir /data && chown 10001:10001 /data
ENV HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
USER 10001:10001
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "api/main.ts"]
