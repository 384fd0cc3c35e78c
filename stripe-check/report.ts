import type { Comparison } from '../sandbox/demo/comparison.js';
import { table } from '../sandbox/demo/table.js';
import type { VerifyResult } from '../src/operations/verify/verify-run.js';
import type { Behaviour } from './behaviours.js';
import type { ShapesCompared } from './shapes.js';

/** All that a run has found. */
export interface Found {
  readonly events: number;
  readonly lacking: readonly string[];
  readonly verified: VerifyResult;
  readonly mirror: readonly Comparison[];
  readonly behaviours: readonly Behaviour[];
  readonly shapes: ShapesCompared;
  readonly stays: readonly string[];
}

const short = (id: string): string => (id.length > 18 ? `${id.slice(0, 17)}…` : id);

function shapeLines({ kinds, differences, eventTypes }: ShapesCompared): string[] {
  const lists = [
    ['only Stripe sent', eventTypes.stripe],
    ['only the sandbox sent', eventTypes.sandbox],
  ] as const;
  return [
    `\nShapes of ${kinds} kinds of objects, Stripe's and the sandbox's: ${differences.length} differences`,
    ...(differences.length === 0
      ? []
      : [
          table([
            ['object', 'path', 'difference', 'Stripe', 'sandbox'],
            ...differences.map(({ kind, path, difference, stripe, sandbox }) => [
              kind,
              path,
              difference,
              stripe,
              sandbox,
            ]),
          ]),
        ]),
    ...lists.filter(([, types]) => types.length > 0).map(([words, types]) => `  ${words}: ${types.join(', ')}`),
  ];
}

/** What is not as it should be, by its name. */
export function wrongOf({ lacking, verified, mirror, behaviours, shapes, stays }: Found): string[] {
  const { different, gone, failed, refused } = verified;
  const counts: readonly (readonly [string, number])[] = [
    ['events that are not settled', lacking.length],
    ['rows that verify finds wrong', different + gone + failed + refused],
    ['rows that say something else', mirror.filter(({ here, there }) => here !== there).length],
    ['behaviours', behaviours.filter(({ isRight }) => !isRight).length],
    ['shapes', shapes.differences.length + shapes.eventTypes.stripe.length + shapes.eventTypes.sandbox.length],
    ['left behind', stays.length],
  ];
  return counts.filter(([, count]) => count > 0).map(([name, count]) => `${name}: ${count}`);
}

export function report(found: Found): string[] {
  const { events, lacking, verified, mirror, behaviours, shapes, stays } = found;
  const rows = mirror.map(({ object, id, here, there }) => [
    object,
    short(id),
    here,
    there,
    here === there ? 'yes' : 'NO',
  ]);
  const wrong = wrongOf(found);
  return [
    `\n${events} events, ${lacking.length} of them not settled`,
    ...lacking.map((line) => `  ${line}`),
    `verify: ${verified.checked} rows compared, ${verified.different} differ, ${verified.gone} gone, ${verified.failed} failed\n`,
    table([['object', 'id', 'in the database', 'at Stripe', 'equal'], ...rows]),
    '\nWhat the backend relies on',
    ...behaviours.map(({ name, isRight, text }) => `  ${isRight ? 'ok   ' : 'WRONG'}  ${name}: ${text}`),
    ...shapeLines(shapes),
    ...stays.map((line) => `LEFT BEHIND, take it away in the Dashboard: ${line}`),
    wrong.length === 0 ? '\nAll as it should be.' : `\nTo look at: ${wrong.join('; ')}`,
  ];
}
