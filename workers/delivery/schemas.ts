import { z } from '@hono/zod-openapi';
import { VALUE_BYTES_MAX } from '../../domain/runtime/element-store.ts';
import { CALLS, type RecordedMethod, type Runtime } from '../../domain/runtime/sco.ts';
import type {
  JournalRequest,
  JournalResponse,
  LaunchResponse,
  NavigateRequest,
  NavigateResponse,
  NodeView,
  Score,
  SessionView,
} from '../../domain/session/contract.ts';
import { JOURNAL_ENTRIES_MAX } from '../../domain/session/limits.ts';
import type { TraceItem } from '../../durable-objects/play-session/contract.ts';
import { LearnerAccount } from '../shared/learner.ts';

const time = z.string().openapi({ format: 'date-time' });
const sessionState = z.enum(['created', 'active', 'suspended', 'completed', 'abandoned']);
const completion = z.enum(['unknown', 'not attempted', 'incomplete', 'completed']);
const success = z.enum(['unknown', 'passed', 'failed']);
const score: z.ZodType<Score> = z
  .object({
    scaled: z.number().exactOptional(),
    raw: z.number().exactOptional(),
    min: z.number().exactOptional(),
    max: z.number().exactOptional(),
  })
  .openapi('Score');
const learner = z.object({ id: z.string(), name: z.string() });

export const SessionPath = z.object({
  id: z.string().openapi({ param: { name: 'id', in: 'path' }, example: 'demo-ses-0h9wskcrz6p4x8njvq2ts5b3em' }),
});

export const PlaySessionRequest = z
  .object({
    packageId: z.string().min(1),
    learner: LearnerAccount,
    restart: z.boolean().optional().openapi({ description: 'Begin anew instead of resuming.' }),
  })
  .openapi('PlaySessionRequest');

const summary = {
  id: z.string(),
  registration: z.string(),
  state: sessionState,
  packageId: z.string(),
  learner,
  take: z.number().int().openapi({ description: 'Counts restarts: 1 is the first.' }),
  createdAt: time,
};

export const PlaySession = z
  .object({
    ...summary,
    launchUrl: z.url().openapi({ description: 'Opens the player without a login; valid for ten minutes.' }),
  })
  .openapi('PlaySession');

export const PlaySessionSummary = z.object({ ...summary, packageTitle: z.string() }).openapi('PlaySessionSummary');

export const PlaySessionPage = z
  .object({ items: z.array(PlaySessionSummary), next: z.string().nullable() })
  .openapi('PlaySessionPage');

export const LaunchLink = z.object({ launchUrl: z.url(), expiresAt: time }).openapi('LaunchLink');

const nodeKind = z.string().openapi({ description: 'As in the manifest: block, sco, asset, au or document.' });

const NodeViewSchema: z.ZodType<NodeView> = z
  .lazy(() =>
    z.object({
      id: z.string(),
      kind: nodeKind,
      title: z.string(),
      visible: z.boolean(),
      completion,
      success,
      score: score.exactOptional(),
      selectable: z.boolean(),
      children: z.array(NodeViewSchema),
    }),
  )
  .openapi('NodeView');

const cursor = z
  .object({ schemaVersion: z.literal(1), version: z.number().int(), current: z.string().nullable() })
  .openapi('Cursor');

export const SessionViewSchema: z.ZodType<SessionView> = z
  .object({
    id: z.string(),
    registration: z.string(),
    packageId: z.string(),
    title: z.string(),
    accent: z.string().exactOptional(),
    logo: z.object({ path: z.string(), name: z.string().exactOptional() }).exactOptional(),
    learner,
    state: sessionState,
    cursor,
    completion,
    success,
    score: score.exactOptional(),
    totalSeconds: z.number(),
    controls: z.object({ continue: z.boolean(), previous: z.boolean(), exit: z.boolean() }),
    hiddenControls: z.array(z.enum(['continue', 'previous', 'exit'])).exactOptional(),
    requested: z.literal(true).exactOptional(),
    nodes: z.array(NodeViewSchema),
    version: z.number().int(),
  })
  .openapi('SessionView');

