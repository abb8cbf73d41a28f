import type { ComponentChildren } from 'preact';
import type {
  Actor,
  Context,
  ContextRole,
  Extensions,
  Score,
  StatementObject,
  StatementResult,
  StoredStatement,
} from '../../domain/statement/types.ts';
import { inLanguage, statementWords } from '../../domain/statement/words.ts';
import { State } from '../../ui/feedback.tsx';
import { formatInstant } from '../../ui/messages/format.ts';
import { t } from '../messages.ts';
import { Id } from '../parts/id.tsx';
import { duration, isoSeconds, score } from '../parts/numbers.ts';
import { ActivityName, ActorName, RegistrationLink, StatementLink } from './links.tsx';

type Row = readonly [string, ComponentChildren];
const ROLES: readonly ContextRole[] = ['parent', 'grouping', 'category', 'other'];

/** Everything that a statement says, in the order in which people ask: names and values for `Facts`. */
export function statementFacts(statement: StoredStatement): readonly Row[] {
  return [
    ...actorRows(t.statement.who, statement.actor),
    [t.statement.did, <VerbName key="verb" statement={statement} />],
    ...objectRows(statement.object),
    [t.statement.when, formatInstant(statement.timestamp)],
    ...resultRows(statement.result ?? {}),
    ...contextRows(statement.context ?? {}),
    ...actorRows(t.statement.authority, statement.authority),
    [t.statement.stored, formatInstant(statement.stored)],
    [t.statement.version, statement.version],
  ];
}

function actorRows(label: string, actor: Actor): Row[] {
  const members = actor.member ?? [];
  return [
    [label, <ActorName key="actor" actor={actor} />],
    [t.statement.members, members.length > 0 && members.map((one, i) => <ActorName key={i} actor={one} />)],
  ];
}

function VerbName({ statement: { verb } }: { statement: Pick<StoredStatement, 'verb'> }) {
  return (
    <span class="named">
      {inLanguage(verb.display, navigator.languages)}
      <Id value={verb.id} what={t.statements.verb} />
    </span>
  );
}

function objectRows(object: StatementObject): Row[] {
  switch (object.objectType) {
    case 'StatementRef':
      return [[t.statement.what, <StatementLink key="ref" id={object.id} />]];
    case 'Agent':
    case 'Group':
      return actorRows(t.statement.what, object);
    case 'SubStatement': {
      const { actor, verb, object: inner } = statementWords(object, navigator.languages);
      return [[t.statement.what, `“${actor} ${verb} ${inner}”`]];
    }
    default: {
      const kind = object.definition?.type;
      return [
        [t.statement.what, <ActivityName key="activity" activity={object} />],
        [t.statement.description, inLanguage(object.definition?.description, navigator.languages)],
        [t.statement.kind, kind !== undefined && <Id key="kind" value={kind} what={t.statement.kind} />],
      ];
    }
  }
}

function resultRows({
  score: points,
  success,
  completion,
  response,
  duration: time,
  extensions,
}: StatementResult): Row[] {
  const outcomes = [
    success !== undefined && (success ? t.success.passed : t.success.failed),
    completion !== undefined && (completion ? t.completion.completed : t.completion.incomplete),
  ].filter((word) => word !== false);
  const good = success ?? completion ?? true;
  return [
    [
      t.statement.outcome,
      outcomes.length > 0 && (
        <State tone={good ? 'good' : success === false ? 'bad' : 'neutral'} icon={good ? 'done' : 'circle'}>
          {outcomes.join(', ')}
        </State>
      ),
    ],
    [t.statement.score, points !== undefined && pointsText(points)],
    [t.statement.response, response],
    // What no course reports (years, months, weeks) is shown as it was sent.
    [t.statement.duration, time !== undefined && (isoSeconds(time) === null ? time : duration(time))],
    ...extensionRows(extensions),
  ];
}

/** The share and the points, as far as they are known: `85% · 17 / 20`. */
function pointsText({ scaled, ...points }: Score): string {
  const texts = [...(scaled === undefined ? [] : [score({ scaled })]), score(points)];
  return texts.filter((text) => text !== t.none).join(' · ');
}

function contextRows(context: Context): Row[] {
  const { registration, instructor, team, contextActivities = {}, contextAgents = [], contextGroups = [] } = context;
  return [
    [t.statement.registration, registration !== undefined && <RegistrationLink registration={registration} />],
    [t.statement.instructor, instructor !== undefined && <ActorName actor={instructor} />],
    [t.statement.team, team !== undefined && <ActorName actor={team} />],
    ...contextAgents.map(({ agent }): Row => [t.statement.contextAgent, <ActorName key="agent" actor={agent} />]),
    ...contextGroups.map(({ group }): Row => [t.statement.contextGroup, <ActorName key="group" actor={group} />]),
    ...ROLES.map((role): Row => {
      const activities = contextActivities[role] ?? [];
      return [
        t.statement[role],
        activities.length > 0 && activities.map((one) => <ActivityName key={one.id} activity={one} />),
      ];
    }),
    [t.statement.mentions, context.statement !== undefined && <StatementLink id={context.statement.id} />],
    [t.statement.platform, context.platform],
    [t.statement.revision, context.revision],
    [t.statement.language, context.language],
    ...extensionRows(context.extensions),
  ];
}

/** Nobody but their inventor knows what they mean: key and value as they are. */
const extensionRows = (extensions: Extensions = {}): Row[] => [
  [
    t.statement.extensions,
    Object.keys(extensions).length > 0 &&
      Object.entries(extensions).map(([key, value]) => (
        <span key={key} class="named">
          <code>{JSON.stringify(value)}</code>
          <Id value={key} what={t.statement.extensions} />
        </span>
      )),
  ],
];
