import { withParameters } from '../../domain/runtime/au/launch-address.ts';
import type { LaunchResponse, NavigateResponse, SessionView } from '../../domain/session/contract.ts';
import type { Navigated } from '../../durable-objects/play-session/contract.ts';
import { contentOrigin, shellOrigin } from '../shared/origins.ts';
import { issue } from './access.ts';
import { FETCH_PATH, xapiCredential } from './content/fetch-token.ts';
import { TOKEN_SECONDS } from './tokens.ts';

interface Launching {
  readonly env: DeliveryEnv;
  readonly tenant: string;
  readonly session: string;
  /** Tells scheme and port of the public origins. */
  readonly requestUrl: string;
}

const after = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

/** A link that opens the player without a login. Whoever has it is the learner: it is never logged. */
export async function launchLink({ env, tenant, session, requestUrl }: Launching) {
  const token = await issue(env, { audience: 'launch', tenant, session });
  const launchUrl = `${shellOrigin(requestUrl, env.SHELL_HOST)}/play/${session}?launch=${token}`;
  return { launchUrl, expiresAt: after(TOKEN_SECONDS.launch) };
}

/** What the shell needs to play a launch that the session has opened. */
export async function launchResponse(
  { env, tenant, session, requestUrl }: Launching,
  { launch, view }: { launch: string; view: SessionView },
): Promise<LaunchResponse> {
  const { packageId } = view;
  const [sessionToken, journalToken, grant] = await Promise.all([
    issue(env, { audience: 'session', tenant, session }),
    issue(env, { audience: 'journal', tenant, session, launch, packageId }),
    issue(env, { audience: 'content', tenant, session, packageId }),
  ]);
  const origin = contentOrigin(requestUrl, env.SHELL_HOST, packageId);
  return {
    launch,
    sessionToken,
    sessionTokenExpiresAt: after(TOKEN_SECONDS.session),
    journalToken,
    frameUrl: `${origin}/.lectern/frame?grant=${grant}`,
    contentOrigin: origin,
    serverTime: new Date().toISOString(),
    view,
  };
}

/** A step as the shell gets it: the address of an activity has its credential, or where to get it (cmi5, 8.1.2). */
export async function withCredential(
  { env, tenant, session, requestUrl }: Launching,
  { activity: launched, ...answer }: Navigated,
): Promise<NavigateResponse> {
  if (launched === undefined || answer.delivery === null) return answer;
  const { packageId } = answer.view;
  const claims = { tenant, session, activity: launched.session, packageId };
  const href = withParameters(launched.address, await credentialOf());
  return { ...answer, delivery: { ...answer.delivery, href } };

  async function credentialOf(): Promise<Record<string, string>> {
    if (launched!.standard === 'xapi') return { auth: `Basic ${await xapiCredential(env, claims)}` };
    const token = await issue(env, { audience: 'fetch', ...claims });
    return { fetch: `${contentOrigin(requestUrl, env.SHELL_HOST, packageId)}${FETCH_PATH}?token=${token}` };
  }
}
