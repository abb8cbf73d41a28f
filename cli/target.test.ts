import { describe, expect, it } from 'vitest';
import { Failure } from './errors.ts';
import { findTarget, type Surroundings } from './target.ts';

const dev = (url: string, operatorToken: string): string => JSON.stringify({ url, operatorToken });

const around = (env: Surroundings['env'], files: Record<string, string> = {}): Surroundings => ({
  env,
  cwd: '/home/ada/courses',
  read: (path) => files[path],
});
const refusal = (surroundings: Surroundings): Failure => {
  try {
    findTarget(surroundings);
  } catch (error) {
    if (error instanceof Failure) return error;
  }
  throw new Error('it was not refused');
};

describe('the server that commands talk to', () => {
  const near = { '/home/ada/courses/.lectern/dev.json': dev('http://localhost:1', 'near') };
  const far = { '/home/ada/.lectern/dev.json': dev('http://localhost:2', 'far') };
  const root = { '/.lectern/dev.json': dev('http://localhost:3', 'root') };

  it('[CLI-1] is that of the nearest dev.json upward', () => {
    expect(findTarget(around({}, { ...near, ...far }))).toEqual({ url: 'http://localhost:1', token: 'near' });
    expect(findTarget(around({}, { ...far, ...root }))).toEqual({ url: 'http://localhost:2', token: 'far' });
    expect(findTarget(around({}, root))).toEqual({ url: 'http://localhost:3', token: 'root' });
  });

  it('[CLI-1] is that of the environment, which wins', () => {
    const both = { LECTERN_URL: 'https://l.example/', LECTERN_TOKEN: 't' };
    expect(findTarget(around(both, near))).toEqual({ url: 'https://l.example', token: 't' });
    expect(findTarget(around({ LECTERN_TOKEN: 't' }, near))).toEqual({ url: 'http://localhost:1', token: 't' });
    expect(findTarget(around({ LECTERN_URL: '', LECTERN_TOKEN: '' }, near)).token).toBe('near');
  });

  it('[CLI-1] is that of the state folder when one is named', () => {
    const files = { ...near, '/state/dev.json': dev('http://localhost:4', 'state') };
    expect(findTarget(around({ LECTERN_STATE: '/state' }, files)).token).toBe('state');
    expect(refusal(around({ LECTERN_STATE: '/gone' }, near)).message).toMatch('No Lectern server');
  });

  it('[CLI-2] hears a local token only when it is the local server', () => {
    expect(findTarget(around({ LECTERN_URL: 'http://localhost:1/' }, near)).token).toBe('near');
    expect(refusal(around({ LECTERN_URL: 'https://l.example' }, near)).message).toBe(
      'No token is known for https://l.example.',
    );
  });

  it('[CLI-3] is asked for when it is missing or can not be one', () => {
    expect(refusal(around({})).remedy).toMatch('npm start');
    expect(refusal(around({ LECTERN_URL: 'localhost:4200', LECTERN_TOKEN: 't' })).message).toMatch('not a web address');
    expect(refusal(around({ LECTERN_URL: '::', LECTERN_TOKEN: 't' })).message).toMatch('not a web address');
    for (const text of ['{', '{}', '{"url":"http://localhost:1"}']) {
      expect(refusal(around({}, { '/.lectern/dev.json': text })).remedy).toMatch('npm start');
    }
  });
});
