/** What a dashboard of Grafana's has, as far as anybody here looks. */
export interface Dashboard {
  readonly schemaVersion: number;
  readonly uid: string;
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
  readonly panels: readonly Panel[];
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly targets?: readonly { readonly refId: string; readonly expr: string; readonly datasource: object }[];
}

/** What panels ask, with a value in the place of each of Grafana's variables. */
export const expressionsOf = ({ panels }: Dashboard): string[] =>
  panels
    .flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
    .map((expr) => expr.replaceAll('$__rate_interval', '5m').replaceAll('$job', 'countinghouse'));

const repeated = <Value>(values: readonly Value[]): Value[] => values.filter((value, i) => values.indexOf(value) !== i);

/** Two panels in one place, which Grafana would push apart. */
const overlaps = (a: Panel['gridPos'], b: Panel['gridPos']): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** Why Grafana would refuse it, or show it otherwise than it was meant. */
export function dashboardProblems({ schemaVersion, uid, templating, panels }: Dashboard): string[] {
  const problems: string[] = [];
  // 36 brought data sources by uid, 39 is that of Grafana 10.3 and 11: later ones carry it over
  if (schemaVersion < 36 || schemaVersion > 39) problems.push(`the schema is of version ${schemaVersion}`);
  if (!/^[\w-]{1,40}$/.test(uid)) problems.push('no uid');
  const variables = templating.list.map(({ name, type }) => `${name}: ${type}`);
  if (!variables.includes('datasource: datasource')) problems.push('no variable for the data source');
  problems.push(...repeated(panels.map(({ id }) => id)).map((id) => `two panels have the id ${id}`));
  for (const [i, { title, type, gridPos, datasource, targets = [] }] of panels.entries()) {
    const below = panels.slice(i + 1).find((other) => overlaps(gridPos, other.gridPos));
    if (below) problems.push(`${title} and ${below.title} are in one place`);
    if (gridPos.x < 0 || gridPos.x + gridPos.w > 24) problems.push(`${title} is wider than the page`);
    if (type === 'row') continue;
    const sources = [datasource, ...targets.map((target) => target.datasource)];
    const ours = JSON.stringify({ type: 'prometheus', uid: '${datasource}' });
    if (sources.some((source) => JSON.stringify(source) !== ours))
      problems.push(`${title} has a data source of its own`);
    if (targets.length === 0) problems.push(`${title} asks nothing`);
    if (repeated(targets.map(({ refId }) => refId)).length > 0) problems.push(`${title} has a refId twice`);
    const unknown = targets.flatMap(({ expr }) => [...expr.matchAll(/\$(\w+)/g)].map(([, name]) => name));
    const known = ['__rate_interval', ...templating.list.map(({ name }) => name)];
    problems.push(...unknown.filter((name) => !known.includes(name ?? '')).map((name) => `${title} asks for $${name}`));
  }
  return problems;
}
