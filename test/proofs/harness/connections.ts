import { connectionRoutes } from '@syncline/model';
import { plantedSecret, type World } from './world.ts';

/** A connection to a pretend vendor, with a key that may show nowhere. @returns its id. */
export async function connect(
  world: World,
  url: string,
  name = 'saas',
  more: Record<string, unknown> = {},
): Promise<string> {
  const { id } = await world.api(connectionRoutes.createConnection, {
    body: { name, kind: 'http', config: { baseUrl: url, auth: 'bearer', token: plantedSecret, ...more } },
  });
  return id;
}
