import type { Break } from './breaks/break.js';
import { lossesOf } from './losses.js';
import { lackingIn } from './runbook.js';
import type { Stage } from './stage.js';
import { toldOf } from './told.js';
import { until } from './until.js';

/** One thing that was looked at. */
export interface Check {
  readonly check: 'alert' | 'runbook' | 'cause' | 'over' | 'nothing lost' | 'told' | 'drill';
  readonly isRight: boolean;
  readonly text: string;
}

/** Milliseconds for an alert to fire, and to be clear: processes by themselves look every half minute. */
const LIMIT = 60_000;

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Breaks the system in one way, looks at it as an operator does, and puts it right. What cannot go on is a check, too. */
export async function* drill(one: Break, stage: Stage): AsyncGenerator<Check> {
  try {
    const known = new Set((await stage.console.incidents()).map(({ id }) => id));
    const mails = stage.mail.received.length;
    await one.breakIt(stage);
    yield* fires(one, stage);
    for (const { isRight, text } of await one.look(stage)) yield { check: 'cause', isRight, text };
    await one.mend(stage);
    yield* ends(stage);
    const { events, wrong } = await lossesOf(stage);
    yield verdict('nothing lost', wrong, `${events} events settled, rows equal to Stripe's`);
    const told = await toldOf(stage, known, { mails, mute: one.mute });
    yield verdict('told', told.wrong, told.text);
  } catch (error) {
    yield { check: 'drill', isRight: false, text: error instanceof Error ? error.message : String(error) };
  }
}

const verdict = (check: Check['check'], wrong: readonly string[], text: string): Check => ({
  check,
  isRight: wrong.length === 0,
  text: wrong.length === 0 ? text : wrong.slice(0, 10).join('; '),
});

async function* fires({ alerts, besides, unaided = false }: Break, stage: Stage): AsyncGenerator<Check> {
  const began = performance.now();
  const firing = await until(`${alerts.join(' and ')} fire`, LIMIT, async () => {
    if (!unaided) await stage.observer.look();
    const { alerts: list } = await stage.console.overview();
    return alerts.every((name) => list.some((alert) => alert.name === name)) && list;
  });
  const how = unaided ? `found by the processes themselves after ${seconds(began)}` : seconds(began);
  for (const { name, severity, value, runbook } of firing) {
    const isRight = alerts.includes(name) || besides.includes(name);
    yield { check: 'alert', isRight, text: `${name} (${severity}): ${value} [${how}]` };
    yield verdict('runbook', await lackingIn(runbook), runbook);
  }
}

async function* ends({ observer, console, time }: Stage): AsyncGenerator<Check> {
  const began = performance.now();
  await until('no alert fires any more', LIMIT, async () => {
    await observer.look();
    return (await console.overview()).alerts.length === 0;
  });
  const clear = seconds(began);
  await time.passTenMinutes();
  await observer.look();
  const open = (await console.incidents()).filter(({ resolvedAt }) => resolvedAt === null).map(({ name }) => name);
  yield verdict('over', open, `no alert fires any more [${clear}], ten minutes later the incident has ended`);
}
