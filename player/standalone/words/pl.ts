import type { Words } from './en.ts';

export const pl: Words = {
  contents: 'Spis treści',
  exit: 'Wyjdź',
  previous: 'Wstecz',
  continue: 'Dalej',
  dismiss: 'Ukryj',
  nobody:
    'Nie znaleziono platformy edukacyjnej, więc nic nie jest zapisywane. Otwórz kurs na platformie, aby zachować wynik.',
  notKept: 'Ta platforma zapisuje mniej, niż potrzebuje kurs. Twój wynik się liczy; miejsce w kursie może przepaść.',
  missing: 'Nie udało się otworzyć kursu. Odśwież stronę; jeśli to nie pomoże, eksport jest niepełny.',
  noNode: 'Tej części nie ma w kursie. Platforma poprosiła o część, która nie istnieje.',
  ended: 'Gotowe. Możesz zamknąć to okno.',
  status: {
    passed: 'Zaliczono',
    failed: 'Nie zaliczono',
    completed: 'Ukończono',
    incomplete: 'W toku',
    unknown: 'Nie rozpoczęto',
  },
};
