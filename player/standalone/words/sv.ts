import type { Words } from './en.ts';

export const sv: Words = {
  contents: 'Innehåll',
  exit: 'Avsluta',
  previous: 'Föregående',
  continue: 'Fortsätt',
  dismiss: 'Dölj',
  nobody: 'Ingen lärplattform hittades, så inget sparas. Öppna kursen från plattformen för att spara ditt resultat.',
  notKept: 'Den här lärplattformen sparar mindre än kursen behöver. Ditt resultat räknas; din plats kan gå förlorad.',
  missing: 'Kursen kunde inte öppnas. Ladda om sidan; om det inte hjälper är exporten ofullständig.',
  noNode: 'Den här delen finns inte i kursen. Plattformen bad om en som inte finns.',
  ended: 'Klart. Du kan stänga det här fönstret.',
  status: {
    passed: 'Godkänd',
    failed: 'Underkänd',
    completed: 'Slutförd',
    incomplete: 'Pågår',
    unknown: 'Inte påbörjad',
  },
};
