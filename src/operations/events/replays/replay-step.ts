import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { inTransaction } from '../../../database/in-transaction.js';
import { EventQueue } from '../../../webhooks/event-queue.js';
import { LostPayloads } from './lost-payloads.js';
import { ReplayTurnRepository, type RunningReplay, type Turn } from './replay-turn.repository.js';

/** Makes due what a replay may make due in one second. What is done is committed, so that any process can go on. */
@Injectable()
export class ReplayStep {
  constructor(
    private readonly turns: ReplayTurnRepository,
    private readonly lost: LostPayloads,
    private readonly queue: EventQueue,
    private readonly dataSource: DataSource,
  ) {}

  /** @returns whether the replay has come to its end. */
  async run(replay: RunningReplay): Promise<boolean> {
    const made = await inTransaction(this.dataSource, async (tx) => {
      if (!(await this.turns.hold(tx, replay))) return undefined;
      const turns = await this.turns.turns(tx, replay);
      const open = turns.filter(({ isDue }) => !isDue);
      const able = open.filter((turn) => turn.hasPayload || this.lost.canRun(turn));
      const due = new Set(await this.turns.makeDue(tx, replay, idsOf(able)));
      const run = able.filter(({ logId }) => due.has(logId));
      const outcomes = [
        ['replayed', run.filter(({ hasPayload }) => hasPayload)],
        ['reread', run.filter(({ hasPayload }) => !hasPayload)],
        ['refused', open.filter((turn) => !able.includes(turn))],
        ['skipped', turns.filter(({ isDue }) => isDue)],
      ] as const;
      for (const [outcome, those] of outcomes) await this.turns.note(tx, replay, idsOf(those), outcome);
      await this.turns.skipForgotten(tx, replay);
      return due.size;
    });
    if (made === undefined) return true;
    if (made > 0) this.queue.wake();
    return this.turns.finish(replay);
  }
}

const idsOf = (turns: readonly Turn[]): string[] => turns.map(({ logId }) => logId);
