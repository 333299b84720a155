import { messageOf } from '@syncline/model';
import { readVersion } from '../main.ts';
import { readSettings, type Settings } from '../settings/settings.ts';
import { inspectDatabase } from './inspectDatabase.ts';
import { inspectDisk, inspectFolder, inspectKey } from './inspectFolder.ts';
import { inspectPort } from './inspectPort.ts';
import { type ShownSetting, showSettings } from './showSettings.ts';

export interface Finding {
  what: string;
  /** False = something is to be done, and `note` says what. */
  ok: boolean;
  note: string;
}

export interface Inspection {
  settings: ShownSetting[];
  findings: Finding[];
}

/**
 * Looks over an installation: settings, versions, data folder, key, disk, database, port. A database it finds is brought
 * to this version's schema, as every start does; nothing is made that was not there.
 */
export async function inspectInstallation(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Inspection> {
  const settings = showSettings(environment);
  const findings = [inspectVersions()];
  const read = tryToRead(environment);
  if ('problem' in read) {
    const wrong = settings.filter(({ ok }) => !ok);
    findings.push(
      ...(wrong.length === 0
        ? [{ what: 'settings', ok: false, note: read.problem }]
        : wrong.map(({ name, remedy }) => ({
            what: 'settings',
            ok: false,
            note: `${name} has a value that does not fit. ${remedy}`,
          }))),
    );
    return { settings, findings };
  }
  const folder = inspectFolder(read.settings);
  findings.push({ what: 'settings', ok: true, note: 'all fit' }, folder, inspectKey(read.settings));
  findings.push(await inspectDisk(read.settings));
  if (!folder.ok) return { settings, findings };
  const database = await inspectDatabase(read.settings);
  findings.push(...database.findings, await inspectPort(read.settings, database.webs));
  return { settings, findings };
}

const oldestNode = 24;

function inspectVersions(): Finding {
  const ok = Number(process.versions.node.split('.')[0]) >= oldestNode;
  const note = `Syncline ${readVersion()}, Node ${process.version}, ${process.platform} ${process.arch}`;
  return {
    what: 'versions',
    ok,
    note: ok ? note : `${note}. Use Node ${oldestNode} or newer; "npm start" brings it.`,
  };
}

function tryToRead(
  environment: Readonly<Record<string, string | undefined>>,
): { settings: Settings } | { problem: string } {
  try {
    return { settings: readSettings(environment) };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}
