import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Months made ahead; until they are there, and if making them fails, the default partition takes every row. */
const AHEAD = 2;

/** Makes the monthly partitions of `stripe_event_payload`, so that retention is to drop one. */
@Injectable()
export class PayloadPartitions {
  private madeFor = '';

  constructor(private readonly dataSource: DataSource) {}

  /** Once a month has one; several processes may ask at once. */
  async ensure(now: Date = new Date()): Promise<void> {
    const month = now.toISOString().slice(0, 7);
    if (this.madeFor === month) return;
    for (let ahead = 0; ahead <= AHEAD; ahead += 1) await this.make(now.getUTCFullYear(), now.getUTCMonth() + ahead);
    this.madeFor = month;
  }

  /** @param month from 0; more than 11 runs into the next year. */
  private async make(year: number, month: number): Promise<void> {
    const from = new Date(Date.UTC(year, month, 1)).toISOString();
    const to = new Date(Date.UTC(year, month + 1, 1)).toISOString();
    const name = `stripe_event_payload_${from.slice(0, 7).replace('-', '_')}`;
    await this.dataSource.query(
      `DO $$ BEGIN
         CREATE TABLE IF NOT EXISTS ${name} PARTITION OF stripe_event_payload FOR VALUES FROM ('${from}') TO ('${to}');
       EXCEPTION WHEN duplicate_table OR unique_violation OR check_violation THEN NULL;
       END $$`,
    );
  }
}
