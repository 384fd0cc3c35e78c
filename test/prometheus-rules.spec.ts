import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { ALERT_NAMES, runbookOf } from '../src/operations/alerts/alert-names.js';
import { ALERT_RULES } from '../src/operations/alerts/alert-rules.js';
import * as thresholds from '../src/operations/alerts/thresholds.js';
import { dashboardProblems, expressionsOf, type Dashboard } from './support/dashboard.js';
import { promtool } from './support/promtool.js';

const root = new URL('../', import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8');
const prometheus = fileURLToPath(new URL('deploy/prometheus', root));

/** An alert as it stands in the file, whose form prettier keeps. */
interface Rule {
  readonly name: string;
  readonly expr: string;
  readonly severity: string;
  readonly runbook: string;
  readonly annotations: readonly string[];
}

const textOf = (block: string, pattern: RegExp): string => pattern.exec(block)?.[1] ?? '';

let rules: readonly Rule[];
let dashboard: Dashboard;

beforeAll(async () => {
  const [, ...blocks] = (await read('deploy/prometheus/alerts.yml')).split(/^ {6}- alert: /m);
  rules = blocks.map((block) => ({
    name: textOf(block, /^(\w+)$/m),
    expr: textOf(block, /^ {8}expr: ([\s\S]*?)\n {8}(?:for|labels):/m).replace(/^\|\s+/, ''),
    severity: textOf(block, /^ {8}labels: \{ severity: (\w+) \}$/m),
    runbook: textOf(block, /^ {10}runbook_url: (\S+)$/m),
    annotations: [...block.matchAll(/^ {10}(\w+): \S/gm)].map(([, name]) => name ?? ''),
  }));
  dashboard = JSON.parse(await read('deploy/grafana/countinghouse.json')) as Dashboard;
});

describe('what promtool says', () => {
  it('the rules and the example of a configuration are valid', async () => {
    expect(await promtool(prometheus, 'check', 'rules', 'alerts.yml')).toContain(
      `SUCCESS: ${rules.length} rules found`,
    );
    expect(await promtool(prometheus, 'check', 'config', '--syntax-only', 'prometheus.yml')).toContain('SUCCESS');
  }, 240_000);

  it('each is quiet, fires and is over as it should', async () => {
    expect(await promtool(prometheus, 'test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
    const tests = await read('deploy/prometheus/alerts.test.yml');
    const outcomes = [...tests.matchAll(/alertname: (\w+)\n\s+exp_alerts:( \[\])?/g)];
    for (const { name } of rules) {
      const quiet = outcomes.filter(([, alert]) => alert === name).map(([, , none]) => none !== undefined);
      expect([name, quiet.includes(false), quiet[0], quiet.at(-1)]).toEqual([name, true, true, true]);
    }
  }, 240_000);

  it('every panel of the dashboard asks what Prometheus understands', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'countinghouse-dashboard-'));
    try {
      const asked = expressionsOf(dashboard);
      const recorded = asked.map((expr, i) => `      - record: panel:${i}\n        expr: ${JSON.stringify(expr)}`);
      await writeFile(join(folder, 'panels.yml'), `groups:\n  - name: panels\n    rules:\n${recorded.join('\n')}\n`);
      expect(asked.length).toBeGreaterThan(40);
      const said = await promtool(folder, 'check', 'rules', 'panels.yml');
      expect(said).toContain(`SUCCESS: ${asked.length} rules found`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('what the rules and the dashboard speak of', () => {
  const EVERYWHERE = ['job', 'instance', 'le'];
  let labelsOf: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    const page = await read('docs/metrics.md'); // which another test keeps equal to what is registered
    const rows = [...page.matchAll(/^\| `(countinghouse_\w+)` \| (\w+) \|([^|]*)\|/gm)].flatMap(
      ([, name, type, cell]) => {
        const labels = [...(cell ?? '').matchAll(/`(\w+)`/g)].map(([, label]) => label ?? '');
        const suffixes = type === 'histogram' ? ['_bucket', '_count', '_sum'] : [''];
        return suffixes.map((suffix) => [`${name}${suffix}`, labels] as const);
      },
    );
    const registry = new Registry();
    collectDefaultMetrics({ register: registry });
    const usual = registry.getMetricsAsArray().map(({ name }) => [name, [] as string[]] as const);
    registry.clear();
    const own = [
      ['up', []],
      ['ALERTS', ['alertname', 'alertstate']],
    ] as const;
    labelsOf = new Map<string, readonly string[]>([...rows, ...usual, ...own]);
  });

  const problemsOf = (expr: string): string[] => {
    const bare = expr.replaceAll(/"[^"]*"/g, '""');
    const names = [...bare.matchAll(/\b((?:countinghouse|process|nodejs)_\w+|up|ALERTS)\b/g)].map(
      ([, name]) => name ?? '',
    );
    const unknown = names.filter((name) => !labelsOf.has(name)).map((name) => `${name} is not registered`);
    const known = new Set([...EVERYWHERE, ...names.flatMap((name) => labelsOf.get(name) ?? [])]);
    const grouped = [...bare.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list]) => (list ?? '').split(', '));
    const matched = [...bare.matchAll(/[{,]\s*(\w+)(?:=~|!=|!~|=)/g)].map(([, label]) => label ?? '');
    const labels = [...grouped, ...matched].filter((label) => !known.has(label));
    return [...(names.length === 0 ? ['no metric'] : []), ...unknown, ...labels.map((label) => `${label} is no label`)];
  };

  it('is registered by the product, with those labels', () => {
    for (const { name, expr } of rules) expect([name, problemsOf(expr)]).toEqual([name, []]);
    for (const expr of expressionsOf(dashboard)) expect([expr, problemsOf(expr)]).toEqual([expr, []]);
    expect(problemsOf('max by (shop) (countinghouse_dead_event{status="dead"})')).toEqual([
      'countinghouse_dead_event is not registered',
      'shop is no label',
      'status is no label',
    ]);
  });

  it('keeps installations apart: none adds up over jobs', () => {
    for (const { name, expr } of rules) {
      const aggregations = [...expr.matchAll(/\b(?:sum|max|min|count)\b ?(\(|by \(job\b)/g)].map(([, by]) => by);
      expect([name, aggregations.filter((by) => by === '(')]).toEqual([name, []]);
    }
  });
});

it('the dashboard is one that Grafana takes', () => {
  expect(dashboardProblems(dashboard)).toEqual([]);
  const rows = dashboard.panels.filter(({ type }) => type === 'row').map(({ title }) => title);
  expect(rows).toEqual(['Is it right', 'Does it arrive', 'Is it worked off', 'What it rests on']);
});

describe('what to do about each', () => {
  it('every alert says how bad it is, what is wrong, and where the runbook speaks of it', () => {
    for (const { name, severity, runbook, annotations } of rules) {
      expect([name, ['critical', 'warning'].includes(severity)]).toEqual([name, true]);
      expect([name, annotations]).toEqual([name, ['summary', 'description', 'runbook_url']]);
      expect(runbook).toBe(`docs/runbook.md#${name.toLowerCase()}`);
    }
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });

  it('the runbook has an entry for every alert, with all four answers, and for no other', async () => {
    const [, ...entries] = (await read('docs/runbook.md')).split(/^## (?=Countinghouse)/m);
    const answers = entries.map((entry) => [
      textOf(entry, /^(\w+)$/m),
      [...entry.matchAll(/^\*\*(For customers|The cause|Put it right|It is over)\.\*\* \S/gm)].map(
        ([, answer]) => answer,
      ),
    ]);
    const all = ['For customers', 'The cause', 'Put it right', 'It is over'];
    const byName = (a: unknown[], b: unknown[]): number => (String(a[0]) < String(b[0]) ? -1 : 1);
    expect(answers.toSorted(byName)).toEqual(rules.map(({ name }) => [name, all]).toSorted(byName));
  });
});

describe('what the backend tells by itself', () => {
  it('has the names, the severities and the runbook of the rules', () => {
    for (const name of ALERT_NAMES) {
      const rule = rules.find((one) => one.name === name);
      expect([name, rule?.severity, rule?.runbook]).toEqual([name, ALERT_RULES[name].severity, runbookOf(name)]);
    }
  });

  it('has their limits', () => {
    const limits: Readonly<Record<string, readonly number[]>> = {
      CountinghouseBacklogOverdue: [thresholds.BACKLOG_OVERDUE],
      CountinghouseBacklogOld: [thresholds.BACKLOG_OLD],
      CountinghouseDeadEvents: [0],
      CountinghouseDeadOutbox: [0],
      CountinghouseWebhooksSilent: [0],
      CountinghouseVerifyDifferences: [0],
      CountinghouseQueueDown: [0],
      CountinghouseSignatureFailures: [thresholds.SIGNATURE_FAILURES],
      CountinghouseWebhookSuccessLow: [thresholds.SUCCESS_LEAST, thresholds.FAILED_ANSWERS_LEAST],
      CountinghouseEventSuccessLow: [thresholds.SUCCESS_LEAST, thresholds.FAILED_ATTEMPTS_LEAST],
      CountinghouseDuplicates: [thresholds.DUPLICATES_MOST, thresholds.DUPLICATES_LEAST],
      CountinghouseReconcileStale: [thresholds.RECONCILE_STALE, thresholds.CONNECTED_STALE],
      CountinghouseReconcileFailing: [thresholds.RECONCILE_FAILING, thresholds.CONNECTED_FAILING],
      CountinghouseReconcileCliff: [thresholds.RECONCILE_CLIFF],
      CountinghouseVerifyOverdue: [thresholds.VERIFY_OVERDUE],
      CountinghouseOutboxStuck: [thresholds.OUTBOX_STUCK],
    };
    const written = rules.flatMap(({ name, expr }) =>
      limits[name]
        ? [[name, [...expr.matchAll(/(?:[<>]=?) ([\d.]+)\s*(?:$|\n)/g)].map(([, limit]) => Number(limit))]]
        : [],
    );
    expect(Object.fromEntries(written)).toEqual(limits);
    expect(Object.keys(limits).toSorted()).toEqual([...ALERT_NAMES].toSorted());
  });
});
