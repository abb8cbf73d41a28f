/** Where the page of the course stands: one iframe that fills what it is given. */
export interface Stage {
  open(title: string, address: string): void;
  /** Takes the page away; its own unload handlers have run when this returns (a frame that is removed is unloaded). */
  clear(): void;
}

export function createStage(host: HTMLElement): Stage {
  let current: HTMLIFrameElement | undefined;
  return {
    open(title, address) {
      const frame = document.createElement('iframe');
      current = frame;
      frame.title = title;
      frame.allow = 'autoplay; fullscreen; clipboard-write; picture-in-picture; encrypted-media';
      frame.addEventListener('load', () => frame.contentWindow?.focus(), { once: true });
      frame.src = address;
      host.replaceChildren(frame);
    },
    clear() {
      current?.remove();
      current = undefined;
    },
  };
}
