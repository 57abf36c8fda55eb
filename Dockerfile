# One image for the server and the command line: docker build -t cartwright .
ARG NODE_VERSION=22

FROM node:${NODE_VERSION}-bookworm-slim AS build
# For better-sqlite3, where it cannot be downloaded ready-made.
RUN apt-get update && apt-get install --yes --no-install-recommends g++ make python3 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# Dependencies are fetched again only when the lockfile has changed.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
RUN npx --yes "$(node -p "require('./package.json').packageManager")" fetch
COPY . .
RUN npm run build
RUN mkdir data

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8000
# Pictures, and SQLite where that is the database. Nothing else is ever written.
COPY --from=build --chown=node:node /src/data /var/lib/cartwright/data
COPY --from=build /src/dist /app
WORKDIR /var/lib/cartwright
VOLUME /var/lib/cartwright/data
USER node
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# node itself is process 1, so that it is node that SIGTERM reaches. A worker: cartwright.js worker.
CMD ["node", "/app/server.js"]
