/** The API reference page: Scalar's own bundle, served from here, reads the OpenAPI document of this deployment. */
declare global {
  interface Window {
    Scalar?: { createApiReference(mount: string, configuration: Readonly<Record<string, unknown>>): void };
  }
}

/** Our fonts and text colours: Scalar's own greys stay under the contrast that small text needs. */
const CSS = `
:root { --scalar-font: var(--font-sans); --scalar-font-code: var(--font-mono); }
.light-mode, .dark-mode {
  --scalar-color-1: var(--text);
  --scalar-color-2: var(--text-muted);
  --scalar-color-3: var(--text-muted);
  --scalar-color-accent: var(--accent);
  --scalar-color-blue: var(--accent);
  --scalar-color-green: var(--good);
  --scalar-color-orange: var(--warn);
  --scalar-color-red: var(--bad);
}
.light-mode { color-scheme: light; }
.dark-mode { color-scheme: dark; }
`;

window.Scalar?.createApiReference('#app', {
  url: '/api/v1/openapi.json',
  // Nothing on this page comes from or goes to another host.
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
  customCss: CSS,
});

export {};
