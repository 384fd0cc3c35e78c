import { jest } from '@jest/globals';
import { ProcessHeartbeat } from '../../src/operations/processes/process-heartbeat.js';
import type { Backend } from './backend.js';

/**
 * From now on the process tells of itself when a test says so, and not also at the end of a minute, which may be now.
 *
 * @returns says so.
 */
export function heartbeatByHand({ app }: Backend): () => Promise<void> {
  const heartbeat = app.get(ProcessHeartbeat, { strict: false });
  const beat = heartbeat.beat.bind(heartbeat);
  jest.spyOn(heartbeat, 'beat').mockResolvedValue();
  return beat;
}
