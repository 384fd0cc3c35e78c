import { Clock } from './clock.js';
import { Scheduler } from './scheduler.js';

describe('clock and scheduler', () => {
  it('time stands still until it is moved, and never goes back', () => {
    const clock = new Clock({ startAt: 1_000, realTime: false });
    clock.moveTo(1_010);
    clock.moveTo(900);
    expect(clock.now()).toBe(1_010);
  });

  it('follows the machine when it is told to', () => {
    const clock = new Clock({ startAt: 1_000, realTime: true });
    expect(clock.now() - 1_000).toBeLessThan(5);
    clock.moveTo(5_000);
    expect(clock.now()).toBeGreaterThanOrEqual(5_000);
  });

  it('jobs run in order of time, then of planning, each at its own second; those they plan run too', () => {
    const clock = new Clock({ startAt: 0, realTime: false });
    const scheduler = new Scheduler(clock);
    const ran: string[] = [];
    const note = (name: string) => () => ran.push(`${name}@${clock.now()}`);
    scheduler.at(20, note('late'));
    scheduler.at(10, note('first'));
    scheduler.at(10, note('second'));
    scheduler.at(15, () => scheduler.after(3, note('planned')));
    scheduler.at(31, note('not yet'));
    scheduler.runUntil(30);
    expect(ran).toEqual(['first@10', 'second@10', 'planned@18', 'late@20']);
    expect(clock.now()).toBe(30);
  });
});
