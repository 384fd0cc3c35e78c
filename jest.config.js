/** Native ESM under jest: swc compiles with Nest's decorators and metadata, `.js` specifiers resolve to their `.ts` sources. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@nestjs/throttler$': '<rootDir>/test/support/commonjs/throttler.js',
    '^@nest-lab/throttler-storage-redis$': '<rootDir>/test/support/commonjs/throttler-storage-redis.js',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      },
    ],
  },
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/sandbox/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/', '<rootDir>/.data/'],
  testSequencer: '<rootDir>/test/support/slowest-first.js',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // `npm run test:coverage`: by itself, for it takes half as long again.
  coverageProvider: 'v8',
  coverageReporters: ['text-summary', 'json-summary'],
  // Migrations and command lines run in processes of their own, which a test starts but cannot look into.
  collectCoverageFrom: [
    'src/**/*.ts',
    '!src/**/*.spec.ts',
    '!src/**/*.typespec.ts',
    '!src/database/migrations/*',
    '!src/*/cli/**',
    '!src/extensions/**',
  ],
  coverageThreshold: {
    global: { lines: 90 },
    './src/webhooks/': { lines: 95 },
    './src/stripe/shapes/': { lines: 100, branches: 100 },
    './src/stripe/event-order.ts': { lines: 100 },
    './src/stripe/irreversible-steps.ts': { lines: 100 },
    './src/webhooks/retry-policy.ts': { lines: 100 },
    './src/**/*.mapper.ts': { lines: 95 },
    './src/**/*.processor.ts': { lines: 95 },
  },
  testTimeout: 60_000,
  // Many specs wait for servers and for time rather than compute: two cores are busy only with three.
  maxWorkers: 3,
  // Modules of a test file are never let go of under --experimental-vm-modules: a full heap makes the last files slow.
  workerIdleMemoryLimit: '700MB',
};
