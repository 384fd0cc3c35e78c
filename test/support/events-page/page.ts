import type { EventSample } from '../event-samples.js';
import { exampleOf } from './example.js';
import type { Observed } from './observed.js';

/** What the page says of one type. */
export interface DescribedType {
  readonly type: string;
  /** `InvoiceProcessor.sync`. */
  readonly owner: string;
  readonly file: string;
  readonly sample: EventSample;
  readonly observed: Observed;
}

const INTRODUCTION = `# Events

Every event type that has an owner: who owns it, which rows it writes, what is computed from them, and an example.

This page is generated: \`npm run docs:events\` sends examples of each type to a real backend and writes down what
changed. A test fails when the page is out of date. Changes by hand are lost.

- The **owner** is the one method that writes the rows (\`@OnStripeEvent\`). Others may follow the type beside it
  (\`@AfterStripeEvent\`, see [extending.md](extending.md)).
- **Rows**: the object's own row, and the rows that it holds. When several events compete for a row, the last state
  wins, whatever came last ([ordering.md](ordering.md)); the columns are in [data-model.md](data-model.md).
- Rows and what is computed are what **all examples** of a type in the tests' scripted lives brought about, the type told
  alone. A single event may do less; what it does by way of rows that are there already (the tenant of a customer who is
  deleted) is not seen. The columns that changed are those of the one example that is shown, after its history.
- A few types the sandbox does not send; their section says so. **Another type's event stands in** under their name: it
  shows rows and shape, not when Stripe sends it.
- **Computed** from the rows, in the same transaction: to whom a customer belongs and which subscription counts
  (\`tenant_customers\`, \`tenants\`). \`balance_transactions\` are noted by id and read from Stripe afterwards;
  \`payment_follow_ups\` is a view.

## Types without an owner

An event of any other type is stored with its exact bytes, answered 2xx, and ends as \`ignored: no_handler\`: it changes
no row, is never retried, and can be replayed once there is an owner. So do types that Stripe has yet to invent. A type
of your own is one method: [extending.md](extending.md#a-table-of-your-own-onstripeevent). Events of the other mode end
as \`ignored: wrong_mode\`. A thin event (\`v1.customer.updated\`) does what the snapshot event of its name does, with the
object as it is read from Stripe ([ordering.md](ordering.md#rule-14-thin-events-and-types-that-are-read)).
`;

/** The whole page. */
export function eventsPage(types: readonly DescribedType[]): string {
  const rows = types.map(({ type, owner, observed }) => [
    `[\`${type}\`](#${anchor(type)})`,
    `\`${owner}\``,
    observed.tables.map(code).join(', ') || '–',
    observed.derived.map(code).join(', ') || '–',
  ]);
  return [
    INTRODUCTION,
    '## All types\n',
    table(['type', 'owner', 'rows', 'computed'], rows),
    ...types.map(section),
  ].join('\n');
}

const code = (name: string): string => `\`${name}\``;
/** As GitHub makes them. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return `${[line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}

function section({ type, owner, file, sample, observed }: DescribedType): string {
  const facts = [
    `- owner: \`${owner}\`, [${file}](../${file})`,
    `- rows: ${observed.tables.map(code).join(', ') || `none, the event is ${code(observed.verdict)} for whoever follows it`}`,
    ...(observed.deleted ? ['- leaves a tombstone: identity and `deleted_at`, nothing else'] : []),
    ...(sample.standsInAs
      ? [`- the sandbox does not send it: what stands in under its name is \`${sample.standsInAs}\``]
      : []),
    ...(observed.changed.length > 0 ? [`- changed in the example: ${observed.changed.map(code).join(', ')}`] : []),
    `- computed: ${observed.derived.map(code).join(', ') || 'nothing'}`,
  ];
  const example = `<details>\n<summary>Example</summary>\n\n\`\`\`json\n${exampleOf(sample.event)}\n\`\`\`\n\n</details>\n`;
  return `## ${type}\n\n${facts.join('\n')}\n\n${example}`;
}
