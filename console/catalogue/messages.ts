/** What the console says of courses in its catalogue; a part of the console's messages. */
export const catalogueWords = {
  archive: 'Archive',
  unarchive: 'Take back into the list',
  archived: 'Archived',
  isArchived: 'This course is archived',
  isArchivedAbout: 'It is left out of the list. Learners who have it go on.',
  revoke: 'Revoke',
  revokeTitle: (course: string) => `Revoke “${course}”?`,
  revokeAbout:
    'Nobody can open it any more, everywhere within 30 seconds, and there is no way back. What learners did stays on record.',
  reason: 'Reason',
  reasonHint: 'Shown to whoever tries to launch it.',
  isRevoked: 'This course is revoked',
  show: 'Which courses',
  shown: { current: 'In use', archived: 'Archived', revoked: 'Revoked', all: 'All' },
  anyFormat: 'Any format',
  versions: 'Versions of this course',
  thisOne: 'This version',
  enrolments: 'Enrolments',
  notStarted: 'Not started',
  due: 'Due',
  noFit: 'No course fits these filters',
};
