# syntax=docker/dockerfile:1

# The backend without its development tools and without the optional packages (the embedded PostgreSQL is for laptops).
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Optional packages too: the compiler of the console has its binary as one. The last step takes them out again.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:22-slim
ENV NODE_ENV=production PORT=3000
WORKDIR /app
COPY --from=build /app/package.json ./
# `npx countinghouse …` (docs/commands.md)
COPY --from=build /app/bin ./bin
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# The words of notifications; NOTIFICATION_TEMPLATES_DIR puts others in their place.
COPY --from=build /app/templates ./templates
COPY --from=build /app/openapi.json ./openapi.json
USER node
EXPOSE 3000
# /health/live answers as long as the process does: a database that is away must not restart the process.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
