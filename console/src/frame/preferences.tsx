import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { Monitor, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTimes } from '../show/times.js';
import classes from './preferences.module.css';

const named = (icon: ReactNode, name: string) => (
  <span className={classes.icon}>
    {icon}
    <span className="unseen">{name}</span>
  </span>
);

const ICON = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const;

const SCHEMES = [
  { value: 'auto', label: named(<Monitor {...ICON} />, 'Colours of the system') },
  { value: 'light', label: named(<Sun {...ICON} />, 'Light') },
  { value: 'dark', label: named(<Moon {...ICON} />, 'Dark') },
] as const;

const TIMES = [
  { value: 'relative', label: 'ago' },
  { value: 'utc', label: 'UTC' },
] as const;

/** Kept in the browser: colours, and whether times are told as `3 min ago` or by the clock. */
export function Preferences() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { times, setTimes } = useTimes();
  return (
    <div className={classes.preferences}>
      <SegmentedControl
        size="xs"
        aria-label="Colours"
        data={[...SCHEMES]}
        value={colorScheme}
        onChange={(value) => setColorScheme(value)}
      />
      <SegmentedControl
        size="xs"
        aria-label="Times"
        data={[...TIMES]}
        value={times}
        onChange={(value) => setTimes(value)}
      />
    </div>
  );
}
