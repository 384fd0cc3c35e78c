/** What the global setup started for this run of jest. */
export interface TestServices {
  /** Superuser, database `postgres`. */
  postgresUrl: string;
  /** Name of the migrated database that tests clone. */
  template: string;
  redisUrl: string;
  /** Removed at the end of the run. */
  directory: string;
}

function required(name: string): string {
  const value = process.env[name];
  if (value !== undefined) return value;
  throw new Error(`${name} is not set: this code runs under jest, whose global setup sets it.`);
}

export function testServices(): TestServices {
  return {
    postgresUrl: required('TEST_POSTGRES_URL'),
    template: required('TEST_TEMPLATE'),
    redisUrl: required('TEST_REDIS_URL'),
    directory: required('TEST_DIRECTORY'),
  };
}
