import { readFileSync } from 'node:fs';
import { defineCommand, runMain } from 'citty';
import { launchCommand, learnersCommand, packagesCommand } from './commands/courses.ts';
import { credentialsCommand } from './commands/credentials.ts';
import { eventsCommand } from './commands/events.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { issuersCommand } from './commands/issuers.ts';
import { projectionsCommand } from './commands/projections.ts';
import { statementsCommand, transcriptCommand } from './commands/records.ts';
import { tenantsCommand } from './commands/tenants.ts';
import { failureLines } from './errors.ts';
import { findCommand } from './names.ts';
import { note, redOnErrors } from './output.ts';
import { showUsage } from './usage.ts';

/** Both from `cli/` and from the bundle in `dist/cli/` the package lies two folders above the file or one. */
function version(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      return (JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version: string }).version;
    } catch {
      // not here
    }
  }
  return '';
}

const subCommands = {
  import: importCommand,
  export: exportCommand,
  packages: packagesCommand,
  launch: launchCommand,
  learners: learnersCommand,
  transcript: transcriptCommand,
  statements: statementsCommand,
  events: eventsCommand,
  credentials: credentialsCommand,
  issuers: issuersCommand,
  tenants: tenantsCommand,
  projections: projectionsCommand,
};

const main = defineCommand({
  meta: {
    name: 'lectern',
    version: version(),
    description: 'Imports courses, launches them, and reads what learners did',
    examples: [
      'lectern import course.zip --launch --open',
      'lectern packages',
      'lectern transcript demo-lrn-…',
      'lectern events --follow',
      '',
      'The server is the one that `npm start` runs here (.lectern/dev.json), or the one',
      'that LECTERN_URL and LECTERN_TOKEN name.',
    ],
  } as { name: string; version: string; description: string },
  subCommands,
});

const asked = findCommand(main, process.argv.slice(2));
if ('usage' in asked) await showUsage(asked.usage, asked.parent);
else if ('failure' in asked) {
  for (const line of failureLines(asked.failure, redOnErrors)) note(line);
  process.exitCode = 1;
} else await runMain(main, { showUsage });
