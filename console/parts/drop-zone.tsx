import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Icon } from '../../ui/icon.tsx';
import { importFiles } from '../imports/jobs.ts';
import { t } from '../messages.ts';
import { importStatementFiles } from '../transfer/uploads.ts';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** Takes files that are dropped anywhere on the console and shows where they will go: statements on their own pages. */
export function DropZone() {
  const [over, setOver] = useState(false);
  const { path, route } = useLocation();
  const statements = path.startsWith('/console/statements/bulk');
  useEffect(() => {
    // Entering a child leaves its parent, so only the balance tells whether the pointer is still over the page.
    let depth = 0;
    const change = (by: number) => (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth += by;
      setOver(depth > 0);
    };
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (statements) return void importStatementFiles(files);
      importFiles(files);
      if (path !== '/console/courses') route('/console/courses');
    };
    const handlers = { dragenter: change(1), dragleave: change(-1), dragover: change(0), drop };
    for (const [name, handler] of Object.entries(handlers)) addEventListener(name, handler as EventListener);
    return () => {
      for (const [name, handler] of Object.entries(handlers)) removeEventListener(name, handler as EventListener);
    };
  }, [path]);
  if (!over) return null;
  return (
    <div class="drop" aria-hidden="true">
      <div class="drop-card">
        <Icon name="upload" />
        <strong>{statements ? t.transfer.drop : t.courses.drop}</strong>
        <span class="muted">{statements ? t.transfer.dropHint : t.courses.dropHint}</span>
      </div>
    </div>
  );
}
