import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Page, TenantContent } from '../../d1/content/db.ts';
import type { Problem } from '../../domain/kernel/problem.ts';
import { ok, type Result } from '../../domain/kernel/result.ts';
import { requireScope } from '../shared/auth.ts';
import { decodeCursor, encodeCursor, PAGE_DEFAULT, PAGE_MAX, pageOf } from '../shared/pages.ts';
import { authenticate } from './access/authenticate.ts';
import type { ApiAppEnv } from './app-env.ts';
import { contentOf } from './tenants.ts';

export type ApiContext = Context<ApiAppEnv>;

/** Lets operators pass. api is its own authority, so it asks itself. */
export const operator = requireScope<ApiEnv>((env) => ({
  authenticate: (credential) => authenticate(env, credential),
}));

/** Every route of api asks for this. */
export const SECURITY = [{ bearer: [] }];

/** The content database as the tenant of the credential sees it. */
export const contentFor = (c: ApiContext): TenantContent =>
  contentOf(c.env, { id: c.var.principal.tenant, region: c.var.principal.region });

/** The id in a path. */
export const IdParam = z.object({ id: z.string() });

/** An answer of JSON, for the document. */
export const json = (schema: z.ZodType, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** What lists are asked with. */
export const PageQuery = z.object({
  cursor: z.string().max(512).optional().openapi({ description: 'From `next` of the page before, unchanged.' }),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
});

/** `q` of lists that can be searched. */
export const SearchQuery = PageQuery.extend({
  q: z.string().max(200).optional().openapi({
    description:
      'Part of the name, in any case; of packages also of description, keywords, identifiers and titles of their parts.',
  }),
});

export const pageSchema = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

/** The page that a list is asked for, with one row more than shown: that one tells whether there is a next page. */
export function pageAsked({ cursor, limit }: z.output<typeof PageQuery>): Result<Page, Problem> {
  if (cursor === undefined) return ok({ limit: limit + 1 });
  const key = decodeCursor(cursor, 'ss');
  if (!key.ok) return key;
  return ok({ limit: limit + 1, after: { createdAt: key.value[0] as string, id: key.value[1] as string } });
}

/** The body of a list: `limit` rows as `show` shows them, and the cursor behind the last when there are more. */
export function pageBody<Row extends { createdAt: string; id: string }, T>(
  c: Context,
  { rows, limit, show }: { rows: readonly Row[]; limit: number; show: (row: Row) => T },
): { items: T[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return pageOf(c, shown.map(show), last === undefined ? null : encodeCursor([last.createdAt, last.id]));
}
