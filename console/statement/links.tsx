import type { Activity, Actor } from '../../domain/statement/types.ts';
import { actorName, inLanguage } from '../../domain/statement/words.ts';
import { t } from '../messages.ts';
import { Id } from '../parts/id.tsx';
import { shortId } from '../parts/short-id.ts';
import { agentText } from '../state/agent-text.ts';
import { identity } from '../state/identity.ts';
import { withQuery } from '../state/url.ts';

/** The way to another statement. */
export const StatementLink = ({ id }: { id: string }) => (
  <a href={`/console/statements/${id.toLowerCase()}`} title={id}>
    {t.statement.statement(shortId(id))}
  </a>
);

const LEARNER = /^[a-z0-9]+-lrn-/;

/** An agent or group by name, with what identifies it; a learner of the tenant leads to their page. */
export function ActorName({ actor }: { actor: Actor }) {
  const homePage = identity.me.value?.homePage ?? '';
  const name = actorName(actor);
  const text = agentText(actor, homePage);
  const isLearner = actor.account?.homePage === homePage && LEARNER.test(actor.account.name);
  return (
    <span class="named">
      {isLearner ? <a href={`/console/learners/${actor.account!.name}`}>{name}</a> : name}
      {text !== undefined && (isLearner || text !== name) && <Id value={text} what={t.statements.agent} />}
    </span>
  );
}

export function ActivityName({ activity }: { activity: Activity }) {
  const name = inLanguage(activity.definition?.name, navigator.languages);
  return (
    <span class="named">
      {name}
      <Id value={activity.id} what={t.statements.activity} />
    </span>
  );
}

export const RegistrationLink = ({ registration }: { registration: string }) => (
  <a href={withQuery('/console/statements', '', { registration })} title={registration}>
    {shortId(registration)}
  </a>
);
