import type { ServerResponse } from 'node:http';

/** The first path is ours; the others are where endpoints of migrated systems point. */
export const WEBHOOK_PATHS = ['webhooks/stripe', 'api/webhooks/stripe', 'stripe/webhook'];

/** Always the same answer. As text it leaves in one piece with its head; bytes would be a second one. */
const BODY = '{"received":true}';
const HEADERS = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': BODY.length };

/** The event is committed. */
export const answerReceived = (response: ServerResponse): void => {
  response.writeHead(200, HEADERS).end(BODY);
};
