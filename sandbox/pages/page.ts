import type { Express, Request, Response } from 'express';
import { StripeApiError } from '../engine/errors.js';
import { type Html, html } from './html.js';
import { layout } from './layout.js';

/** What a page answers: itself, or the address where the customer goes on. */
export type Answer =
  { readonly title: string; readonly body: Html; readonly status?: number } | { readonly location: string };

/** The page, or the form that was posted, as text: whoever sends lists or hashes sends nothing. */
export interface Visit {
  readonly path: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
  readonly ip: string;
}

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'Content-Type': 'text/html; charset=utf-8',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

export class Pages {
  constructor(private readonly app: Express) {}

  get(path: string, handler: (visit: Visit) => Answer): void {
    this.app.get(path, (request, response) => respond(request, response, handler));
  }

  post(path: string, handler: (visit: Visit) => Answer): void {
    this.app.post(path, (request, response) => respond(request, response, handler));
  }
}

export function notFound(what: string): Answer {
  return { title: 'Nothing here', body: html`<p>${what}</p>`, status: 404 };
}

function respond(request: Request, response: Response, handler: (visit: Visit) => Answer): void {
  const answer = answerOf(request, handler);
  response.set(HEADERS);
  if ('location' in answer) response.redirect(303, answer.location);
  else response.status(answer.status ?? 200).send(layout(answer.title, answer.body).text);
}

/** What the engine refuses is told to the customer; a page that knows better tells it itself. */
function answerOf(request: Request, handler: (visit: Visit) => Answer): Answer {
  try {
    return handler({ path: texts(request.params), form: texts(request.body), ip: request.ip ?? '' });
  } catch (error) {
    if (!(error instanceof StripeApiError)) throw error;
    const { message, status } = error.details;
    return { title: 'That did not work', body: html`<p class="error" role="alert">${message}</p>`, status };
  }
}

function texts(sent: unknown): Record<string, string> {
  if (typeof sent !== 'object' || sent === null) return {};
  const entries = Object.entries(sent).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  return Object.fromEntries(entries);
}
