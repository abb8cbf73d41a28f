import { catalogue } from '../../ui/messages/catalogue.ts';
import { formatNumber } from '../../ui/messages/format.ts';

const en = {
  contents: 'Contents',
  closeContents: 'Close contents',
  contentsDone: (done: number, of: number) => `${formatNumber(done)} of ${formatNumber(of)} done`,
  previous: 'Previous',
  continue: 'Continue',
  exit: 'Exit',
  steps: 'Steps',
  place: (index: number, of: number) => `${formatNumber(index)} of ${formatNumber(of)}`,
  starting: 'Opening the course',
  courseArea: 'Course',

  saved: 'Saved',
  saving: 'Saving',
  savedOnDevice: 'Saved on this device, will send',
  notSaved: 'Not saved. Keep this page open and check your network.',

  notAttempted: 'Not started',
  incomplete: 'In progress',
  completed: 'Completed',
  passed: 'Passed',
  failed: 'Failed',
  locked: 'Cannot be opened yet',
  unsupported: 'Not supported by this player',

  welcomeBack: (title: string) => `Welcome back. You were at “${title}”.`,
  dismiss: 'Dismiss',
  waiting: 'Waiting for the network',
  waitingDetail:
    'What you did is kept on this device. It is sent as soon as the network is back, and the course goes on.',

  ended: {
    passed: 'You passed',
    failed: 'You did not pass',
    completed: 'You completed the course',
    open: 'Your progress is saved',
    kept: 'You can close this page. Your record is saved.',
    resume: 'You can close this page. Your record is saved, and the course opens where you left it.',
    continueAgain: 'Resume the course',
    openAgain: 'Open the course again',
    status: 'Status',
    score: 'Score',
    time: 'Time spent',
    progress: 'Parts done',
  },

  failure: {
    expired: {
      title: 'This link has expired',
      body: 'Go back to where you opened the course and open it again.',
    },
    noLink: {
      title: 'This page needs a course link',
      body: 'Open the course from where it is offered to you. The address alone does not open it.',
    },
    unreachable: {
      title: 'No answer from the server',
      body: 'Check your network. The course opens by itself as soon as there is an answer.',
      action: 'Try again',
    },
    superseded: {
      title: 'This course was opened in another window',
      body: 'Only one window at a time can save your work.',
      action: 'Continue here',
    },
    closed: {
      title: 'This course is closed',
      body: 'It takes no more answers. Ask whoever gave you the course if you need to go on.',
    },
    content: {
      title: 'The course did not open',
      body: 'Its pages are blocked or cannot be reached. Check your network and that nothing blocks frames or scripts on this page.',
      action: 'Try again',
    },
    other: {
      title: 'The course cannot go on here',
      body: 'Open it again. If that does not help, tell whoever gave you the course what is written below.',
      action: 'Open it again',
    },
  },
  /** What became of the work when playing ends unexpectedly. */
  work: {
    saved: 'Everything you did here is saved.',
    device: 'What you did last is kept on this device. It is sent when you open the course on it again.',
    superseded: 'The other window has gone on with this part: what you did here after that is not saved.',
    unsaved: 'What you did last could not be saved or kept on this device.',
  },
  missing: {
    title: 'This page is missing from the course',
    body: 'The course refers to a page that it does not contain. You can go on with the other parts; tell whoever gave you the course.',
  },
  refusedStep: 'That part cannot be opened now.',
};

export type Messages = typeof en;
export const t: Messages = catalogue({ en }, navigator.languages);
