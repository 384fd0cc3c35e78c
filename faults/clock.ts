/** Loaded into each process before its own code: lets the suite set its clock, as an operator or a broken NTP does. */

const RealDate = Date;
let ahead = 0;

const shifted = (): number => RealDate.now() + ahead;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: [], newTarget) =>
    args.length === 0 ? new target(shifted()) : Reflect.construct(target, args, newTarget),
  apply: () => new RealDate(shifted()).toString(),
  get: (target, property, receiver) => (property === 'now' ? shifted : Reflect.get(target, property, receiver)),
});

/** Milliseconds by which this process's clock is ahead of the machine's. */
process.on('message', (message: unknown) => {
  if (typeof message === 'object' && message !== null && 'ahead' in message) ahead = Number(message.ahead);
});
process.channel?.unref();
