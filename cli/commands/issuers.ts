import { readFileSync } from 'node:fs';
import { command, common, group } from '../command.ts';
import { Failure } from '../errors.ts';
import { dim, note, print, printJson, printTable, time } from '../output.ts';
import type { Issuer } from '../wire.ts';
import { mapOf, scopes, scopesOf } from './access.ts';
import { limit, limitOf } from './limit.ts';

const ROUTE = '/api/v1/issuers';
const routeOf = (id: string): string => `${ROUTE}/${encodeURIComponent(id)}`;
const id = { id: { type: 'positional', description: 'Issuer id', required: true } } as const;

const grants = {
  ...scopes,
  claim: {
    type: 'string',
    description: 'The claim that says what a token may do, instead of --scopes',
    valueHint: 'NAME or /JSON/POINTER',
  },
  map: {
    type: 'string',
    description: 'What each value of the claim means; without it, values are names of scopes',
    valueHint: 'VALUE=SCOPE+SCOPE,VALUE=SCOPE',
  },
} as const;
const keys = {
  'jwks-url': { type: 'string', description: 'Where the keys are, when its metadata does not tell', valueHint: 'URL' },
  jwks: { type: 'string', description: 'The keys themselves: a file with a JWK Set', valueHint: 'FILE' },
} as const;

const list = command({
  name: 'list',
  description: 'List issuers, newest first',
  examples: ['lectern issuers list'],
  args: { ...limit, ...common },
  async run(args, client) {
    const rows = await client.list<Issuer>(ROUTE, limitOf(args));
    if (args.json === true) return printJson(rows);
    const cells = rows.map((row) => [row.id, row.state, time(row.lastUsedAt), row.issuer, row.audience, row.name]);
    printTable(['ID', 'STATE', 'LAST USED', 'ISSUER', 'AUDIENCE', 'NAME'], cells, 'No issuers.');
    for (const { id, keysError } of rows) {
      if (keysError !== null) note(`${id}: its keys could not be read again. ${keysError}`);
    }
  },
});

const create = command({
  name: 'create',
  description: 'Trust the tokens of an issuer (JWT)',
  examples: [
    'lectern issuers create "Company login" --issuer https://login.example/realms/lrs \\',
    '  --audience https://lrs.example --claim scope',
    'lectern issuers create "Data team" --issuer https://login.example --audience lrs \\',
    '  --claim /realm_access/roles --map lrs-writer=statements/write+state,lrs-reader=all/read',
  ],
  args: {
    name: { type: 'positional', description: 'What people call it', required: true },
    issuer: { type: 'string', description: 'The claim iss of its tokens', valueHint: 'URL', required: true },
    audience: { type: 'string', description: 'What their claim aud must hold', valueHint: 'TEXT', required: true },
    ...grants,
    ...keys,
    ...common,
  },
  async run(args, client) {
    const asked = grantsOf(args);
    if (asked === undefined) {
      throw new Failure('Nothing says what its tokens may do.', { remedy: 'Give --scopes, or --claim.' });
    }
    const { name, issuer, audience } = args;
    const it = await client.post<Issuer>(ROUTE, { name, issuer, audience, grants: asked, ...keysOf(args) });
    if (args.json === true) return printJson(it);
    print(it.id);
    note(dim(`${it.keys.length === 1 ? 'One key was' : `${it.keys.length} keys were`} read.`));
  },
});

const change = command({
  name: 'change',
  description: 'Change what an issuer grants, its keys or its name',
  examples: ['lectern issuers change demo-iss-… --scopes statements/write,statements/read/mine'],
  args: {
    ...id,
    name: { type: 'string', description: 'A new name', valueHint: 'NAME' },
    ...grants,
    ...keys,
    ...common,
  },
  async run(args, client) {
    const asked = grantsOf(args);
    const it = await client.patch<Issuer>(routeOf(args.id), {
      ...(args.name === undefined ? {} : { name: args.name }),
      ...(asked === undefined ? {} : { grants: asked }),
      ...keysOf(args),
    });
    if (args.json === true) printJson(it);
    else note(`${it.name} is changed.`);
  },
});

const revoke = command({
  name: 'revoke',
  description: 'Stop trusting the tokens of an issuer, everywhere within 30 seconds',
  examples: ['lectern issuers revoke demo-iss-…'],
  args: { ...id, ...common },
  async run(args, client) {
    await client.remove(routeOf(args.id));
    if (args.json === true) printJson(await client.get<Issuer>(routeOf(args.id)));
    else note(`${args.id} is withdrawn.`);
  },
});

export const issuersCommand = group({
  name: 'issuers',
  description: 'Issuers whose tokens let xAPI clients in',
  subCommands: { list, create, change, revoke },
});

interface Given {
  readonly scopes?: string | undefined;
  readonly claim?: string | undefined;
  readonly map?: string | undefined;
  readonly jwks?: string | undefined;
  readonly 'jwks-url'?: string | undefined;
}

function grantsOf({ scopes, claim, map }: Given): object | undefined {
  if (claim !== undefined && scopes !== undefined) {
    throw new Failure('--scopes and --claim exclude each other.', { remedy: 'Give one of them.' });
  }
  if (claim === undefined && map !== undefined) {
    throw new Failure('--map says what values mean, but not of which claim.', { remedy: 'Give --claim too.' });
  }
  if (claim !== undefined) return { claim, ...(map === undefined ? {} : { values: mapOf(map) }) };
  return scopes === undefined ? undefined : { scopes: scopesOf(scopes) };
}

function keysOf({ jwks, 'jwks-url': jwksUrl }: Given): object {
  if (jwks === undefined) return jwksUrl === undefined ? {} : { jwksUrl };
  return { jwks: readJson(jwks), ...(jwksUrl === undefined ? {} : { jwksUrl }) };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    throw new Failure(`${path} ${why}.`, { remedy: 'Give a file with a JWK Set: {"keys": […]}.' });
  }
}
