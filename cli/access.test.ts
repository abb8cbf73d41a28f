import { describe, expect, it } from 'vitest';
import { mapOf, scopesOf, secondsOf } from './commands/access.ts';
import { credentialsCommand } from './commands/credentials.ts';
import { statementsCommand } from './commands/records.ts';
import { Failure } from './errors.ts';
import { findCommand } from './names.ts';

const refusal = (work: () => unknown): string => {
  try {
    return `accepted ${JSON.stringify(work())}`;
  } catch (error) {
    return error instanceof Failure ? `${error.message} ${error.remedy}` : String(error);
  }
};

describe('access', () => {
  it('[CLI-14] scopes are a list, and a wrong one is refused with those that are', () => {
    expect(scopesOf('statements/write, state+all/read')).toEqual(['statements/write', 'state', 'all/read']);
    expect(refusal(() => scopesOf('state,write'))).toMatch(/^--scopes: write is no scope\. There are: .*all\/read/);
    expect(refusal(() => scopesOf(''))).toContain('a scope is missing');
  });
  it('[CLI-14] a table says what each value of a claim grants', () => {
    const map = mapOf('writer=statements/write+state, https://x.example/?a=b=all/read');
    expect(map).toEqual({ writer: ['statements/write', 'state'], 'https://x.example/?a=b': ['all/read'] });
    expect(refusal(() => mapOf('writer'))).toContain('--map: writer says nothing.');
    expect(refusal(() => mapOf('=all'))).toContain('says nothing');
    expect(refusal(() => mapOf('a=b'))).toContain('--map: b is no scope.');
  });
  it.each([
    ['0', 0],
    ['0d', 0],
    ['90s', 90],
    ['30m', 1800],
    ['24h', 86_400],
    ['7d', 604_800],
  ])('[CLI-14] %s is %d seconds', (text, seconds) => {
    expect(secondsOf(text, 'grace')).toBe(seconds);
  });
  it.each(['', '5', '1.5h', '-1h', '1w', 'h', '1h30m', '1e3s'])('[CLI-14] "%s" is no duration', (text) => {
    expect(refusal(() => secondsOf(text, 'grace'))).toContain(`--grace ${text} is no duration.`);
  });
});

describe('names of commands', () => {
  const root = { subCommands: { credentials: credentialsCommand, statements: statementsCommand } };
  it('[CLI-10] a group alone is explained, with its parent', () => {
    expect(findCommand(root, [])).toEqual({ usage: root });
    expect(findCommand(root, ['credentials'])).toEqual({ usage: credentialsCommand, parent: root });
  });
  it('[CLI-10] a name that is not there is refused with those that are', () => {
    const of = (...args: string[]) => {
      const asked = findCommand(root, args);
      return 'failure' in asked ? `${asked.failure.message} ${asked.failure.remedy}` : 'found';
    };
    expect(of('credential')).toBe(
      'There is no command credential. There are: credentials, statements. See lectern --help.',
    );
    expect(of('credentials', 'add')).toMatch(/^There is no command credentials add\. There are: list, create,/);
    expect(of('constructor')).toContain('There is no command constructor.');
  });
  it('[CLI-10] options end the names, a command takes the rest, and a default needs none', () => {
    for (const args of [
      ['--help'],
      ['statements'],
      ['statements', '--verb', 'x'],
      ['credentials', '--help'],
      ['credentials', 'create', 'anything', 'else'],
    ]) {
      expect(findCommand(root, args)).toEqual({ run: true });
    }
  });
});
