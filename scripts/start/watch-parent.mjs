// Loaded into wrangler before it starts. The pipe on descriptor 3 closes when the supervisor is gone, however it went;
// then our whole process group (wrangler, workerd, esbuild) goes too, so that nothing keeps the port.
import { Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';

// Threads and children of wrangler load this too, by inheritance, and have no such pipe.
if (isMainThread && process.env.LECTERN_SUPERVISED === '1') {
  delete process.env.LECTERN_SUPERVISED;
  const end = () => process.kill(-process.pid, 'SIGKILL');
  new Socket({ fd: 3, readable: true, writable: false }).on('end', end).on('error', end).resume().unref();
}
