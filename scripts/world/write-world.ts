import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDice } from './dice.ts';
import { inventNotices } from './notices.ts';
import { inventSltd } from './travel-documents.ts';
import { inventVehicles } from './vehicles.ts';

const SEED = 20_991_231;
const PERSONS = 800;
const DOCUMENTS = 4_000;
const VEHICLES = 600;

export interface WorldFiles {
  readonly notices: string;
  readonly sltd: string;
  readonly vehicles: string;
}

/** Writes the demonstration world (see README.md) into a folder; always the same one. */
export function writeWorld(folder: string): WorldFiles {
  const dice = makeDice(SEED);
  mkdirSync(folder, { recursive: true });
  const write = (name: string, entries: readonly object[]): string => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(entries, null, 1));
    return file;
  };
  return {
    notices: write('notices.json', inventNotices(dice, PERSONS)),
    sltd: write('sltd.json', inventSltd(dice, DOCUMENTS)),
    vehicles: write('vehicles.json', inventVehicles(dice, VEHICLES)),
  };
}
