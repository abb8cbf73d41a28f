/** Where the bytes go: a file that the reader has chosen, where the browser lets them, else its downloads. */
interface Target {
  write(chunk: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The file as it is now. */
  close(): Promise<Blob>;
  abort(): Promise<void>;
}

/** Not every browser iterates over a stream. */
export async function* chunksOf(response: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = response.body!.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

interface PickedFile {
  createWritable(): Promise<Omit<Target, 'close'> & { close(): Promise<void> }>;
  getFile(): Promise<Blob>;
}

/** Asks where to, where the browser lets a page ask; null: the reader chose no file. Call it while a click is fresh. */
export async function targetOf(name: string, type: string): Promise<Target | null> {
  const pick = (globalThis as { showSaveFilePicker?: (options: { suggestedName: string }) => Promise<PickedFile> })
    .showSaveFilePicker;
  if (pick === undefined) return download(name, type);
  try {
    const file = await pick({ suggestedName: name });
    const writable = await file.createWritable();
    return {
      write: (chunk) => writable.write(chunk),
      abort: () => writable.abort(),
      close: async () => {
        await writable.close();
        return file.getFile();
      },
    };
  } catch (error) {
    if ((error as DOMException).name === 'AbortError') return null;
    return download(name, type); // the browser does not let this page choose
  }
}

/** Browsers keep the pieces of a blob on disk when they are many. */
function download(name: string, type: string): Target {
  const pieces: Blob[] = [];
  return {
    write: async (chunk) => void pieces.push(new Blob([chunk])),
    abort: async () => void pieces.splice(0),
    async close() {
      const file = new Blob(pieces, { type });
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = name;
      link.click();
      URL.revokeObjectURL(link.href);
      return file;
    },
  };
}
