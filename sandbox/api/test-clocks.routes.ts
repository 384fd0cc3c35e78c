import { invalidRequest, resourceMissing } from '../engine/errors.js';
import { deletedAnswer } from './catalog.routes.js';
import { requireParams } from './params.js';
import type { Routes } from './routes.js';

/** A test clock is deleted by itself after so many seconds. */
const KEPT_S = 30 * 86_400;
/** Without a subscription a clock may be moved on by so many seconds at most. */
const LONGEST_S = 2 * 366 * 86_400;

interface TestClock {
  readonly id: string;
  readonly object: 'test_helpers.test_clock';
  readonly created: number;
  readonly deletes_after: number;
  readonly frozen_time: number;
  readonly livemode: false;
  readonly name: string | null;
  readonly status: 'ready' | 'advancing';
  readonly status_details: object;
}

/**
 * Test clocks (docs.stripe.com/api/test_clocks). The sandbox has one clock for everything: a test clock that is moved on
 * moves it by as much, whatever time it shows itself. So what belongs to which clock makes no difference, and is not kept.
 */
export function testClockRoutes(routes: Routes): void {
  const { engine } = routes.api;
  const clocks = new Map<string, TestClock>();
  const get = (id: string): TestClock => {
    const found = clocks.get(id);
    if (!found) throw resourceMissing('test clock', id);
    return found;
  };

  routes.list('/v1/test_helpers/test_clocks', () => [...clocks.values()]);
  routes.post('/v1/test_helpers/test_clocks', ({ params }) => {
    const { frozen_time, name } = requireParams<{ frozen_time: string; name?: string }>(params, 'frozen_time');
    const created = engine.clock.now();
    const made: TestClock = {
      id: `clock_1${engine.ids.secret(23)}`,
      object: 'test_helpers.test_clock',
      created,
      deletes_after: created + KEPT_S,
      frozen_time: secondsOf(frozen_time),
      livemode: false,
      name: name ?? null,
      status: 'ready',
      status_details: {},
    };
    clocks.set(made.id, made);
    return made;
  });
  routes.get('/v1/test_helpers/test_clocks/:id', ({ id }) => get(id));
  routes.post('/v1/test_helpers/test_clocks/:id/advance', ({ id, params }) => {
    const before = get(id);
    const frozenTime = secondsOf(requireParams<{ frozen_time: string }>(params, 'frozen_time').frozen_time);
    const ahead = frozenTime - before.frozen_time;
    if (ahead <= 0 || ahead > LONGEST_S) {
      throw invalidRequest(
        'The time must be after the clock’s current frozen time, and within two years.',
        'frozen_time',
      );
    }
    engine.advance(ahead);
    const after: TestClock = { ...before, frozen_time: frozenTime, status: 'ready' };
    clocks.set(id, after);
    return { ...after, status: 'advancing' }; // Stripe takes its time: it is ready at a later look
  });
  routes.delete('/v1/test_helpers/test_clocks/:id', ({ id }) => {
    clocks.delete(get(id).id);
    return deletedAnswer(id, 'test_helpers.test_clock');
  });
}

function secondsOf(time: unknown): number {
  if (!/^\d{1,11}$/.test(String(time)))
    throw invalidRequest('Invalid timestamp: must be an integer Unix timestamp', 'frozen_time');
  return Number(time);
}
