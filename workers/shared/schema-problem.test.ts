import { z } from '@hono/zod-openapi';
import { expect, it } from 'vitest';
import { schemaProblem } from './schema-problem.ts';

const schema = z.strictObject({
  packageId: z.string().min(1),
  learner: z.object({ name: z.string().min(1).max(5), homePage: z.url() }),
  limit: z.coerce.number().int().min(1).max(100).optional(),
  scopes: z.array(z.string()).min(1).optional(),
  state: z.enum(['built', 'revoked']).optional(),
});

function told(body: unknown): unknown {
  const parsed = schema.safeParse(body);
  return parsed.success ? [] : schemaProblem('json', parsed.error.issues).extra!.errors;
}

it('[HTTP-10] every finding is told in words, with its place', () => {
  expect(told({})).toEqual([
    { where: 'json.packageId', detail: '`packageId` is missing.' },
    { where: 'json.learner', detail: '`learner` is missing.' },
  ]);
  const learner = { name: '', homePage: 'https://hr.example' };
  expect(told({ packageId: 5, learner })).toEqual([
    { where: 'json.packageId', detail: '`packageId` must be a string.' },
    { where: 'json.learner.name', detail: '`name` must not be empty.' },
  ]);
  expect(
    told({ packageId: 'p', learner: { ...learner, name: 'too long' }, limit: 'abc', state: 'x', more: 1 }),
  ).toEqual([
    { where: 'json.learner.name', detail: '`name` must have at most 5 characters.' },
    { where: 'json.limit', detail: '`limit` must be a number.' },
    { where: 'json.state', detail: '`state` must be one of: built, revoked.' },
    { where: 'json', detail: 'Not known here: more.' },
  ]);
  const good = { packageId: 'p', learner: { name: 'Ada', homePage: 'https://hr.example' } };
  expect(told({ ...good, limit: 999, scopes: [] })).toEqual([
    { where: 'json.limit', detail: '`limit` must be at most 100.' },
    { where: 'json.scopes', detail: '`scopes` must have at least 1 entry.' },
  ]);
  expect(told({ ...good, limit: 0 })).toEqual([{ where: 'json.limit', detail: '`limit` must be at least 1.' }]);
  expect(told(null)).toEqual([{ where: 'json', detail: 'The body must be an object.' }]);
});
it('[HTTP-10] the first finding is the problem’s own, and the list ends', () => {
  const findings = Array.from({ length: 30 }, (_, i) => ({ path: [`p${i}`], message: 'odd', code: 'custom' }));
  const first = schemaProblem('query', findings);
  expect(first).toMatchObject({ code: 'bad_request', detail: '`p0` is not valid: odd.', where: 'query.p0' });
  expect(first.extra!.errors).toHaveLength(20);
  expect(schemaProblem('query', [])).toMatchObject({ code: 'bad_request', where: 'query' });
});
