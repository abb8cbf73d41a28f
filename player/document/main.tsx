/** A page of an authored document, on the content host or in an export: reads the document, plays the page through `API`. */
import { render } from 'preact';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { directionOf } from '../../ui/messages/direction.ts';
import { openPage } from './course.ts';
import './document.css';
import { findApi, openLms } from './lms.ts';
import { Speaking, wordsIn } from './messages.ts';
import { PageView } from './page.tsx';
import { PageSession } from './session.ts';

/** Where the course lies, seen from this page: the builds differ in this. */
const course = new URL(document.currentScript?.dataset.course ?? './', location.href).href;
const host = document.getElementById('app')!;

const CLOCK = {
  now: () => performance.now(),
  after: (ms: number, then: () => void) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

/** Until the document is there nobody knows its language. */
const t = wordsIn(navigator.languages);

async function show(): Promise<void> {
  render(<Loading />, host);
  const opened = await openPage(course, location.search);
  if (opened.kind !== 'page') {
    const noPage = opened.kind === 'no-page';
    render(
      <main class="page">
        <Notice tone="bad" title={noPage ? t.noPage : t.notRead}>
          {noPage ? t.noPageBody : t.notReadBody}
        </Notice>
      </main>,
      host,
    );
    return;
  }
  const { page } = opened;
  const [language = 'en'] = opened.document.languages;
  document.title = page.title;
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  const session = new PageSession(page, openLms(findApi(window)), CLOCK);
  addEventListener('pagehide', () => session.leave());
  render(
    <Speaking value={wordsIn([language])}>
      <PageView document={opened.document} course={course} session={session} />
    </Speaking>,
    host,
  );
}

function Loading() {
  return (
    <main class="page" aria-busy="true">
      <span class="visually-hidden">{t.loading}</span>
      <Skeleton width="min(22rem, 60%)" height="1.75rem" />
      <Skeleton width="100%" height="1rem" />
      <Skeleton width="94%" height="1rem" />
      <Skeleton width="72%" height="1rem" />
    </main>
  );
}

void show();
