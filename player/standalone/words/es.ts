import type { Words } from './en.ts';

export const es: Words = {
  contents: 'Contenido',
  exit: 'Salir',
  previous: 'Anterior',
  continue: 'Continuar',
  dismiss: 'Ocultar',
  nobody:
    'No se encontró ninguna plataforma de aprendizaje, así que no se registra nada. Abra el curso desde la plataforma para conservar el registro.',
  notKept:
    'Esta plataforma guarda menos de lo que el curso necesita. Su resultado cuenta; puede perderse el punto en que se encuentra.',
  missing: 'No se pudo abrir el curso. Vuelva a cargar la página; si no ayuda, la exportación está incompleta.',
  noNode: 'Esta parte no está en el curso. La plataforma pidió una que no existe.',
  ended: 'Listo. Puede cerrar esta ventana.',
  status: {
    passed: 'Aprobado',
    failed: 'No aprobado',
    completed: 'Completado',
    incomplete: 'En curso',
    unknown: 'Sin empezar',
  },
};
