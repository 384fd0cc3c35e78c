import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { STORED_SERIES } from './stored-series.js';
import { StoredStateReader } from './stored-state.reader.js';
import type { StoredState } from './stored-state.repository.js';

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  /** Nobody knows it: no sample. */
  readonly value: number | null | undefined;
}

/** A gauge whose value is in the database. */
export interface StoredSeries {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly samples: (state: StoredState) => readonly Sample[];
}

/** Shows what the database knows, and nothing of it while the database does not answer: an old value would be a lie. */
@Injectable()
export class StoredGauges {
  constructor(registry: Registry, state: StoredStateReader) {
    const up: Gauge = new Gauge({
      name: 'countinghouse_database_up',
      help: 'Whether the database answered; if not, what it knows is left out',
      registers: [registry],
      collect: async () => up.set((await state.read()) ? 1 : 0),
    });
    for (const { name, help, labels, samples } of STORED_SERIES) {
      const gauge: Gauge = new Gauge({
        name,
        help,
        labelNames: labels,
        registers: [registry],
        collect: async () => {
          const known = await state.read();
          show(gauge, labels.length > 0, known ? samples(known) : []);
        },
      });
    }
  }
}

/** A gauge without labels is 0 after its reset, and one that nobody knows should not be there at all. */
function show(gauge: Gauge, labelled: boolean, samples: readonly Sample[]): void {
  const known = samples.filter(({ value }) => typeof value === 'number');
  gauge.reset();
  if (!labelled && known.length === 0) gauge.remove();
  for (const { labels = {}, value } of known) gauge.set(labels, value ?? 0);
}
