import { describe, expect, it } from 'vitest';
import { XAPI_SCOPES } from '../../domain/access/scope.ts';
import { isIncluded } from './included.ts';
import { readValues, showValues } from './values.ts';

describe('scopes', () => {
  it('[CON-17] one that comes with another is shown as chosen already', () => {
    expect(XAPI_SCOPES.filter((scope) => isIncluded(scope, ['all']))).toEqual(XAPI_SCOPES.slice(0, -1));
    expect(XAPI_SCOPES.filter((scope) => isIncluded(scope, ['all/read', 'state']))).toEqual([
      'statements/read/mine',
      'statements/read',
    ]);
    expect(XAPI_SCOPES.filter((scope) => isIncluded(scope, ['state', 'statements/write']))).toEqual([]);
  });
});

describe('what values of a claim mean', () => {
  it('[CON-17] is read line by line, and shown as it is written', () => {
    const text = '\n writer = statements/write, state\nhttps://x.example/?a=b = all/read\n\n';
    const read = readValues(text);
    expect(read).toEqual({
      values: { writer: ['statements/write', 'state'], 'https://x.example/?a=b': ['all/read'] },
    });
    expect(showValues('values' in read ? read.values : undefined)).toBe(
      'writer = statements/write, state\nhttps://x.example/?a=b = all/read',
    );
  });
  it('[CON-17] nothing is no table', () => {
    expect([readValues(' \n'), showValues(undefined)]).toEqual([{ values: undefined }, '']);
  });
  it.each(['writer', '= all', 'writer =', 'writer = al', 'writer = all,'])('[CON-17] "%s" says nothing', (line) => {
    expect(readValues(`a = all\n ${line} `)).toEqual({ wrong: line });
  });
});
