import { n } from '../parts/counted.ts';

/** What the console says of imports; a part of its messages. */
export const imports = {
  running: 'Imports',
  all: 'All imports',
  title: 'Imports',
  file: 'File',
  started: 'Started',
  empty: 'Nothing has been imported yet',
  uploading: 'Uploading',
  waiting: 'Waiting to start',
  step: (title: string, at: number, of: number) => `${title} (step ${at} of ${of})`,
  sent: (sent: string, total: string) => `${sent} of ${total}`,
  left: (duration: string) => `about ${duration} left`,
  failed: (filename: string) => `${filename} could not be imported`,
  done: (filename: string) => `${filename} is imported`,
  openCourse: 'Open course',
  progress: (filename: string) => `Import of ${filename}`,
  back: 'Imports',
  size: 'Size',
  finished: 'Finished',
  id: 'Import id',
  emptyFile: { title: 'The file is empty', remedy: 'Export the course again and choose that file.' },
  brokenOff: {
    title: 'The upload was broken off',
    remedy: 'Choose the same file again within a day: what has arrived is kept, and the upload goes on from there.',
  },
  notYet: 'The import is still running.',
  queued: 'Waiting to upload',
};

/** What it says of their reports. */
export const report = {
  clean: 'The package was imported as it is. There was nothing to repair.',
  recognised: (name: string) => `Recognised as ${name}`,
  count: {
    refused: (count: number) => n(count, 'reason to refuse it', 'reasons to refuse it'),
    warning: (count: number) => n(count, 'warning', 'warnings'),
    repaired: (count: number) => n(count, 'repair', 'repairs'),
  },
  omitted: (count: number) => `${n(count, 'more finding is', 'more findings are')} not shown.`,
  repairedCopy:
    'The file stays as it was sent. A copy with these repairs is an export of the course in its own format.',
  copy: 'Copy report',
};
