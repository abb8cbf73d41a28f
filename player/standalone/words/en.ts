/** Every word that the standalone player says, in English; the other languages say the same. */
export const en = {
  contents: 'Contents',
  exit: 'Exit',
  previous: 'Previous',
  continue: 'Continue',
  dismiss: 'Dismiss',
  nobody: 'No learning platform was found, so nothing is recorded. Open the course from the platform to keep a record.',
  notKept: 'This learning platform keeps less than the course needs. Your result counts; your place may be lost.',
  missing: 'The course could not be opened. Reload the page; if that does not help, the export is incomplete.',
  noNode: 'This part is not in the course. The platform asked for one that does not exist.',
  ended: 'Done. You can close this window.',
  status: {
    passed: 'Passed',
    failed: 'Failed',
    completed: 'Completed',
    incomplete: 'In progress',
    unknown: 'Not started',
  },
};

export type Words = typeof en;
