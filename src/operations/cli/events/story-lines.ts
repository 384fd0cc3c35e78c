import { counted } from '../../figures.js';
import type { StoryAnswer } from '../../events/story/story.answers.js';
import { changeText } from './change-text.js';

/** What the event says was read; of every other state the note says why there is nothing. */
const READ: readonly StoryAnswer['changes']['state'][] = ['computed', 'first', 'before_unknown'];

type Neighbour = StoryAnswer['before'][number];

const neighbourText = ({ id, type, status, verdict, createdAt }: Neighbour): string =>
  `${createdAt} ${id} ${type} ${verdict ?? status}`;

function eventLines({ event, arrival, payload, related, next, stripeUrl }: StoryAnswer): string[] {
  const { id, type, account, livemode, object, source, status, verdict, failures, crashes, rereads } = event;
  const { missing, lagSeconds } = arrival;
  const told = missing ? `, no webhook had brought it (${missing.kind}, found ${missing.foundAt})` : '';
  return [
    `${id}  ${type}`,
    `  ${livemode ? 'live' : 'test'} mode, ${account ?? 'own account'}, about ${object ?? 'no object'}`,
    `  created   ${event.createdAt} at Stripe, API version ${event.apiVersion ?? 'unknown'}`,
    `  received  ${event.receivedAt} by ${source}, ${lagSeconds} s later${told}`,
    `  verdict   ${verdict ?? status}${event.processedAt === null ? '' : ` at ${event.processedAt}`}`,
    ...(related
      ? [
          `  ${related.kind.padEnd(9)} ${related.by ? `by ${related.by.id} ${related.by.type}` : 'by a read from Stripe'}`,
        ]
      : []),
    `  next      ${next.note}${next.at === null ? '' : ` (${next.at})`}`,
    ...(failures + crashes + rereads > 0
      ? [
          `  so far    ${counted(failures, 'attempt')} failed, ${counted(crashes, 'crash', 'crashes')}, ${counted(rereads, 'read')} from Stripe`,
        ]
      : []),
    `  payload   ${payload.state}${payload.bytes === null ? '' : `, ${counted(payload.bytes, 'byte')}`}`,
    ...(stripeUrl === null ? [] : [`  stripe    ${stripeUrl}`]),
  ];
}

/** Below a note that tells how to read them there are some, or it is said that there are none. */
const changeLines = ({ state, note, data, isCut }: StoryAnswer['changes']): string[] => [
  note,
  ...data.map(changeText),
  ...(data.length === 0 && READ.includes(state) ? ['none'] : []),
  ...(isCut ? ['… and more'] : []),
];

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? ['', title, ...lines.map((line) => `  ${line}`)] : [];

/** One event's story, for a person. */
export const storyLines = (story: StoryAnswer): string[] => [
  ...eventLines(story),
  ...section(
    'attempts that failed',
    story.attempts.map(({ attempt, at, errorClass, error }) => `${attempt}. ${at} ${errorClass}: ${error}`),
  ),
  ...section('changes', changeLines(story.changes)),
  ...section(
    'for tenants',
    story.derived.map(
      ({ tenant, at, before, after }) => `${at} ${tenant}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`,
    ),
  ),
  ...section(
    'outbox',
    story.outbox.map(
      ({ topic, handler, status, attempts, error }) =>
        `${topic} ${handler}: ${status} after ${counted(attempts, 'attempt')}${error === null ? '' : `, ${error}`}`,
    ),
  ),
  ...section(
    'replays',
    story.replays.map(
      ({ replay, by, reason, requestedAt, outcome, formerStatus, formerVerdict }) =>
        `${requestedAt} ${replay} by ${by ?? 'another account'}: ${outcome}${
          formerStatus === null ? '' : `, was ${formerVerdict ?? formerStatus}`
        }${reason === null ? '' : ` (${reason})`}`,
    ),
  ),
  ...section('events of the object before', story.before.map(neighbourText)),
  ...section('events of the object after', story.after.map(neighbourText)),
];
