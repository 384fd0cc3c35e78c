import { Lanes } from './lanes.js';

const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('Lanes', () => {
  it('does everything there is, a few at a time, and sleeps', async () => {
    const todo = [1, 2, 3, 4, 5];
    const done: number[] = [];
    let atOnce = 0;
    let most = 0;
    const lanes = new Lanes(
      2,
      async () => {
        const item = todo.shift();
        if (item === undefined) return false;
        atOnce += 1;
        most = Math.max(most, atOnce);
        await tick();
        atOnce -= 1;
        done.push(item);
        return true;
      },
      (error) => {
        throw error;
      },
    );
    lanes.wake();
    lanes.wake();
    lanes.wake();
    await lanes.idle();
    expect(done.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
    todo.push(6);
    lanes.wake();
    await lanes.idle();
    expect(done).toContain(6);
  });

  it('looks once more when it is woken while it looks', async () => {
    let looks = 0;
    const lanes: Lanes = new Lanes(
      1,
      async () => {
        looks += 1;
        if (looks === 1) lanes.wake();
        await tick();
        return false;
      },
      () => undefined,
    );
    lanes.wake();
    await lanes.idle();
    expect(looks).toBe(2);
  });

  it('hears a call that comes when its only lane is on its way out', async () => {
    for (let ticks = 0; ticks < 10; ticks += 1) {
      let looks = 0;
      const lanes: Lanes = new Lanes(
        1,
        () => {
          looks += 1;
          let later = Promise.resolve();
          for (let i = 0; i < ticks; i += 1) later = later.then(() => undefined);
          if (looks === 1) void later.then(() => lanes.wake());
          return Promise.resolve(false);
        },
        () => undefined,
      );
      lanes.wake();
      await tick();
      expect(looks).toBe(2);
    }
  });

  it('survives an error of its work', async () => {
    const errors: unknown[] = [];
    const lanes = new Lanes(
      1,
      () => Promise.reject(new Error('lost connection')),
      (error) => errors.push(error),
    );
    lanes.wake();
    await lanes.idle();
    lanes.wake();
    await lanes.idle();
    expect(errors).toHaveLength(2);
  });

  it('stops: waits for what is under way, but not for ever, and takes nothing more', async () => {
    let begun = 0;
    const lanes = new Lanes(
      1,
      () => {
        begun += 1;
        return new Promise<boolean>(() => undefined);
      },
      () => undefined,
    );
    lanes.wake();
    await lanes.stop(20);
    lanes.wake();
    expect(begun).toBe(1);
  });
});
