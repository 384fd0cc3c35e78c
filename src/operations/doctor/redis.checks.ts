import { Redis } from 'ioredis';
import { describeError } from '../../common/describe-error.js';
import { redisOptions } from '../../common/redis-options.js';
import { errorCode } from '../../database/error-code.js';
import { fail, ok, warn, type Finding } from './finding.js';
import { roleFindings } from './redis-role.check.js';

/** Milliseconds for the connection, and for each answer. */
const TIMEOUT = 5_000;
/** Before it nothing is mended any more. */
const OLDEST = [6, 2] as const;

/** The fields of an answer to INFO. */
function fieldsOf(info: string): ReadonlyMap<string, string> {
  const lines = info.split(/\r?\n/).filter((line) => line.includes(':'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}

function versionFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  const text = `Redis ${version}`;
  return isOld
    ? warn('redis.version', `${text} is out of support`, 'Redis 6.2 or later, or Valkey')
    : ok('redis.version', text);
}

function policyFinding(policy: string, maxMemory: number): Finding {
  if (policy === '') return warn('redis.policy', 'it does not say', 'See that maxmemory-policy is noeviction');
  if (policy === 'noeviction') return ok('redis.policy', 'noeviction');
  const fix = 'redis-cli CONFIG SET maxmemory-policy noeviction, and the same in its configuration';
  return maxMemory === 0
    ? warn('redis.policy', `${policy}; without a maxmemory nothing is evicted yet`, fix)
    : fail('redis.policy', `${policy}: it throws the queue's jobs away when it is full`, fix);
}

/** Nothing in Redis is needed after a restart; a Redis that cannot write its file takes no more jobs. */
function persistenceFinding(fields: ReadonlyMap<string, string>): Finding {
  const failed = ['rdb_last_bgsave_status', 'aof_last_write_status'].filter((name) => fields.get(name) === 'err');
  if (failed.length > 0) {
    return fail(
      'redis.persistence',
      `${failed.join(', ')}: it may refuse all writes`,
      'See its log: most often the disk is full',
    );
  }
  const isAof = fields.get('aof_enabled') === '1';
  return ok('redis.persistence', isAof ? 'appendonly' : 'no appendonly file, and none is needed');
}

/** @param info its answer to INFO. */
export function judgeRedis(info: string): Finding[] {
  const fields = fieldsOf(info);
  return [
    ...roleFindings(fields),
    versionFinding(fields.get('redis_version') ?? '0'),
    policyFinding(fields.get('maxmemory_policy') ?? '', Number(fields.get('maxmemory') ?? 0)),
    persistenceFinding(fields),
  ];
}

/** @param url as REDIS_URL; undefined when there is none. */
export async function redisFindings(url: string | undefined): Promise<Finding[]> {
  if (url === undefined)
    return [ok('redis.reachable', 'not used: the queue is in the process, so there can be one only')];
  const { hostname } = new URL(url);
  const redis = new Redis({
    ...redisOptions(url),
    lazyConnect: true,
    connectTimeout: TIMEOUT,
    commandTimeout: TIMEOUT,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let cause: Error | undefined; // what is thrown says only that the connection is closed
  redis.on('error', (error) => (cause = error));
  try {
    await redis.connect();
    const info = await redis.info();
    return [ok('redis.reachable', hostname), ...judgeRedis(info)];
  } catch (error) {
    const reason = errorCode(cause ?? error) ?? describeError(cause ?? error);
    const text = `${hostname}: ${reason}`;
    return [fail('redis.reachable', text, 'Check REDIS_URL; until then events are stored, and settled by the sweep')];
  } finally {
    redis.disconnect();
  }
}
