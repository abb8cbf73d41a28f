/**
 * Whether an object is a sound OpenAPI 3.1 document: the members that the specification requires, parameters of the
 * path that are declared, references that lead somewhere, and operations that can be told apart.
 */
import type { Json } from '../support/client.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const PLACES = ['query', 'header', 'path', 'cookie'];

/** What is wrong, each with its place; empty when nothing is. */
export function findingsOf(document: Json): string[] {
  const found: string[] = [];
  const expectThat = (holds: boolean, where: string): void => {
    if (!holds) found.push(where);
  };
  expectThat(/^3\.1\.\d+$/.test(document.openapi), 'openapi: not 3.1.x');
  expectThat(isText(document.info?.title) && isText(document.info?.version), 'info: title and version are required');
  expectThat(Object.keys(document.paths ?? {}).length > 0, 'paths: none');
  for (const [path, item] of Object.entries<Json>(document.paths ?? {})) {
    expectThat(path.startsWith('/'), `${path}: does not begin with a slash`);
    for (const [method, operation] of Object.entries<Json>(item)) {
      if (METHODS.includes(method)) found.push(...operationFindings(path, method, operation, document));
      else
        expectThat(
          ['summary', 'description', 'servers', 'parameters'].includes(method),
          `${path}: ${method} is no method`,
        );
    }
  }
  for (const reference of referencesIn(document))
    expectThat(resolves(reference, document), `${reference}: leads nowhere`);
  return found;
}

function operationFindings(path: string, method: string, operation: Json, document: Json): string[] {
  const where = `${method.toUpperCase()} ${path}`;
  const found: string[] = [];
  const parameters: Json[] = operation.parameters ?? [];
  for (const { name, in: place, required, schema, content } of parameters) {
    if (!isText(name) || !PLACES.includes(place)) found.push(`${where}: parameter ${name} in ${place}`);
    if (schema === undefined && content === undefined) found.push(`${where}: parameter ${name} has no schema`);
    if (place === 'path' && required !== true) found.push(`${where}: path parameter ${name} is not required`);
  }
  const named = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name).sort();
  const declared = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  if (named.join() !== declared.sort().join()) found.push(`${where}: path parameters ${declared} are declared`);
  const keys = parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
  if (new Set(keys).size !== keys.length) found.push(`${where}: a parameter is declared twice`);
  const responses = Object.entries<Json>(operation.responses ?? {});
  if (responses.length === 0) found.push(`${where}: no responses`);
  for (const [status, response] of responses) {
    if (!/^([1-5]\d\d|[1-5]XX|default)$/.test(status)) found.push(`${where}: response ${status}`);
    if (!isText(response.description)) found.push(`${where}: response ${status} has no description`);
  }
  for (const requirement of operation.security ?? []) {
    for (const scheme of Object.keys(requirement)) {
      if (document.components?.securitySchemes?.[scheme] === undefined) found.push(`${where}: no scheme ${scheme}`);
    }
  }
  return found;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

function* referencesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === '$ref' && typeof member === 'string') yield member;
    else yield* referencesIn(member);
  }
}

/** RFC 6901 pointers within the document. */
function resolves(reference: string, document: Json): boolean {
  if (!reference.startsWith('#/')) return false;
  const steps = reference.slice(2).split('/');
  const target = steps.reduce((value, step) => value?.[step.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  return target !== undefined;
}
