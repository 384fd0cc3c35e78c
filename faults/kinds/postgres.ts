import { setTimeout as delay } from 'node:timers/promises';
import { ROLE } from '../postgres.js';
import type { Kind } from './kind.js';

const TERMINATE = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${ROLE}'`;

/** Connections that are left to all four processes together, which want up to ten each. */
const FEW = 6;

/** The database, gone, silent, or in the way. */
export const POSTGRES: readonly Kind[] = [
  {
    name: 'PostgreSQL restarted in immediate mode',
    heavy: true,
    lasts: [0, 3_000],
    run: ({ postgres }, { ms }) => postgres.restart(ms),
  },
  {
    name: 'PostgreSQL backends terminated',
    lasts: [0, 0],
    run: async ({ postgres }) => void (await postgres.query(TERMINATE)),
  },
  {
    name: 'PostgreSQL black-holed',
    heavy: true,
    lasts: [3_000, 20_000],
    async run({ members }, { ms }) {
      for (const { postgres } of members) postgres.hold();
      await delay(ms);
      for (const { postgres } of members) postgres.pass();
    },
  },
  {
    // The server goes on holding what the transactions have locked, for as long as it lets a transaction idle.
    name: 'PostgreSQL connections half-open',
    heavy: true,
    lasts: [2_000, 10_000],
    async run({ members }, { ms }) {
      for (const { postgres } of members) postgres.halfOpen();
      await delay(ms);
      for (const { postgres } of members) postgres.pass();
    },
  },
  {
    name: 'PostgreSQL connections of one process reset',
    lasts: [0, 0],
    run: async ({ apis, workers }, { which }) => [apis, workers].forEach((members) => members[which]?.postgres.cut()),
  },
  {
    // The backend works in READ COMMITTED, where PostgreSQL itself raises none: every second statement on the log does.
    name: 'PostgreSQL serialization failures',
    lasts: [1_000, 4_000],
    async run({ postgres }, { ms }) {
      await postgres.query(`INSERT INTO audit.armed VALUES ('40001', 0.5)`);
      await delay(ms);
      await postgres.query('DELETE FROM audit.armed');
    },
  },
  {
    // Longer than the backend's lock_timeout of 10 s.
    name: 'PostgreSQL rows locked beyond lock_timeout',
    lasts: [11_000, 13_000],
    run: ({ postgres }, { ms }) =>
      postgres.holding(
        `SELECT FROM customers FOR UPDATE; SELECT FROM invoices FOR UPDATE; SELECT FROM subscriptions FOR UPDATE`,
        () => delay(ms),
      ),
  },
  {
    name: 'PostgreSQL refuses connections, the pool is full',
    lasts: [2_000, 6_000],
    async run({ postgres }, { ms }) {
      await postgres.query(`ALTER ROLE ${ROLE} CONNECTION LIMIT ${FEW}`);
      await postgres.query(TERMINATE);
      await delay(ms);
      await postgres.query(`ALTER ROLE ${ROLE} CONNECTION LIMIT -1`);
    },
  },
];
