import { PROBLEMS } from '../../src/common/problem-codes.js';

const INTRO = `<!-- Made by \`npm run docs:api\` of src/common/problem-codes.ts. -->

# Errors

Every error is a problem details object (RFC 9457), \`Content-Type: application/problem+json\`:

\`\`\`json
{
  "title": "The request is invalid.",
  "status": 400,
  "code": "invalid_request",
  "requestId": "req_0b2c7a54-6d2e-4a35-9d0e-3f2f6b1f4c11",
  "errors": [{ "pointer": "/quantity", "detail": "Too small: expected number to be >=1" }]
}
\`\`\`

Go by \`code\`: it is stable. \`title\` is for people, and may change. \`requestId\` is also in the header \`X-Request-Id\` and
in our log; name it when you ask for help. \`errors\` comes with \`invalid_request\` only; its pointers are JSON Pointers
(RFC 6901) into the body, or name a parameter of the query or the path. No error repeats what was sent.

| code | status | when | what to do |
| --- | --- | --- | --- |
`;

/** docs/errors.md, as the table of codes makes it. */
export const errorsPage = (): string =>
  INTRO +
  Object.entries(PROBLEMS)
    .map(([code, { status, when, remedy }]) => `| \`${code}\` | ${status} | ${when} | ${remedy} |\n`)
    .join('');
