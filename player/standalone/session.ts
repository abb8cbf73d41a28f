/** One sitting with the course: parts come and go, the host hears of what they tell, and what they need is kept. */
import { type Answer, courseReport, NOTHING, type Report, since } from '../../domain/runtime/crossing/index.ts';
import { type CourseFile, type PlayableNode, playableNodes } from './course-file.ts';
import type { Host, News } from './host/host.ts';
import { openPart } from './part/open-part.ts';
import type { Part } from './part/part.ts';

/** What is kept at the host: by node what its part needs and what it last reported. */
interface Kept {
  readonly v: 1;
  /** The node that was open last. */
  readonly at?: string;
  readonly n: Readonly<Record<string, KeptNode>>;
}
interface KeptNode {
  /** What the part saved; absent when it begins anew. */
  readonly s?: unknown;
  readonly r: Report;
}

export interface Session {
  /** The node that was open when the last sitting ended. */
  readonly lastNode: string | undefined;
  open(node: PlayableNode): Part;
  /** Of the open node, after its page is gone. */
  close(): void;
  reportOf(node: PlayableNode): Report;
  /** Says and keeps what is new. */
  flush(): void;
  /** Nothing more is said. */
  end(): void;
}

export interface SessionInit {
  readonly course: CourseFile;
  readonly host: Host;
  /** The one node that the host launched; absent: the whole course. */
  readonly only: PlayableNode | undefined;
  readonly nowMs: () => number;
  /** Runs `then` later; returns what takes it back. */
  readonly after: (ms: number, then: () => void) => () => void;
  /** Something was told, or a part was closed. */
  readonly told: () => void;
  /** Not even the least of it fits what the host keeps. */
  readonly notKept: () => void;
}

/** Calls that follow each other closely are told together. */
const FLUSH_MS = 1_000;

export function openSession(init: SessionInit): Session {
  const { course, host, only } = init;
  const before = readKept(host.saved);
  const kept: Record<string, KeptNode> = { ...before.n };
  const begunMs = init.nowMs();
  /** The node that is open, or was last. */
  let at = before.at;
  const numbers = new Map<string, number>();
  let current: { readonly node: PlayableNode; readonly part: Part } | undefined;
  let cancel: (() => void) | undefined;
  let ended = false;

  const reportOf = (node: PlayableNode): Report =>
    current?.node === node ? since(kept[node.id]?.r, current.part.report()) : (kept[node.id]?.r ?? NOTHING);
  const whole = (): Report =>
    only === undefined ? courseReport(playableNodes(course.manifest).map(reportOf), at ?? '') : reportOf(only);

  /** Answers are numbered over the whole sitting; answering again keeps the number. */
  const numbered = ([n, answer]: readonly [number, Answer]): News['answers'][number] => {
    const key = `${current!.node.id} ${n}`;
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    return { at: numbers.get(key)!, answer };
  };
  const news = (): News => ({
    report: whole(),
    answers: current === undefined ? [] : [...current.part.takeAnswers()].map(numbered),
    hundredths: Math.max(0, Math.round((init.nowMs() - begunMs) / 10)),
  });
  /** What is kept of an open part, and the same with ever less in it. */
  const keptNodes = ({ node, part }: { node: PlayableNode; part: Part }): KeptNode[] => {
    // Its objectives are in what the part saves.
    const { objectives: _, ...r } = reportOf(node);
    const saved = part.save();
    return saved.length === 0 ? [{ r }] : saved.map((s) => ({ s, r }));
  };
  /** Keeps as much as fits, and returns what that is of the open part. */
  const keep = (): KeptNode | undefined => {
    const variants = current === undefined ? [undefined] : keptNodes(current);
    const texts = variants.map((variant) => {
      const n = variant === undefined ? kept : { ...kept, [at!]: variant };
      return JSON.stringify({ v: 1, ...(at === undefined ? {} : { at }), n } satisfies Kept);
    });
    const fits = host.keep(texts);
    if (fits === -1) init.notKept();
    return variants[Math.max(0, fits)];
  };
  const flush = (): void => {
    cancel?.();
    cancel = undefined;
    if (ended) return;
    keep();
    host.tell(news());
  };
  return {
    lastNode: before.at,
    reportOf,
    flush,
    open(node) {
      const part = openPart(node, course.manifest.format, {
        host,
        saved: kept[node.id]?.s,
        changed(now) {
          if (current?.part !== part) return;
          if (now) flush();
          else cancel ??= init.after(FLUSH_MS, flush);
          init.told();
        },
      });
      current = { node, part };
      at = node.id;
      return part;
    },
    close() {
      if (current === undefined) return;
      const { node, part } = current;
      part.leave();
      kept[node.id] = keep()!;
      flush();
      current = undefined;
      init.told();
    },
    end() {
      if (ended) return;
      cancel?.();
      keep();
      host.end(news());
      ended = true;
    },
  };
}

/** What the host gives back may be anything: somebody else's, cut off, or nothing. */
function readKept(text: string | undefined): Kept {
  try {
    const kept = JSON.parse(text ?? '') as Partial<Kept>;
    if (kept.v === 1 && typeof kept.n === 'object') return kept as Kept;
  } catch {
    // begins anew
  }
  return { v: 1, n: {} };
}
