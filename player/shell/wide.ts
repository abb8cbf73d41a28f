import { signal } from '@preact/signals';

/** Wide enough for the contents beside the course. The same width stands in `layout.css`. */
const query = matchMedia('(min-width: 56rem)');

export const wide = signal(query.matches);
query.addEventListener('change', (event) => {
  wide.value = event.matches;
});