export const LaunchResponseSchema: z.ZodType<LaunchResponse> = z
  .object({
    launch: z.string(),
    sessionToken: z.string(),
    sessionTokenExpiresAt: time,
    journalToken: z.string(),
    frameUrl: z.url(),
    contentOrigin: z.url(),
    serverTime: time,
    view: SessionViewSchema,
  })
  .openapi('Launch');

const entry = { seq: z.number().int().min(1), at: z.iso.datetime(), node: z.string().min(1) };
const JournalEntrySchema = z.discriminatedUnion('kind', [
  z.object({
    ...entry,
    kind: z.literal('call'),
    method: z.enum(Object.keys(CALLS) as [RecordedMethod, ...RecordedMethod[]]),
    args: z.array(z.string().max(VALUE_BYTES_MAX)).max(2),
  }),
  z.object({ ...entry, kind: z.literal('entered') }),
]);

export const JournalRequestSchema: z.ZodType<JournalRequest> = z
  .object({
    writer: z.uuid(),
    launch: z.string().min(1),
    entries: z.array(JournalEntrySchema).max(JOURNAL_ENTRIES_MAX),
  })
  .openapi('JournalRequest');

export const JournalResponseSchema: z.ZodType<JournalResponse> = z
  .object({ acked: z.number().int(), view: SessionViewSchema })
  .openapi('JournalResponse');

const navigationRequest = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start') }),
  z.object({ type: z.literal('continue') }),
  z.object({ type: z.literal('previous') }),
  z.object({ type: z.literal('choice'), node: z.string().min(1) }),
  z.object({ type: z.literal('requested') }),
  z.object({ type: z.literal('exit') }),
]);

export const NavigateRequestSchema: z.ZodType<NavigateRequest> = z
  .object({
    launch: z.string().min(1),
    request: navigationRequest,
    cursorVersion: z.number().int(),
    writer: z.object({ id: z.uuid(), lastSeq: z.number().int().min(0) }).exactOptional(),
  })
  .openapi('NavigateRequest');

/** The player's own business: its shape may change with every version. */
const runtime = z
  .custom<Runtime>()
  .openapi({ type: 'object', properties: { standard: { enum: ['scorm12', 'scorm2004'] }, state: { type: 'object' } } });

export const NavigateResponseSchema: z.ZodType<NavigateResponse> = z
  .object({
    view: SessionViewSchema,
    delivery: z
      .object({
        node: z.string(),
        kind: nodeKind,
        title: z.string(),
        href: z.string(),
        window: z
          .literal('own')
          .exactOptional()
          .openapi({ description: 'It asks for a window of its own (cmi5, `OwnWindow`).' }),
        runtime: runtime.exactOptional(),
      })
      .nullable(),
  })
  .openapi('NavigateResponse');

export const TracePage: z.ZodType<{ items: TraceItem[]; next: string | null }> = z
  .object({
    items: z.array(
      z.object({
        no: z.number().int(),
        receivedAt: time,
        kind: z.enum(['launch', 'journal', 'navigation', 'activity', 'lease', 'abandon']),
        launch: z.string().nullable(),
        writer: z.string().nullable(),
        entries: z.array(JournalEntrySchema),
        navigation: navigationRequest.nullable(),
        warnings: z.array(z.object({ node: z.string().nullable(), text: z.string() })),
        statements: z
          .array(z.string())
          .openapi({ description: 'Ids of the statements that it told, and that it led to.' }),
        outcome: z.object({
          state: sessionState,
          completion,
          success,
          score: score.nullable(),
          cursor: z.string().nullable(),
        }),
      }),
    ),
    next: z.string().nullable(),
  })
  .openapi('TracePage');
