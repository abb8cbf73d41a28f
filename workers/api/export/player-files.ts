import type { PlayerFiles } from '../../../domain/package/export/crossing.ts';

/** Where the build puts the standalone player among the static files, and the list of its files there. */
const FOLDER = '/standalone/';
const LIST = 'files.json';

/** A file of the standalone player, as the build made it. Throws when the build has none of that name. */
export async function playerFile(env: Pick<ApiEnv, 'ASSETS'>, name: string): Promise<Uint8Array> {
  return new Uint8Array(await (await ask(env, name)).arrayBuffer());
}

/** Which files there are. */
export const playerFiles = async (env: Pick<ApiEnv, 'ASSETS'>): Promise<PlayerFiles> => (await ask(env, LIST)).json();

async function ask(env: Pick<ApiEnv, 'ASSETS'>, name: string): Promise<Response> {
  const response = await env.ASSETS.fetch(`http://assets${FOLDER}${name}`);
  if (!response.ok) throw new Error(`the build has no ${FOLDER}${name}: ${response.status}`);
  return response;
}
