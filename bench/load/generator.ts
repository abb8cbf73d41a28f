import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadPlan, LoadResult } from './load.ts';

type Message = { readonly measuring: true } | { readonly result: LoadResult };

/** The process that makes load. It ends with this one. */
export class Generator {
  readonly #child: ChildProcess = fork(fileURLToPath(new URL('./host.ts', import.meta.url)), {
    serialization: 'advanced',
  });

  /** Runs a plan to its end. `onMeasure` is called when the time that counts begins. */
  run(plan: LoadPlan, onMeasure: () => void = () => {}): Promise<LoadResult> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`the load generator ended with ${code}`));
      const take = (message: Message) => {
        if ('measuring' in message) return onMeasure();
        this.#child.off('message', take).off('exit', ended);
        resolve(message.result);
      };
      this.#child.on('message', take).once('exit', ended);
      this.#child.send(plan);
    });
  }

  stop(): void {
    if (this.#child.connected) this.#child.disconnect();
  }
}
