import { beforeAll, describe, expect, it, vi } from 'vitest';
import { SIGNATURE, SIGNATURE_TYPE } from '../../../domain/statement/attachments.ts';
import { partsOf } from '../../../domain/statement/multipart.ts';
import { JWS, SIGNED_STATEMENT } from '../../../domain/statement/signed.testing.ts';
import { MAX_HELD_BYTES } from '../../../r2/attachment-store.ts';
import { MAX_ATTACHMENT_PARTS } from '../services/attachments.ts';
import { bindings, lifeStatement, migrate, xapi } from '../testing/support.testing.ts';

vi.spyOn(console, 'log').mockImplementation(() => {});
beforeAll(migrate);

const encoder = new TextEncoder();
const hex = (buffer: ArrayBuffer) =>
  Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, '0')).join('');
const sha = async (bytes: Uint8Array, kind = 'SHA-256') =>
  hex(await crypto.subtle.digest(kind, bytes as Uint8Array<ArrayBuffer>));
const jpeg = Uint8Array.from({ length: 3000 }, (_, i) => (i * 7) % 256);

interface Content {
  bytes: Uint8Array;
  sha2?: string;
  headers?: Record<string, string | undefined>;
}
const declare = (sha2: string, more: object = {}) => ({
  usageType: 'https://example.com/usage',
  display: { en: 'A picture' },
  contentType: 'image/jpeg',
  length: 1,
  sha2,
  ...more,
});
const one = (attachments: object[], more: object = {}) => ({
  ...lifeStatement('scored', { registration: crypto.randomUUID() }),
  attachments,
  ...more,
});

function multipart(statements: unknown, contents: readonly Content[], first = 'application/json'): Blob {
  const pieces: (string | Uint8Array<ArrayBuffer>)[] = [
    `--b\r\nContent-Type: ${first}\r\n\r\n${JSON.stringify(statements)}\r\n`,
  ];
  for (const { bytes, sha2, headers } of contents) {
    const all = { 'Content-Transfer-Encoding': 'binary', 'X-Experience-API-Hash': sha2, ...headers };
    const lines = Object.entries(all).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}: ${value}\r\n`],
    );
    pieces.push(`--b\r\n${lines.join('')}\r\n`, bytes as Uint8Array<ArrayBuffer>, '\r\n');
  }
  return new Blob([...pieces, '--b--\r\n']);
}

async function send(body: Blob, init: { method?: string; query?: string } = {}) {
  const { exports } = await import('cloudflare:workers');
  return exports.default.fetch(`https://lectern.example/xapi/statements${init.query ?? ''}`, {
    method: init.method ?? 'POST',
    headers: {
      authorization: `Basic ${btoa('demo-all:secret')}`,
      'x-experience-api-version': '1.0.3',
      'content-type': 'multipart/mixed; boundary=b',
    },
    body: body.stream(),
  });
}
const refusal = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code];

async function read(response: Response) {
  const boundary = /boundary=(\S+)/.exec(response.headers.get('content-type')!)![1]!;
  const out: { headers: ReadonlyMap<string, string>; bytes: Uint8Array }[] = [];
  for await (const part of partsOf(response.body as unknown as AsyncIterable<Uint8Array>, boundary)) {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    for await (const chunk of part.body) chunks.push(new Uint8Array(chunk));
    out.push({ headers: part.headers, bytes: new Uint8Array(await new Blob(chunks).arrayBuffer()) });
  }
  return out;
}
const get = (id: string, more = '&attachments=true') => xapi(`/statements?statementId=${id}${more}`);

