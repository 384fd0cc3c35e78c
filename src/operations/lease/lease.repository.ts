import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/**
 * All SQL of the leases. Each is a row with an end, by the database's clock: no session holds a lock, so it works behind
 * a transaction pooler, and the lease of a process that was killed ends by itself.
 */
@Injectable()
export class LeaseRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param holder a new UUID. @param term seconds. @returns false while somebody else holds it. */
  async take(name: string, holder: string, term: number): Promise<boolean> {
    const taken: unknown[] = await this.dataSource.query(
      `INSERT INTO leases (name, holder, expires_at) VALUES ($1, $2, clock_timestamp() + $3 * interval '1 second')
       ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at
        WHERE leases.expires_at <= clock_timestamp()
       RETURNING name`,
      [name, holder, term],
    );
    return taken.length > 0;
  }

  /** @returns false when it has ended and somebody else may have it: also when nobody has. */
  async renew(name: string, holder: string, term: number): Promise<boolean> {
    const [renewed]: [unknown[], number] = await this.dataSource.query(
      `UPDATE leases SET expires_at = clock_timestamp() + $3 * interval '1 second'
        WHERE name = $1 AND holder = $2 AND expires_at > clock_timestamp()
       RETURNING name`,
      [name, holder, term],
    );
    return renewed.length > 0;
  }

  async release(name: string, holder: string): Promise<void> {
    await this.dataSource.query('DELETE FROM leases WHERE name = $1 AND holder = $2', [name, holder]);
  }
}
