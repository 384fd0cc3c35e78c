import { problemOf } from './problem.js';

const withCode = (code: string) => Object.assign(new Error('canceling statement due to …'), { code });

it.each(['57014', '55P03', '08006', '57P01', '53300', 'ECONNREFUSED'])('%s: not available, and it may pass', (code) => {
  expect(problemOf(withCode(code))).toMatchObject({ status: 503, code: 'unavailable' });
});

it.each(['23505', '42P01', '22023', 'ENOENT'])('%s: a mistake of ours', (code) => {
  expect(problemOf(withCode(code))).toMatchObject({ status: 500, code: 'internal' });
});
