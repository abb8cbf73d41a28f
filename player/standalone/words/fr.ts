import type { Words } from './en.ts';

export const fr: Words = {
  contents: 'Sommaire',
  exit: 'Quitter',
  previous: 'Précédent',
  continue: 'Continuer',
  dismiss: 'Masquer',
  nobody:
    'Aucune plateforme de formation n’a été trouvée : rien n’est enregistré. Ouvrez le cours depuis la plateforme pour en garder une trace.',
  notKept:
    'Cette plateforme enregistre moins que ce dont le cours a besoin. Votre résultat compte ; l’endroit où vous en êtes peut se perdre.',
  missing: 'Le cours n’a pas pu être ouvert. Rechargez la page ; si cela ne suffit pas, l’export est incomplet.',
  noNode: 'Cette partie n’est pas dans le cours. La plateforme en a demandé une qui n’existe pas.',
  ended: 'Terminé. Vous pouvez fermer cette fenêtre.',
  status: {
    passed: 'Réussi',
    failed: 'Échoué',
    completed: 'Terminé',
    incomplete: 'En cours',
    unknown: 'Pas commencé',
  },
};
