import { Tooltip } from '@mantine/core';
import { relativeText, utcPlain, utcText } from '../format/time.js';
import { None } from './none.js';
import { useTimes } from './times.js';

interface TimeProps {
  /** ISO 8601; null and undefined: never. */
  readonly at: string | null | undefined;
  /** What never is called. */
  readonly never?: string;
  /**
   * In a table times are no stops for Tab: hundreds of them would stand between a reader and the next row. The switch
   * `UTC` beside the colours shows all of them by the clock.
   */
  readonly isInTable?: boolean;
}

/** `3 min ago`, by the clock (UTC) under the pointer or in focus; or by the clock at once, where the reader has chosen so. */
export function Time({ at, never, isInTable }: TimeProps) {
  const { times, now } = useTimes();
  if (at === null || at === undefined) return <None text={never} />;
  const time = new Date(at);
  if (times === 'utc') return <time dateTime={at}>{isInTable ? utcPlain(time) : utcText(time)}</time>;
  return (
    <Tooltip label={utcText(time)}>
      {isInTable ? (
        <time dateTime={at}>{relativeText(time, now)}</time>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the tooltip must be reachable without a pointer
        <time dateTime={at} tabIndex={0}>
          {relativeText(time, now)}
        </time>
      )}
    </Tooltip>
  );
}
