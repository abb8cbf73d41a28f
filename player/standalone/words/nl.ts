import type { Words } from './en.ts';

export const nl: Words = {
  contents: 'Inhoud',
  exit: 'Afsluiten',
  previous: 'Vorige',
  continue: 'Verder',
  dismiss: 'Verbergen',
  nobody:
    'Er is geen leerplatform gevonden, dus er wordt niets vastgelegd. Open de cursus vanuit het platform om uw resultaat te bewaren.',
  notKept: 'Dit leerplatform bewaart minder dan de cursus nodig heeft. Uw resultaat telt; uw plaats kan verloren gaan.',
  missing: 'De cursus kon niet worden geopend. Laad de pagina opnieuw; helpt dat niet, dan is de export onvolledig.',
  noNode: 'Dit deel zit niet in de cursus. Het platform vroeg om een deel dat niet bestaat.',
  ended: 'Klaar. U kunt dit venster sluiten.',
  status: {
    passed: 'Geslaagd',
    failed: 'Niet geslaagd',
    completed: 'Voltooid',
    incomplete: 'Bezig',
    unknown: 'Niet begonnen',
  },
};
