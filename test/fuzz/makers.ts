import { createHash } from 'node:crypto';
import { bentBytes, mutated } from './mutate.ts';
import { bentEntries, encoded, moreQuery, queryOf, statementsQuery } from './queries.ts';
import { Random } from './random.ts';
import { earlier, idOf, type Maker, someActivity, someActor, someRegistration, someStatement } from './statements.ts';
import { anyText } from './values.ts';

export interface Case {
  readonly kind: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

type Make = (maker: Maker) => Omit<Case, 'kind' | 'headers'> & { headers?: Record<string, string> };

const JSON_TYPE = { 'content-type': 'application/json' };
const own = (maker: Maker) => someStatement(maker.random, idOf(maker.seed, maker.index), earlier(maker));
const text = ({ random }: Maker, value: unknown) => Buffer.from(mutated(value, random));

const RESOURCES = [
  { path: '/activities/state', names: ['activityId', 'agent', 'registration', 'stateId', 'since'] },
  { path: '/activities/profile', names: ['activityId', 'profileId', 'since'] },
  { path: '/agents/profile', names: ['agent', 'profileId', 'since'] },
] as const;

const document: Make = ({ random }) => {
  const { path, names } = random.pick(RESOURCES);
  const values: Record<string, string> = {
    activityId: someActivity(random),
    agent: random.chance(0.3) ? mutated(someActor(random), random) : JSON.stringify(someActor(random)),
    registration: someRegistration(random),
    stateId: random.pick(['bookmark', 'a/b', '🙂', '']),
    profileId: random.pick(['layout', 'c:d', '\u0000']),
    since: '2026-01-01T00:00:00Z',
  };
  // A list and a removal of all have no id; nothing but a list has a time.
  const entries = names
    .filter((name) => (name === 'since' ? random.chance(0.1) : !/^(state|profile)Id$/.test(name) || random.chance(0.9)))
    .filter((name) => name !== 'registration' || random.chance(0.5))
    .map((name): [string, string] => [name, values[name]!]);
  const asked = random.chance(0.1) ? bentEntries(entries, random) : entries;
  const headers: Record<string, string> = {};
  if (random.chance(0.3)) headers['content-type'] = random.pick(['application/json', 'text/plain', 'a/b; c="d', '']);
  const tag = () => random.pick(['*', '"da39a3ee5e6b4b0d3255bfef95601890afd80709"', 'W/"a"', '""', '"', 'a, b', ',']);
  if (random.chance(0.4)) headers[random.pick(['if-match', 'if-none-match'])] = tag();
  const method = random.pick(['GET', 'HEAD', 'PUT', 'PUT', 'POST', 'POST', 'DELETE']);
  const body = Buffer.from(mutated({ page: 3, list: [1], deep: { a: null } }, random));
  const sent =
    method === 'PUT' || method === 'POST' ? { body: random.chance(0.1) ? bentBytes(body, random) : body } : {};
  return { method, path: `${path}?${queryOf(asked)}`, headers, ...sent };
};

const multipart: Make = (maker) => {
  const { random } = maker;
  const contents = Array.from({ length: random.int(3) }, (_, i) => Buffer.from(`content ${random.int(50)} ${i}`));
  const declared = contents.map((content) => ({
    usageType: random.pick(['https://usage.example/a', 'http://adlnet.gov/expapi/attachments/signature']),
    display: { en: 'A' },
    contentType: random.pick(['text/plain', 'application/octet-stream']),
    length: content.length,
    sha2: createHash('sha256').update(content).digest('hex'),
  }));
  const statement = { ...own(maker), attachments: declared };
  const boundary = random.pick(['b', 'a b', '----x', '"', "'()+_,-./:=?", 'é']);
  const first = random.chance(0.3) ? mutated(statement, random) : JSON.stringify(statement);
  const pieces = [`--${boundary}\r\nContent-Type: application/json\r\n\r\n${first}\r\n`];
  for (const [i, content] of contents.entries()) {
    const hash = `X-Experience-API-Hash: ${random.chance(0.1) ? anyText(random) : declared[i]!.sha2}\r\n`;
    const encoding = random.chance(0.05) ? '' : 'Content-Transfer-Encoding: binary\r\n';
    pieces.push(`--${boundary}\r\n${hash}${encoding}\r\n${content}\r\n`);
  }
  const body = Buffer.from(`${pieces.join('')}--${boundary}--\r\n`);
  const type = random.pick(['', '; boundary', '; boundary=', `; boundary="${boundary}"`, `; boundary=${boundary}`]);
  return {
    method: 'POST',
    path: '/statements',
    headers: { 'content-type': `multipart/mixed${latin1(type)}` },
    body: random.chance(0.4) ? bentBytes(body, random) : body,
  };
};

const alternate: Make = (maker) => {
  const { random } = maker;
  const fields: [string, string][] = [
    ['statementId', idOf(maker.seed, maker.index)],
    ['content', random.chance(0.5) ? JSON.stringify(own(maker)) : mutated(own(maker), random)],
    ['X-Experience-API-Version', '1.0.3'],
    ['Content-Type', random.pick(['application/json', 'text/plain', 'multipart/mixed; boundary=b', 'é'])],
    ['Authorization', random.chance(0.1) ? anyText(random) : ''],
    ['If-Match', anyText(random)],
    ['Content-Length', '7'],
  ];
  const kept = fields.filter(([name, value]) => value !== '' && (name === 'content' || random.chance(0.5)));
  const method = random.pick(['PUT', 'POST', 'GET', 'DELETE', 'HEAD', 'put', 'TRACE', '']);
  const path = random.pick(['/statements', '/statements', '/activities/state', '/about']);
  return {
    method: 'POST',
    path: `${path}?method=${method}${random.chance(0.1) ? '&limit=1' : ''}`,
    headers: { 'content-type': random.pick(['application/x-www-form-urlencoded', 'text/plain', 'application/json']) },
    body: Buffer.from(queryOf(random.chance(0.3) ? bentEntries(kept, random) : kept)),
  };
};

const look: Make = ({ random }) => {
  const [path, name, value] = random.pick([
    ['/activities', 'activityId', someActivity(random)],
    ['/agents', 'agent', mutated(someActor(random), random)],
    ['/about', 'x', ''],
  ] as const);
  return { method: random.pick(['GET', 'HEAD']), path: `${path}?${queryOf(bentEntries([[name, value]], random))}` };
};

/** Headers of requests that are otherwise sound. */
const headers: Make = (maker) => {
  const { random } = maker;
  const names = ['accept-language', 'accept', 'x-experience-api-version', 'content-type', 'authorization', 'if-match'];
  const more = [
    'origin',
    'x-request-id',
    'idempotency-key',
    'range',
    'cookie',
    'content-encoding',
    'x-http-method-override',
  ];
  const value = () =>
    random.pick([
      anyText(random),
      'da, en-gb;q=0.8, *;q=x',
      'gzip',
      `Basic ${Buffer.from(anyText(random)).toString('base64')}`,
      'Bearer a.b.c',
      'a'.repeat(random.int(6000)),
    ]);
  const bent: Record<string, string> = {};
  for (let left = 1 + random.int(3); left > 0; left--) bent[random.pick([...names, ...more])] = latin1(value());
  if (random.chance(0.5)) return { method: 'GET', path: '/statements?format=canonical&limit=5', headers: bent };
  const body = Buffer.from(JSON.stringify(own(maker)));
  return { method: 'POST', path: '/statements', headers: { ...JSON_TYPE, ...bent }, body };
};

/** What a header may hold on the wire: the rest the client itself would refuse. */
const latin1 = (value: string) => value.replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '?');

