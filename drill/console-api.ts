import { incidentsAnswer, type IncidentAnswer } from '../src/operations/alerts/alert.answers.js';
import { failuresAnswer, type FailureGroup } from '../src/operations/events/failures/failure.answers.js';
import { overviewAnswer, type OverviewAnswer } from '../src/operations/overview/overview.answers.js';

/** Milliseconds for an answer. */
const LIMIT = 10_000;

/** What the console asks, over HTTP, as an operator. */
export class ConsoleApi {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  async overview(): Promise<OverviewAnswer> {
    return overviewAnswer.parse(await this.get('overview'));
  }

  /** The last hundred, the newest first. */
  async incidents(): Promise<readonly IncidentAnswer[]> {
    return incidentsAnswer.parse(await this.get('alerts?limit=100')).data;
  }

  /** Failed and dead events, by their errors. */
  async failures(): Promise<readonly FailureGroup[]> {
    return failuresAnswer.parse(await this.get('failures')).data;
  }

  private async get(path: string): Promise<unknown> {
    const headers = { authorization: `Bearer ${this.key}` };
    const response = await fetch(`${this.url}/operations/${path}`, { headers, signal: AbortSignal.timeout(LIMIT) });
    if (!response.ok) throw new Error(`GET /operations/${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
