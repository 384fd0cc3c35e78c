import { useLocalStorage } from '@mantine/hooks';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

export type Times = 'relative' | 'utc';

interface ToldTimes {
  readonly times: Times;
  readonly setTimes: (times: Times) => void;
  /** The same for the whole page, so that its times fit together. */
  readonly now: Date;
}

const isTimes = (value: unknown): value is Times => value === 'relative' || value === 'utc';

const Context = createContext<ToldTimes>({ times: 'relative', setTimes: () => undefined, now: new Date() });

/** Milliseconds: `3 min ago` is right to the minute, `12 s ago` to the tick. */
const TICK = 5_000;

export function TimesProvider({ children }: { readonly children: ReactNode }) {
  const [times, setTimes] = useLocalStorage<Times>({
    key: 'countinghouse-times',
    defaultValue: 'relative',
    getInitialValueInEffect: false,
    deserialize: (value) => (isTimes(value) ? value : 'relative'),
    serialize: (value) => value,
  });
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK);
    return () => clearInterval(timer);
  }, []);
  const told = useMemo(() => ({ times, setTimes, now }), [times, setTimes, now]);
  return <Context value={told}>{children}</Context>;
}

export const useTimes = (): ToldTimes => useContext(Context);
