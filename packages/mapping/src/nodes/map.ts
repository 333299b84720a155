import { defineNode, oneOut } from '@syncline/model';
import { mapConfigSchema } from '../fieldTable.ts';

/** Field by field from the source's record to the destination's. */
export const mapNode = defineNode({
  type: 'map',
  version: 1,
  role: 'transform',
  title: 'Map fields',
  icon: 'shuffle',
  doc: 'Chooses which source field fills which destination field, and changes values on the way. A record that does not fit is kept with the reason, never sent half.',
  config: mapConfigSchema,
  ports: oneOut,
  summarise: ({ fields }) => (fields.length === 1 ? '1 field' : `${fields.length} fields`),
});