describe('attachments', () => {
  it('[ATT-4] [XAPI-13] bytes come back as they were sent, once however many declare them', async () => {
    const sha2 = await sha(jpeg);
    const batch = [one([declare(sha2.toUpperCase()), declare(sha2)]), one([declare(sha2)])];
    expect((await send(multipart(batch, [{ bytes: jpeg, sha2 }]))).status).toBe(200);
    const [first, second, ...rest] = await read(await get(batch[0]!.id));
    expect(rest).toEqual([]);
    expect(first!.headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(new TextDecoder().decode(first!.bytes))).toMatchObject({ id: batch[0]!.id });
    expect(Object.fromEntries(second!.headers)).toEqual({
      'content-type': 'image/jpeg',
      'content-transfer-encoding': 'binary',
      'x-experience-api-hash': sha2,
    });
    expect(second!.bytes).toEqual(jpeg);
    const page = await xapi('/statements?limit=2&attachments=true');
    expect((await read(page)).length).toBe(2);
  });
  it('[XAPI-13] without contents multipart too; not asked for, plain JSON; of a HEAD nothing is read', async () => {
    const statement = one([declare('a'.repeat(64), { fileUrl: 'https://example.com/f' })]);
    expect((await send(multipart(statement, []))).status).toBe(200);
    expect(await read(await get(statement.id))).toHaveLength(1);
    expect((await get(statement.id, '&attachments=false')).headers.get('content-type')).toBe('application/json');
    const head = await xapi(`/statements?statementId=${statement.id}&attachments=true`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
      200,
      expect.stringMatching(/^multipart\/mixed; boundary=/),
      '',
    ]);
  });
  it.each(['SHA-384', 'SHA-512'])('[ATT-2] hashes of %s', async (kind) => {
    const sha2 = await sha(jpeg, kind);
    expect((await send(multipart(one([declare(sha2)]), [{ bytes: jpeg, sha2 }]))).status).toBe(200);
  });
  it('[ATT-2] hashes of SHA-224', async () => {
    const sha2 = '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7';
    expect((await send(multipart(one([declare(sha2)]), [{ bytes: encoder.encode('abc'), sha2 }]))).status).toBe(200);
  });
  it('[ATT-4] what is too much to hold is streamed, and is there only with its statement', async () => {
    const large = new Uint8Array(MAX_HELD_BYTES * 2 + 12345).fill(7);
    const sha2 = await sha(large);
    const key = `demo/attachments/${sha2}`;
    const bad = multipart(one([declare(sha2), declare('b'.repeat(64))]), [{ bytes: large, sha2 }]);
    expect(await refusal(await send(bad))).toEqual([400, 'attachments_invalid']);
    expect(await bindings.ATTACHMENTS_EU.head(key)).toBeNull();
    const statement = one([declare(sha2)]);
    expect((await send(multipart(statement, [{ bytes: large, sha2 }]))).status).toBe(200);
    const [, content] = await read(await get(statement.id));
    expect(await sha(content!.bytes)).toBe(sha2);
  });
  it('[ATT-2] a request whose parts and declarations differ is refused whole', async () => {
    const sha2 = await sha(jpeg);
    const other = await sha(encoder.encode('other'));
    const good = { bytes: jpeg, sha2 };
    const statement = one([declare(sha2)]);
    const bad: [string, Content[]][] = [
      ['no content', []],
      ['a part that nobody declares', [good, { bytes: encoder.encode('other'), sha2: other }]],
      ['no hash', [{ bytes: jpeg }]],
      ['another content', [{ bytes: encoder.encode('x'), sha2 }]],
      ['twice', [good, good]],
      ['no encoding', [{ ...good, headers: { 'Content-Transfer-Encoding': undefined } }]],
      ['another encoding', [{ ...good, headers: { 'Content-Transfer-Encoding': 'base64' } }]],
      ['too many', Array.from({ length: MAX_ATTACHMENT_PARTS + 1 }, () => good)],
    ];
    for (const [why, contents] of bad) {
      expect([why, ...(await refusal(await send(multipart(statement, contents))))]).toEqual([
        why,
        400,
        'attachments_invalid',
      ]);
    }
    expect((await get(statement.id)).status).toBe(404);
    const json = await xapi('/statements', { method: 'POST', body: statement });
    expect(await refusal(json)).toEqual([400, 'attachments_invalid']);
    expect(await refusal(await send(multipart(statement, [good], 'text/plain')))).toEqual([400, 'bad_request']);
    const cutOff = multipart(statement, [good]).slice(0, 2000);
    expect(await refusal(await send(cutOff))).toEqual([400, 'bad_request']);
  });
  it('[XAPI-6] PUT brings attachments too', async () => {
    const sha2 = await sha(jpeg);
    const statement = one([declare(sha2)]);
    const body = multipart(statement, [{ bytes: jpeg, sha2 }]);
    expect((await send(body, { method: 'PUT', query: `?statementId=${statement.id}` })).status).toBe(204);
  });
});

describe('signed statements', () => {
  const signed = async (text: string, statement: object = SIGNED_STATEMENT) => {
    const bytes = encoder.encode(text);
    const sha2 = await sha(bytes);
    const attachments = [declare(sha2, { usageType: SIGNATURE, contentType: SIGNATURE_TYPE, length: bytes.length })];
    return send(multipart({ ...statement, attachments }, [{ bytes, sha2 }]));
  };
  const verdict = async (id: string) => (await read(await get(id)))[1]!.headers.get('x-lectern-signature');
  const encode = (value: unknown) => btoa(JSON.stringify(value)).replaceAll('=', '');
  const plain = () => ({ ...SIGNED_STATEMENT, id: crypto.randomUUID() as string });

  it('[SIG-5] [XAPI-13] a signature that holds by its certificate is told as valid', async () => {
    expect((await signed(JWS)).status).toBe(200);
    expect(await verdict(SIGNED_STATEMENT.id)).toBe('valid');
  });
  it('[SIG-5] one that does not hold, or that nobody can check, is accepted and told as such', async () => {
    const [wrong, alone, nonsense] = [plain(), plain(), plain()];
    const header = JWS.split('.')[0]!;
    expect((await signed(`${header}.${encode(wrong)}.${JWS.split('.')[2]}`, wrong)).status).toBe(200);
    expect(await verdict(wrong.id)).toBe('invalid');
    expect((await signed(`${encode({ alg: 'RS512' })}.${encode(alone)}.c2ln`, alone)).status).toBe(200);
    expect(await verdict(alone.id)).toBe('unproven');
    const strange = encode({ alg: 'RS256', x5c: ['c2ln'] });
    expect((await signed(`${strange}.${encode(nonsense)}.c2ln`, nonsense)).status).toBe(200);
    expect(await verdict(nonsense.id)).toBe('invalid');
  });
  it('[SIG-4] a signature of another statement is refused', async () => {
    expect(await refusal(await signed(JWS, plain()))).toEqual([400, 'attachments_invalid']);
    expect(await refusal(await signed('no signature', plain()))).toEqual([400, 'attachments_invalid']);
  });
});
