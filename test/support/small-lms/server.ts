import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../stack.ts';
import type { CourseFiles } from './course.ts';
import { createSmallLrs, type SmallLrs } from './lrs.ts';

export interface SmallLms {
  readonly url: string;
  readonly lrs: SmallLrs;
  /** Serves a course below `/courses/<name>/`. */
  put(name: string, files: CourseFiles): void;
  stop(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  json: 'application/json',
  svg: 'image/svg+xml',
};

/** Serves courses, pages of platforms, and an LRS, on a port of its own. */
export async function startSmallLms(): Promise<SmallLms> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'test/support/small-lms/page.ts')],
    bundle: true,
    write: false,
    format: 'iife',
  });
  const page = `<!doctype html><html lang="en"><title>LMS</title><body><script>${outputFiles[0]!.text}</script></body></html>`;
  const courses = new Map<string, CourseFiles>();
  const lrs = createSmallLrs();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    if (pathname === '/lms') return response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
    if (pathname === '/returned') return response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Back</h1>');
    if (pathname === '/favicon.ico') return response.writeHead(204).end();
    const [, course, path] = /^\/courses\/([^/]+)\/(.*)$/.exec(pathname) ?? [];
    if (course === undefined) return void lrs.answer(request, response);
    const bytes = courses.get(course)?.get(decodeURIComponent(path!));
    if (bytes === undefined) return response.writeHead(404).end();
    const type = TYPES[path!.split('.').at(-1)!.toLowerCase()] ?? 'application/octet-stream';
    return response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lrs,
    put: (name, files) => void courses.set(name, files),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
