import { ALERT_RULES } from '../src/operations/alerts/alert-rules.js';
import type { IncidentAnswer } from '../src/operations/alerts/alert.answers.js';
import type { Stage } from './stage.js';
import { until } from './until.js';

const CHANNELS = ['email', 'webhook'] as const;
const ABOUT = ['opened', 'resolved'] as const;
/** Milliseconds for a message to leave. */
const LIMIT = 30_000;

/** What is known of before. */
interface Before {
  /** How many had come. */
  readonly mails: number;
  /** The way that is broken itself, if one is. */
  readonly mute: (typeof CHANNELS)[number] | undefined;
}

interface Told {
  readonly text: string;
  readonly wrong: string[];
}

const isTold = ({ name }: IncidentAnswer): boolean => ALERT_RULES[name].isTold;

/** All messages of what is written of are there, and none waits. */
const haveLeft = (incidents: readonly IncidentAnswer[]): boolean =>
  incidents
    .filter(isTold)
    .every(({ messages }) => messages.length >= 4 && messages.every(({ status }) => status !== 'pending'));

const sentOf = ({ messages }: IncidentAnswer, channel: string): number[] =>
  ABOUT.map(
    (about) => messages.filter((one) => one.about === about && one.channel === channel && one.status === 'sent').length,
  );

/** One message at its beginning and one at its end, on each way; or none at all, if that is the rule. */
function wrongOf(incident: IncidentAnswer, mute: Before['mute']): string[] {
  const { name, messages } = incident;
  if (!isTold(incident)) return messages.length === 0 ? [] : [`${name}: written of, though only shown`];
  return CHANNELS.flatMap((channel) => {
    const [opened = 0, resolved = 0] = sentOf(incident, channel);
    const isBoth = opened === 1 && resolved === 1;
    const isNeither = channel === mute && opened === 0 && resolved === 0;
    return isBoth || isNeither ? [] : [`${name}: by ${channel} ${opened} at its beginning, ${resolved} at its end`];
  });
}

/** What came to the mail server is what the outbox says, and no more. */
function wrongMails({ mail }: Stage, incidents: readonly IncidentAnswer[], from: number): string[] {
  const subjects = mail.received.slice(from).map(({ header }) => header('Subject') ?? '');
  return incidents.filter(isTold).flatMap((incident) =>
    ['Something is wrong', 'It is right again'].flatMap((words, i) => {
      const times = subjects.filter((subject) => subject.startsWith(`${words}: ${incident.name}`)).length;
      const sent = sentOf(incident, 'email')[i];
      return times === sent
        ? []
        : [`mail "${words}: ${incident.name}" came ${times} times, and was sent ${sent} times`];
    }),
  );
}

function textOf(incident: IncidentAnswer): string {
  if (!isTold(incident)) return `${incident.name}: shown only`;
  const ways = CHANNELS.filter((channel) => sentOf(incident, channel).join() === '1,1');
  return `${incident.name}: by ${ways.join(' and ')}, at its beginning and its end`;
}

/** @param known ids of incidents of before. */
export async function toldOf(stage: Stage, known: ReadonlySet<string>, { mails, mute }: Before): Promise<Told> {
  const own = async () => (await stage.console.incidents()).filter(({ id }) => !known.has(id));
  const left = await until('the messages have left', LIMIT, async () => {
    const list = await own();
    return haveLeft(list) && list;
  }).catch(own);
  const names = left.map(({ name }) => name);
  const repeated = names
    .filter((name, i) => names.indexOf(name) !== i)
    .map((name) => `${name}: more than one incident`);
  const again = [...stage.receiver.received]
    .filter(([, times]) => times.length > 1)
    .map(([id]) => `webhook ${id} twice`);
  const wrong = [
    ...left.flatMap((one) => wrongOf(one, mute)),
    ...repeated,
    ...wrongMails(stage, left, mails),
    ...again,
  ];
  return { text: left.map(textOf).join('; '), wrong };
}
