import { command, common, group } from '../command.ts';
import { dim, note, print, printJson, printTable, time } from '../output.ts';
import type { Credential, IssuedCredential } from '../wire.ts';
import { scopes, scopesOf, secondsOf } from './access.ts';
import { limit, limitOf } from './limit.ts';

const ROUTE = '/api/v1/credentials';
const routeOf = (id: string): string => `${ROUTE}/${encodeURIComponent(id)}`;
const id = { id: { type: 'positional', description: 'Credential id (the key)', required: true } } as const;

const list = command({
  name: 'list',
  description: 'List credentials, newest first',
  examples: ['lectern credentials list', 'lectern credentials list --all'],
  args: { all: { type: 'boolean', description: 'Withdrawn ones too' }, ...limit, ...common },
  async run(args, client) {
    const rows = await client.list<Credential>(args.all === true ? ROUTE : `${ROUTE}?state=active`, limitOf(args));
    if (args.json === true) return printJson(rows);
    const cells = rows.map((row) => [row.id, row.state, time(row.lastUsedAt), row.scopes.join(' '), row.name]);
    printTable(['ID', 'STATE', 'LAST USED', 'SCOPES', 'NAME'], cells, 'No credentials.');
  },
});

const create = command({
  name: 'create',
  description: 'Create a key for an xAPI client, or a token for an operator; the secret is shown once',
  examples: [
    'lectern credentials create "Learning platform"',
    'lectern credentials create "Reports" --scopes all/read',
    'lectern credentials create "Ann" --operator',
  ],
  args: {
    name: { type: 'positional', description: 'What people call it', required: true },
    ...scopes,
    operator: { type: 'boolean', description: 'A token of all rights, for a person or a service that runs Lectern' },
    ...common,
  },
  async run(args, client) {
    const asked = args.scopes === undefined ? {} : { scopes: scopesOf(args.scopes) };
    const kind = args.operator === true ? 'operator' : 'xapi';
    const it = await client.post<IssuedCredential>(ROUTE, { name: args.name, kind, ...asked });
    if (args.json === true) return printJson(it);
    printIssued(it);
    note(dim(`It may: ${it.scopes.join(', ')}`));
  },
});

const change = command({
  name: 'change',
  description: 'Rename a credential or change its scopes',
  examples: ['lectern credentials change demo-key-… --scopes statements/write,state'],
  args: { ...id, name: { type: 'string', description: 'A new name', valueHint: 'NAME' }, ...scopes, ...common },
  async run(args, client) {
    const body = {
      ...(args.name === undefined ? {} : { name: args.name }),
      ...(args.scopes === undefined ? {} : { scopes: scopesOf(args.scopes) }),
    };
    const it = await client.patch<Credential>(routeOf(args.id), body);
    if (args.json === true) printJson(it);
    else print(`${it.name}: ${it.scopes.join(', ')}`);
  },
});

const rotate = command({
  name: 'rotate',
  description: 'Give a credential a new secret; the old one goes on for a while',
  examples: ['lectern credentials rotate demo-key-…', 'lectern credentials rotate demo-key-… --grace 0'],
  args: {
    ...id,
    grace: { type: 'string', description: 'How long the old secret goes on', valueHint: '24h', default: '24h' },
    ...common,
  },
  async run(args, client) {
    const body = { graceSeconds: secondsOf(args.grace, 'grace') };
    const it = await client.post<IssuedCredential>(`${routeOf(args.id)}/rotate`, body);
    if (args.json === true) return printJson(it);
    printIssued(it);
    const until = it.earlierSecretsUntil;
    note(
      dim(
        until === null
          ? 'Earlier secrets end everywhere within 30 seconds.'
          : `Earlier secrets go on until ${time(until)}.`,
      ),
    );
  },
});

const revoke = command({
  name: 'revoke',
  description: 'Withdraw a credential, everywhere within 30 seconds',
  examples: ['lectern credentials revoke demo-key-…'],
  args: { ...id, ...common },
  async run(args, client) {
    await client.remove(routeOf(args.id));
    if (args.json === true) printJson(await client.get<Credential>(routeOf(args.id)));
    else note(`${args.id} is withdrawn.`);
  },
});

export const credentialsCommand = group({
  name: 'credentials',
  description: 'Keys of xAPI clients and tokens of operators',
  subCommands: { list, create, change, rotate, revoke },
});

/** The secret goes to standard output, so that it can be kept; what is to be known about it does not. */
function printIssued({ issued }: IssuedCredential): void {
  if ('token' in issued) print(`Token   ${issued.token}`);
  else print(`Key     ${issued.key}\nSecret  ${issued.secret}`);
  note('It is shown only now: keep it where secrets are kept.');
}
