import { Inject, Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { ENV, type Env } from '../../config/env.js';

/** What `pg`'s pool tells of itself. */
interface Pool {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

const isPool = (pool: unknown): pool is Pool =>
  typeof pool === 'object' && pool !== null && 'totalCount' in pool && 'idleCount' in pool && 'waitingCount' in pool;

const poolOf = (driver: object): Pool | null => ('master' in driver && isPool(driver.master) ? driver.master : null);

/** Database connections of this process. */
@Injectable()
export class PoolGauges {
  constructor(@Inject(ENV) env: Env, registry: Registry, { driver }: DataSource) {
    const registers = [registry];
    const connections = new Gauge({
      name: 'countinghouse_database_connections',
      help: 'Database connections of the process',
      labelNames: ['state'],
      registers,
      collect: () => {
        const pool = poolOf(driver);
        if (!pool) return;
        connections.set({ state: 'in_use' }, pool.totalCount - pool.idleCount);
        connections.set({ state: 'idle' }, pool.idleCount);
      },
    });
    const limit = new Gauge({
      name: 'countinghouse_database_connections_max',
      help: 'Database connections that the process may have',
      registers,
    });
    limit.set(env.DATABASE_POOL_SIZE);
    const waiting: Gauge = new Gauge({
      name: 'countinghouse_database_connections_awaited',
      help: 'Work of the process that waits for a database connection',
      registers,
      collect: () => waiting.set(poolOf(driver)?.waitingCount ?? 0),
    });
  }
}
