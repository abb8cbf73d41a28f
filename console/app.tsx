import { useEffect, useState } from 'preact/hooks';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { isRunning, jobs, resumeImports } from './imports/jobs.ts';
import { t } from './messages.ts';
import { CoursePage } from './pages/course.tsx';
import { CoursesPage } from './pages/courses.tsx';
import { CredentialPage } from './pages/credential.tsx';
import { CredentialsPage } from './pages/credentials.tsx';
import { EventsPage } from './pages/events.tsx';
import { ImportPage, ImportsPage } from './pages/imports.tsx';
import { IssuerPage } from './pages/issuer.tsx';
import { LearnerPage } from './pages/learner.tsx';
import { LearnersPage } from './pages/learners.tsx';
import { SessionPage } from './pages/session.tsx';
import { SessionsPage } from './pages/sessions.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { StatementPage } from './pages/statement.tsx';
import { StatementImportPage } from './pages/statement-import.tsx';
import { StatementsPage } from './pages/statements.tsx';
import { TranscriptPage } from './pages/transcript.tsx';
import { TransferPage } from './pages/transfer.tsx';
import { DropZone } from './parts/drop-zone.tsx';
import { Empty, Page } from './parts/page.tsx';
import { Palette } from './parts/palette.tsx';
import { Rail } from './parts/rail.tsx';
import { followEvents } from './state/feed.ts';
import { identity } from './state/identity.ts';
import { forgetAnswers } from './state/resource.ts';
import { exportState } from './transfer/export.ts';
import { uploads } from './transfer/uploads.ts';

export function App() {
  switch (identity.phase.value) {
    case 'starting':
      return null;
    case 'out':
      return <SignInPage />;
    case 'in':
      return (
        <LocationProvider scope="/console">
          <Console />
        </LocationProvider>
      );
  }
}

function Console() {
  const [searching, setSearching] = useState(false);
  useSignedIn();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      setSearching(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <div class="console">
      <a class="skip" href="#main">
        {t.skipToContent}
      </a>
      <Rail onSearch={() => setSearching(true)} />
      <main id="main" class="main" tabIndex={-1}>
        <Pages />
      </main>
      <DropZone />
      {searching && <Palette onClose={() => setSearching(false)} />}
    </div>
  );
}

/** What runs as long as somebody is signed in, whatever page they are on. */
function useSignedIn(): void {
  useEffect(() => {
    const out = new AbortController();
    followEvents(out.signal).catch(() => undefined); // refused: whoever is signed out sees it
    resumeImports().catch(() => undefined); // the list of imports tells what is wrong
    const warn = (event: BeforeUnloadEvent): void => {
      const leaving = jobs.value.some((job) => isRunning(job) && job.phase === 'uploading');
      const statements = uploads.value.some(({ phase }) => phase === 'uploading');
      if (leaving || statements || exportState.value?.phase === 'running') event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => {
      out.abort();
      removeEventListener('beforeunload', warn);
      forgetAnswers();
    };
  }, []);
}

function Pages() {
  return (
    <Router onRouteChange={() => document.getElementById('main')?.focus({ preventScroll: true })}>
      <Route path="/console" component={Home} />
      <Route path="/console/courses" component={CoursesPage} />
      <Route path="/console/courses/:id" component={CoursePage} />
      <Route path="/console/imports" component={ImportsPage} />
      <Route path="/console/imports/:id" component={ImportPage} />
      <Route path="/console/learners" component={LearnersPage} />
      <Route path="/console/learners/:id" component={LearnerPage} />
      <Route path="/console/learners/:id/transcript" component={TranscriptPage} />
      <Route path="/console/sessions" component={SessionsPage} />
      <Route path="/console/sessions/:id" component={SessionPage} />
      <Route path="/console/statements" component={StatementsPage} />
      <Route path="/console/statements/bulk" component={TransferPage} />
      <Route path="/console/statements/bulk/:id" component={StatementImportPage} />
      <Route path="/console/statements/:id" component={StatementPage} />
      <Route path="/console/events" component={EventsPage} />
      <Route path="/console/credentials" component={CredentialsPage} />
      <Route path="/console/credentials/:id" component={CredentialPage} />
      <Route path="/console/issuers/:id" component={IssuerPage} />
      <Route default component={Missing} />
    </Router>
  );
}

function Home() {
  const { route } = useLocation();
  useEffect(() => route('/console/courses', true), []);
  return null;
}

const Missing = () => (
  <Page title={t.problem.pageMissing}>
    <Empty title={t.problem.pageMissingRemedy} />
  </Page>
);
