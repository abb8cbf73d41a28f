import { describe, expect, it } from 'vitest';
import type { IdempotencyStart, StoredResponse } from '../shared/rpc.ts';
import { once } from './once.ts';

const post = { tenant: 'demo', credential: 'c', key: 'k', path: '/x', body: { a: 1 } };

function keeper(start: IdempotencyStart = { state: 'new', lease: 'lease-1' }) {
  const ended: (StoredResponse | null)[] = [];
  const fingerprints: string[] = [];
  const api = {
    idempotencyBegin: async ({ fingerprint }: { fingerprint: string }) => {
      fingerprints.push(fingerprint);
      return start;
    },
    idempotencyEnd: async ({ response, lease }: { response: StoredResponse | null; lease: string }) => {
      expect(lease).toBe('lease-1');
      ended.push(response);
    },
  };
  return { api, ended, fingerprints };
}

describe('a keyed creation', () => {
  it('[SES-3] keeps what was made', async () => {
    const { api, ended } = keeper();
    expect(await once(api, post, async () => ({ id: 'a' }))).toEqual({ made: { id: 'a' }, replayed: false });
    expect(ended).toMatchObject([{ body: '{"id":"a"}' }]);
  });

  it('[SES-3] gives the key back when nothing was made', async () => {
    const { api, ended } = keeper();
    const refusal = { problem: { code: 'not_found', detail: 'No.' } } as const;
    expect(await once(api, post, async () => refusal)).toEqual(refusal);
    const failing = once(api, post, async () => {
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(ended).toEqual([null, null]);
  });

  it('[SES-3] answers a repetition without running', async () => {
    const { api, ended } = keeper({ state: 'done', response: { status: 201, headers: {}, body: '{"id":"a"}' } });
    const run = async (): Promise<{ id: string }> => {
      throw new Error('ran');
    };
    expect(await once(api, post, run)).toEqual({ made: { id: 'a' }, replayed: true });
    expect(ended).toEqual([]);
  });

  it('[SES-3] another credential, body or path is another request', async () => {
    const { api, fingerprints } = keeper();
    for (const other of [
      post,
      post,
      { ...post, body: { a: 2 } },
      { ...post, path: '/y' },
      { ...post, credential: 'd' },
    ]) {
      await once(api, other, async () => ({}));
    }
    expect(new Set(fingerprints).size).toBe(4);
  });
});
