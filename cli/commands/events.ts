import type { CloudEvent } from '../../domain/kernel/event.ts';
import type { Client } from '../client.ts';
import { command } from '../command.ts';
import { Failure } from '../errors.ts';
import { dim, print } from '../output.ts';
import { limit, limitOf } from './limit.ts';

export const eventsCommand = command({
  name: 'events',
  description: 'Print the feed of events, oldest first; --follow goes on as they happen',
  examples: ['lectern events', 'lectern events --follow --json | jq .type'],
  args: {
    follow: { type: 'boolean', alias: 'f', description: 'Go on until Ctrl-C' },
    type: { type: 'string', description: 'Only of these types, separated by commas', valueHint: 'TYPES' },
    ...limit,
    json: { type: 'boolean', description: 'Print one JSON object a line' },
  },
  async run(args, client) {
    const type = args.type === undefined ? {} : { type: args.type };
    const say = (event: CloudEvent): void =>
      print(args.json === true ? JSON.stringify(event) : `${dim(event.time)}  ${event.type}  ${aboutOf(event)}`);
    // Taken before the past is read, so that nothing falls between the two; what is in both is said once.
    const from = await client.get<{ next: string }>('/api/v1/events?cursor=latest&limit=1');
    const past = await client.list<CloudEvent>(
      `/api/v1/events?${new URLSearchParams({ order: 'newest', ...type })}`,
      limitOf(args),
    );
    const said = new Set(past.map((event) => event.id));
    for (const event of past.reverse()) say(event);
    if (args.follow !== true) return;
    await follow(client, { cursor: from.next, type, say: (event) => said.has(event.id) || say(event) });
  },
});

/** Of several statements that were stored at once the last one is named. */
const aboutOf = ({ subject, data }: CloudEvent): string =>
  Number(data.count) > 1 ? `${subject} and ${Number(data.count) - 1} more` : subject;

/** Between two streams: the server ends one from time to time, and may be restarted. */
const RETRY_MS = 1000;

async function follow(
  client: Client,
  input: { cursor: string; type: Record<string, string>; say: (event: CloudEvent) => void },
): Promise<never> {
  let { cursor } = input;
  for (;;) {
    try {
      for await (const message of client.events(`/api/v1/events?${new URLSearchParams({ cursor, ...input.type })}`)) {
        input.say(JSON.parse(message.data) as CloudEvent);
        cursor = message.id;
      }
    } catch (error) {
      // A broken stream throws what `fetch` throws; only a refusal is final.
      if (error instanceof Failure && !error.transient) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
