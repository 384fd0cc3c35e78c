import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ObjectKeepsChangingError } from '../../common/errors.js';
import { heldBy, type WrittenRow } from '../../database/held.js';
import { isTold } from '../../stripe/kept-objects.js';
import { NeedsReread } from '../../stripe/needs-reread.js';
import { ObjectSync, type ReadObject } from '../../webhooks/object-sync.js';
import { differencesOf, type Difference, type RowImage } from './difference.js';
import { RowImageRepository } from './row-image.repository.js';

/** Reads of one object that changes meanwhile. */
const MOST_READS = 5;

/** What would be written for an object, and where. */
interface Rehearsed {
  readonly row: WrittenRow;
  readonly there: RowImage;
}

/** How an object of Stripe's and its row compare. */
export interface Comparison {
  /** The object as it was read last. */
  readonly object: ReadObject;
  /** In which it was read; null for the pinned one. */
  readonly apiVersion: string | null;
  readonly differences: readonly Difference[];
}

/**
 * Compares objects with their rows by the very code that writes the rows: they are applied in a transaction that is
 * taken back, and the rows are looked at before and in it. What an event has told since the read is newer: no difference.
 */
@Injectable()
export class ObjectComparison {
  constructor(
    private readonly sync: ObjectSync,
    private readonly images: RowImageRepository,
  ) {}

  /**
   * Of different objects those that differ at a glance, or that cannot be compared together with the others. Each has to
   * be read once more and compared by itself: its row may have changed between the two looks.
   */
  async suspectsOf(objects: readonly ReadObject[], apiVersion: string | null): Promise<readonly ReadObject[]> {
    let rehearsed: readonly Rehearsed[];
    try {
      rehearsed = await this.sync.rehearse(objects, (tx) => this.rowsIn(tx));
    } catch {
      return objects; // each by itself tells which one it is
    }
    const suspects: ReadObject[] = [];
    for (const object of objects) {
      const own = rehearsed.find(({ row }) => row.object.id === object.ref.id);
      if (own && (await this.differences(object, own, apiVersion)).length > 0) suspects.push(object);
    }
    return suspects;
  }

  /** @throws {ObjectKeepsChangingError} and what the object's handler throws. */
  async compareOne(object: ReadObject, apiVersion: string | null): Promise<Comparison> {
    let current = object;
    for (let reads = 1; ; reads += 1) {
      try {
        const differences = await this.lookAt(current, apiVersion);
        // What has changed the row between the two looks is in the log by now, and the same read cannot be applied again.
        const isSure = differences.length === 0 || (await this.rehearse(current)) !== undefined;
        return { object: current, apiVersion, differences: isSure ? differences : [] };
      } catch (error) {
        if (!(error instanceof NeedsReread)) throw error;
        if (reads === MOST_READS) throw new ObjectKeepsChangingError();
        current = await this.sync.read(object.ref, apiVersion);
      }
    }
  }

  private async lookAt(object: ReadObject, apiVersion: string | null): Promise<readonly Difference[]> {
    const rehearsed = await this.rehearse(object);
    return rehearsed ? this.differences(object, rehearsed, apiVersion) : [];
  }

  /** Undefined when the row shows what is newer than the read. */
  private async rehearse(object: ReadObject): Promise<Rehearsed | undefined> {
    const [rehearsed] = await this.sync.rehearse([object], (tx) => this.rowsIn(tx));
    return rehearsed;
  }

  private async rowsIn(tx: EntityManager): Promise<Rehearsed[]> {
    const rows: Rehearsed[] = [];
    for (const row of heldBy(tx).written.values()) rows.push({ row, there: await this.images.imageOf(row, tx) });
    return rows;
  }

  private async differences(
    { ref, read }: ReadObject,
    { row, there }: Rehearsed,
    apiVersion: string | null,
  ): Promise<Difference[]> {
    const here = await this.images.imageOf(row);
    const isUntold = (state: object): boolean => !isTold(ref.type, { ...state }, apiVersion);
    // From one state of which no event tells to another one: a row of it is there because somebody has read the object.
    return isUntold(read.object ?? {}) && (here === null || isUntold(here)) ? [] : differencesOf(ref, here, there);
  }
}
