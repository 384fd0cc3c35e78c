import { parseJsonBody } from './parse-json-body.js';
import { MalformedJsonError } from './request.errors.js';

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

it.each(['{"a": [1, {"b": null}]}', '"é"', '1', 'null', nested(20)])('reads %s', (text) => {
  expect(parseJsonBody(Buffer.from(text))).toEqual(JSON.parse(text));
});

it.each(['', '{', "{'a': 1}", '{"a": 1} {}', 'NaN', nested(21), nested(30_000)])('refuses %.30s', (text) => {
  expect(() => parseJsonBody(Buffer.from(text))).toThrow(MalformedJsonError);
});

it('refuses what is no UTF-8', () => {
  expect(() => parseJsonBody(Buffer.from([0x22, 0xc3, 0x22]))).toThrow(MalformedJsonError);
});
