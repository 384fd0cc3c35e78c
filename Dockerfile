# syntax=docker/dockerfile:1

# The backend without its development tools and without the optional packages (the embedded PostgreSQL is for laptops).
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Optional packages too: the compiler of the console has its binary as one. The last step takes them out again.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund
# Declarations and source maps, which nothing reads at run time, are half of what is left.
RUN find node_modules dist -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' -o -name '.tsbuildinfo' \) -delete
# `npx countinghouse` finds the link. For a package's own `bin` it would make a copy, which a read-only file system refuses.
RUN npm pkg delete bin && ln -s ../../bin/countinghouse.js node_modules/.bin/countinghouse

FROM node:22-slim
ENV NODE_ENV=production PORT=3000 npm_config_update_notifier=false
WORKDIR /app
COPY --from=build /app/package.json ./
# `npx countinghouse …` (docs/commands.md)
COPY --from=build /app/bin ./bin
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# The words of notifications; NOTIFICATION_TEMPLATES_DIR puts others in their place.
COPY --from=build /app/templates ./templates
COPY --from=build /app/openapi.json ./openapi.json
# `node` of the base image, by number: Kubernetes' runAsNonRoot cannot tell a name from root. Nothing is written below /app:
# the root file system may be read-only.
USER 1000:1000
EXPOSE 3000
# /health/live answers as long as the process does: a database that is away must not restart the process.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
