import schema from '../../../schemas/play-package-manifest.v1.json';

const NAME = 'PlayPackageManifest';
const PLACE = `#/components/schemas/${NAME}`;

/** How the document of the API refers to the schema of the manifest. */
export const MANIFEST_REF = { $ref: PLACE };

/** The JSON Schema of the manifest as it stands in that document: its own definitions lie below it there. */
export function manifestComponent(): ['schemas', typeof NAME, object] {
  const { $schema: _, $id: __, ...itself } = schema;
  return ['schemas', NAME, JSON.parse(JSON.stringify(itself).replaceAll('"#/$defs/', `"${PLACE}/$defs/`)) as object];
}