const method: Make = ({ random }) => {
  const paths = [
    '/statements',
    '/activities/state',
    '/agents',
    '/about',
    '/nothing',
    '',
    '/',
    '/statements/',
    '/../xapi/about',
  ];
  return {
    method: random.pick(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'MKCOL']),
    path: random.pick([...paths, `/${encoded(anyText(random))}`, `//x/..%2f${encoded(anyText(random))}`]),
  };
};

/** The kind that an operator asks, below `/api/v1`; every other is xAPI. */
export const OPERATOR = 'operator';
const OPERATORS_PATHS = ['/events', '/learners', '/packages', '/play-sessions', '/statements/logs', '/imports'];

/** What an operator reads of statements and of what they led to, by ids and cursors that nobody gave. */
const operator: Make = (maker) => {
  const { random } = maker;
  const id = random.chance(0.5) ? earlier(maker) : encoded(anyText(random));
  const query = queryOf(
    bentEntries(
      [
        ['cursor', anyText(random)],
        ['limit', String(random.int(200))],
        ['q', anyText(random)],
      ],
      random,
    ),
  );
  const path = random.pick([
    `/statements/${id}`,
    `/statements/${id}/attachments/${random.chance(0.5) ? 'b'.repeat(64) : encoded(anyText(random))}`,
    `/learners/${id}/attempts?${query}`,
    `${random.pick(OPERATORS_PATHS)}?${query}`,
  ]);
  return { method: random.pick(['GET', 'HEAD']), path };
};

export const MAKERS: readonly (readonly [number, readonly [string, Make]])[] = [
  [45, ['statement', (m) => ({ method: 'POST', path: '/statements', headers: JSON_TYPE, body: text(m, own(m)) })]],
  [
    5,
    [
      'statement put',
      (m) => {
        const id = m.random.chance(0.1) ? anyText(m.random) : idOf(m.seed, m.index);
        return {
          method: 'PUT',
          path: `/statements?${queryOf([['statementId', id]])}`,
          headers: JSON_TYPE,
          body: text(m, own(m)),
        };
      },
    ],
  ],
  [
    4,
    [
      'batch',
      (m) => {
        const others = Array.from({ length: m.random.int(8) }, () =>
          someStatement(m.random, m.random.uuid(), earlier(m)),
        );
        return { method: 'POST', path: '/statements', headers: JSON_TYPE, body: text(m, [own(m), ...others]) };
      },
    ],
  ],
  [
    4,
    [
      'bytes',
      (m) => ({
        method: 'POST',
        path: '/statements',
        headers: JSON_TYPE,
        body: bentBytes(Buffer.from(JSON.stringify(own(m))), m.random),
      }),
    ],
  ],
  // The same content as an earlier case, or another under its id.
  [
    3,
    [
      'again',
      (m) => {
        const index = Math.max(0, m.index - 1 - m.random.int(50));
        const random = m.random.chance(0.5) ? new Random(m.seed, index) : m.random;
        const statement = someStatement(random, idOf(m.seed, index), earlier(m));
        return {
          method: 'POST',
          path: '/statements',
          headers: JSON_TYPE,
          body: Buffer.from(JSON.stringify(statement)),
        };
      },
    ],
  ],
  [
    12,
    ['query', (m) => ({ method: m.random.chance(0.9) ? 'GET' : 'HEAD', path: `/statements?${statementsQuery(m)}` })],
  ],
  [3, ['more', (m) => ({ method: 'GET', path: `/statements?${moreQuery(m)}` })]],
  [10, ['document', document]],
  [4, ['multipart', multipart]],
  [3, ['alternate', alternate]],
  [3, ['look', look]],
  [3, ['headers', headers]],
  [1, ['method', method]],
  [3, [OPERATOR, operator]],
];
