import type { Words } from './en.ts';

export const it: Words = {
  contents: 'Contenuti',
  exit: 'Esci',
  previous: 'Indietro',
  continue: 'Avanti',
  dismiss: 'Nascondi',
  nobody:
    'Nessuna piattaforma è stata trovata, quindi nulla viene registrato. Apra il corso dalla piattaforma per conservarne traccia.',
  notKept:
    'Questa piattaforma conserva meno di quanto serve al corso. Il Suo risultato conta; il punto in cui si trova può andare perso.',
  missing: 'Non è stato possibile aprire il corso. Ricarichi la pagina; se non basta, l’esportazione è incompleta.',
  noNode: 'Questa parte non è nel corso. La piattaforma ne ha chiesta una che non esiste.',
  ended: 'Fatto. Può chiudere questa finestra.',
  status: {
    passed: 'Superato',
    failed: 'Non superato',
    completed: 'Completato',
    incomplete: 'In corso',
    unknown: 'Non iniziato',
  },
};
