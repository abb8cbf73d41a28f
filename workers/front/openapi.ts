interface Document {
  openapi: string;
  info: object;
  paths: Record<string, object>;
  components?: Record<string, Record<string, object>>;
}

/** Each service serves the OpenAPI 3.1 document of its own routes here. */
const SERVICE_DOCUMENT = 'https://service/openapi.json';

/** The one OpenAPI document of Lectern: the services' documents, generated from the schemas that validate, put together. */
export async function mergedOpenApi(env: Pick<FrontEnv, 'API' | 'DELIVERY' | 'PROGRESS'>): Promise<Response> {
  const services = [env.API, env.DELIVERY, env.PROGRESS];
  const parts = await Promise.all(
    services.map(async (s) => (await (await s.fetch(SERVICE_DOCUMENT)).json()) as Document),
  );
  const components: Record<string, Record<string, object>> = {};
  for (const part of parts) {
    for (const [kind, members] of Object.entries(part.components ?? {})) {
      components[kind] = { ...components[kind], ...members };
    }
  }
  return Response.json(
    {
      openapi: '3.1.0',
      info: { title: 'Lectern', version: '1', description: 'Courses in, learners anywhere, provable records out.' },
      paths: Object.assign({}, ...parts.map((part) => part.paths)),
      components,
    },
    { headers: { 'access-control-allow-origin': '*', 'cache-control': 'no-cache' } },
  );
}
