import { useEffect, useRef } from 'preact/hooks';
import type { AuthoredDocument, Block } from '../../domain/package/document/document.ts';
import { Notice, State } from '../../ui/feedback.tsx';
import { accentProperties } from './accent.ts';
import { addressOf } from './course.ts';
import { Course, Markdown } from './markdown.tsx';
import { Attachment, Embedded, Film, Picture, Sound } from './media.tsx';
import { useWords } from './messages.ts';
import { Quiz } from './quiz.tsx';
import type { PageSession } from './session.ts';
import { Story } from './story.tsx';

interface PageProps {
  document: AuthoredDocument;
  course: string;
  session: PageSession;
}

/** One page of a document, with everything that the learner does on it. */
export function PageView({ document, course, session }: PageProps) {
  const { branding } = document;
  const { page } = session;
  const blocks = useRef<HTMLDivElement>(null);
  useFollowing(session, blocks);
  const accent = branding?.colours?.accent;
  return (
    <Course.Provider value={course}>
      <main class="page" style={accent === undefined ? {} : accentProperties(accent)}>
        {branding !== undefined && <Brand branding={branding} course={course} />}
        <h1 class="page-title">{page.title}</h1>
        <div ref={blocks} class="blocks">
          {page.blocks.map((block, place) => (
            <div key={place} class="block" data-place={place}>
              <BlockView block={block} place={place} session={session} />
            </div>
          ))}
        </div>
        <Achieved session={session} />
      </main>
    </Course.Provider>
  );
}

function Brand({ branding, course }: { branding: NonNullable<AuthoredDocument['branding']>; course: string }) {
  const t = useWords();
  const { name, logo } = branding;
  if (name === undefined && logo === undefined) return null;
  return (
    <p class="brand">
      {logo !== undefined && <img src={addressOf(logo, course)} alt={name === undefined ? t.logo : ''} />}
      <bdi>{name}</bdi>
    </p>
  );
}

function BlockView({ block, place, session }: { block: Block; place: number; session: PageSession }) {
  const t = useWords();
  switch (block.kind) {
    case 'text':
      return <Markdown text={block.markdown} />;
    case 'image':
      return <Picture block={block} />;
    case 'video':
      return <Film block={block} played={() => session.played(place)} />;
    case 'audio':
      return <Sound block={block} played={() => session.played(place)} />;
    case 'file':
      return <Attachment block={block} />;
    case 'html':
      return <Embedded block={block} />;
    case 'quiz':
      return <Quiz block={block} session={session} />;
    case 'scenario':
      return <Story block={block} session={session} />;
    case 'unknown':
      return (
        <Notice tone="neutral" title={t.unsupported}>
          {t.unsupportedBody(block.name)}
        </Notice>
      );
  }
}

const TONES = { completed: 'good', passed: 'good', failed: 'bad' } as const;

/** What has become of the page, said once when it is so. A page without anything to do needs no words. */
function Achieved({ session }: { session: PageSession }) {
  const t = useWords();
  const { status, score } = session.outcome.value;
  const asks = session.page.blocks.some(({ kind }) => kind === 'quiz' || kind === 'scenario');
  return (
    <div class="achieved" role="status">
      {asks && status !== 'incomplete' && (
        <State tone={TONES[status]} {...(status === 'failed' ? { icon: 'failed' as const } : {})}>
          {t.complete[status]}
          {score !== undefined && ` · ${t.score(score)}`}
        </State>
      )}
    </div>
  );
}

/** A little of the end is enough: what lies behind it is empty. */
const END_MARGIN = '0px 0px 24px 0px';

/** Knows where the learner is, brings them back to it, and notices the end. */
function useFollowing(session: PageSession, blocks: { current: HTMLElement | null }): void {
  useEffect(() => {
    const list = [...blocks.current!.children] as HTMLElement[];
    const back = session.outcome.peek().complete ? undefined : list[session.resumeAt];
    if (back !== undefined && session.resumeAt > 0) back.scrollIntoView();
    const last = list.at(-1);
    if (last === undefined) {
      session.seenEnd();
      return undefined;
    }
    // Where somebody is, is the topmost block that they see.
    const seen = new Set<number>();
    const following = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        const place = Number((target as HTMLElement).dataset.place);
        if (isIntersecting) seen.add(place);
        else seen.delete(place);
      }
      if (seen.size > 0) session.at(Math.min(...seen));
    });
    for (const block of list) following.observe(block);
    const mark = last.appendChild(document.createElement('span'));
    const end = new IntersectionObserver(([entry]) => entry!.isIntersecting && session.seenEnd(), {
      rootMargin: END_MARGIN,
    });
    end.observe(mark);
    return () => {
      following.disconnect();
      end.disconnect();
      mark.remove();
    };
  }, [session]);
}
