import type { StoryAnswer } from '../../events/story/story.answers.js';
import { changeText } from './change-text.js';

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
      ? [`  so far    ${failures} attempts failed, ${crashes} crashes, ${rereads} reads from Stripe`]
      : []),
    `  payload   ${payload.state}${payload.bytes === null ? '' : `, ${payload.bytes} bytes`}`,
    ...(stripeUrl === null ? [] : [`  stripe    ${stripeUrl}`]),
  ];
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? ['', title, ...lines.map((line) => `  ${line}`)] : [];

/** One event's story, for a person. */
export const storyLines = (story: StoryAnswer): string[] => [
  ...eventLines(story),
  ...section(
    'attempts that failed',
    story.attempts.map(({ attempt, at, errorClass, error }) => `${attempt}. ${at} ${errorClass}: ${error}`),
  ),
  ...section('changes', [
    story.changes.note,
    ...story.changes.data.map(changeText),
    ...(story.changes.isCut ? ['… and more'] : []),
  ]),
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
        `${topic} ${handler}: ${status} after ${attempts} attempts${error === null ? '' : `, ${error}`}`,
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
