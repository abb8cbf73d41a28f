import { expect, it } from 'vitest';
import { Failure, failureLines, failureOfProblem } from './errors.ts';

it('[CLI-4] a problem document is told with its place, remedy, code and request id', () => {
  const failure = failureOfProblem(404, {
    title: 'There is nothing here',
    detail: 'There is no package with this id.',
    where: 'packageId',
    remedy: 'Check the id.',
    code: 'not_found',
    instance: 'r-1',
  });
  expect(failureLines(failure, (text) => `!${text}`)).toEqual([
    '!Error: There is nothing here',
    'There is no package with this id. (packageId)',
    'Check the id.',
    '(not_found, request r-1)',
  ]);
  expect(failure.transient).toBe(false);
});

it('[CLI-4] an answer without a problem document is told by its status', () => {
  for (const body of [undefined, null, 'no', {}, { title: '' }]) {
    const failure = failureOfProblem(502, body);
    expect(failureLines(failure)).toEqual(['Error: The server answered with status 502']);
    expect(failure.transient).toBe(true);
  }
  expect(failureLines(failureOfProblem(400, { detail: 'So.' }))).toEqual([
    'Error: The server answered with status 400',
    'So.',
  ]);
  expect(failureLines(new Failure('Gone.', { code: 'x' }))).toEqual(['Error: Gone.', '(x)']);
});
