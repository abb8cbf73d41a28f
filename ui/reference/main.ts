/** The API reference page: Scalar's own bundle, served from here, reads the OpenAPI document of this deployment. */
declare global {
  interface Window {
    Scalar?: { createApiReference(mount: string, configuration: Readonly<Record<string, unknown>>): void };
  }
}

window.Scalar?.createApiReference('#app', {
  url: '/api/v1/openapi.json',
  // Nothing on this page comes from or goes to another host.
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
  hideClientButton: true,
  customCss: `:root{--scalar-font:'Inter Variable',system-ui,sans-serif;--scalar-font-code:'JetBrains Mono Variable',monospace}`,
});

export {};
