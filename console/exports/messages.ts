/** What a course's page says about its exports; a part of the console's catalogue. */
export const exports = {
  title: 'Exports',
  about: 'As a file that another learning system imports.',
  format: 'Format',
  formats: { scorm12: 'SCORM 1.2', scorm2004: 'SCORM 2004', cmi5: 'cmi5', xapi: 'xAPI (Tin Can)' },
  edition: (name: string, edition: string) => `${name}, edition ${edition}`,
  asItCame: (name: string) => `${name}, as it came`,
  begin: 'Export',
  planning: 'Deciding what goes in',
  writing: (done: string, total: string) => `${done} of ${total}`,
  progress: (name: string) => `Export as ${name}`,
  failed: (name: string, why: string) => `${name}: ${why}`,
  ready: (name: string, bytes: string) => `${name}, ${bytes}`,
  until: 'Goes',
  download: 'Download',
  downloading: (bytes: string) => `${bytes} written`,
  severity: { lost: 'Lost', changed: 'Changed', kept: 'Kept' },
};
