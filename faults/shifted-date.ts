const RealDate = Date;
let ahead = 0;

const shifted = (): number => RealDate.now() + ahead;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: [], newTarget) =>
    args.length === 0 ? new target(shifted()) : Reflect.construct(target, args, newTarget),
  apply: () => new RealDate(shifted()).toString(),
  get: (target, property, receiver) => (property === 'now' ? shifted : Reflect.get(target, property, receiver)),
});

/** @param ms by which this process's clock is ahead of the machine's from now on. */
export function setAhead(ms: number): void {
  ahead = ms;
}
