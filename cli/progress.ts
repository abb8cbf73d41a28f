import { Presets, SingleBar } from 'cli-progress';
import { bytes, note } from './output.ts';
import type { Import } from './wire.ts';

/** Shows how far an import is; `stop` leaves the last state on the screen. */
export interface Progress {
  uploading(sent: number, total: number): void;
  building(state: Import): void;
  stop(): void;
}

/** Shows one number that rises, with words beside it. */
export interface Meter {
  /** `share`: from 0 to 1; undefined when nobody knows how much there is. */
  show(what: string, share: number | undefined, detail: string): void;
  stop(): void;
}

/** A bar where somebody watches, a line for each kind of work where nobody does, nothing where a machine reads. */
export function meterOn(stream: NodeJS.WriteStream, quiet: boolean): Meter {
  if (quiet) return { show: () => {}, stop: () => {} };
  if (stream.isTTY) {
    const bar = barOn(stream);
    return { show: (what, share, detail) => bar.show(share ?? 0, what, detail), stop: bar.stop };
  }
  let last = '';
  return {
    show(what) {
      if (what !== last) note(what);
      last = what;
    },
    stop: () => {},
  };
}

/** A bar where somebody watches, a line per step where nobody does, nothing where the output is for machines. */
export function progressOn(stream: NodeJS.WriteStream, filename: string, quiet: boolean): Progress {
  if (quiet) return { uploading: () => {}, building: () => {}, stop: () => {} };
  return stream.isTTY ? bars(stream) : lines(filename);
}

interface Bar {
  show(share: number, what: string, detail: string): void;
  stop(): void;
}

function barOn(stream: NodeJS.WriteStream): Bar {
  const options = { stream, format: '{what} {bar} {percentage}%  {detail}', hideCursor: true, barsize: 24 };
  const bar = new SingleBar(options, Presets.shades_classic);
  let running = false;
  const show: Bar['show'] = (share, what, detail) => {
    const state = { what: what.padEnd(22), detail };
    if (running) bar.update(Math.round(share * 100), state);
    else bar.start(100, Math.round(share * 100), state);
    running = true;
  };
  return { show, stop: () => bar.stop() };
}

function bars(stream: NodeJS.WriteStream): Progress {
  const { show, stop } = barOn(stream);
  return {
    uploading: (sent, total) => show(total === 0 ? 1 : sent / total, 'Upload', `${bytes(sent)} of ${bytes(total)}`),
    building: (it) => {
      const { at, share, title } = stepOf(it);
      show(share, title, `step ${at} of ${it.steps.length}`);
    },
    stop,
  };
}

function lines(filename: string): Progress {
  let last = '';
  const say = (line: string): void => {
    if (line !== last) note(line);
    last = line;
  };
  return {
    uploading: (_sent, total) => say(`Uploading ${filename} (${bytes(total)})`),
    building: (it) => {
      const { at, title } = stepOf(it);
      say(`${title} (step ${at} of ${it.steps.length})`);
    },
    stop: () => {},
  };
}

/** The step an import is at and how far the whole of it is, each step counting the same. */
export function stepOf({ steps, state }: Pick<Import, 'steps' | 'state'>): {
  at: number;
  title: string;
  share: number;
} {
  const done = steps.filter((step) => step.state === 'done').length;
  const current = steps.find((step) => step.state === 'running' || step.state === 'failed');
  const within = current !== undefined && current.total > 0 ? Math.min(1, current.done / current.total) : 0;
  if (current === undefined && done === steps.length)
    return { at: done, title: 'Done', share: state === 'built' ? 1 : 0 };
  return {
    at: Math.min(steps.length, done + 1),
    title: current?.title ?? 'Waiting',
    share: steps.length === 0 ? 0 : (done + within) / steps.length,
  };
}
