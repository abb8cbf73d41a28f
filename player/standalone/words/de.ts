import type { Words } from './en.ts';

export const de: Words = {
  contents: 'Inhalt',
  exit: 'Beenden',
  previous: 'Zurück',
  continue: 'Weiter',
  dismiss: 'Ausblenden',
  nobody:
    'Es wurde keine Lernplattform gefunden, deshalb wird nichts aufgezeichnet. Öffnen Sie den Kurs in der Plattform, damit Ihr Ergebnis erhalten bleibt.',
  notKept:
    'Diese Lernplattform speichert weniger, als der Kurs braucht. Ihr Ergebnis zählt; Ihre Stelle im Kurs geht vielleicht verloren.',
  missing:
    'Der Kurs konnte nicht geöffnet werden. Laden Sie die Seite neu; hilft das nicht, ist der Export unvollständig.',
  noNode: 'Diesen Teil gibt es im Kurs nicht. Die Plattform hat einen verlangt, der nicht existiert.',
  ended: 'Fertig. Sie können dieses Fenster schließen.',
  status: {
    passed: 'Bestanden',
    failed: 'Nicht bestanden',
    completed: 'Abgeschlossen',
    incomplete: 'Begonnen',
    unknown: 'Nicht begonnen',
  },
};
