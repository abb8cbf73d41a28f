import type { Words } from './en.ts';

export const pt: Words = {
  contents: 'Conteúdo',
  exit: 'Sair',
  previous: 'Anterior',
  continue: 'Continuar',
  dismiss: 'Ocultar',
  nobody:
    'Não foi encontrada nenhuma plataforma de aprendizagem, por isso nada é registado. Abra o curso a partir da plataforma para guardar o registo.',
  notKept:
    'Esta plataforma guarda menos do que o curso precisa. O seu resultado conta; o ponto em que está pode perder-se.',
  missing: 'Não foi possível abrir o curso. Recarregue a página; se não ajudar, a exportação está incompleta.',
  noNode: 'Esta parte não está no curso. A plataforma pediu uma que não existe.',
  ended: 'Pronto. Pode fechar esta janela.',
  status: {
    passed: 'Aprovado',
    failed: 'Reprovado',
    completed: 'Concluído',
    incomplete: 'Em curso',
    unknown: 'Por iniciar',
  },
};
