import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sltdRecord, vehicleRecord } from '#shared/domain/reference-records.ts';
import { passphrase, username } from '#shared/ipc/session.ts';
import { bureauCode } from '#shared/protocol/bureau-code.ts';
import { bureauNames } from '#shared/protocol/directory.ts';
import { demoBureaus } from '../../../scripts/world/bureaus.ts';
import { makeDice } from '../../../scripts/world/dice.ts';
import { inventWorld } from '../../../scripts/world/invent-world.ts';
import { inventVehicles } from '../../../scripts/world/vehicles.ts';

const world = inventWorld();
const notices = z
  .array(
    z.object({
      entity_id: z.string(),
      name: z.string(),
      date_of_event: z.string().nullish(),
      arrest_warrants: z.array(z.unknown()).optional(),
    }),
  )
  .parse(world.notices);
const documents = z.array(sltdRecord).parse(world.sltd);
const vehicles = z.array(vehicleRecord).parse(world.vehicles);

describe('the demonstration world', () => {
  it('is the same every time', () => {
    expect(inventWorld()).toEqual(world);
  });

  it('has persons in four scripts, documents and vehicles in the promised numbers', () => {
    expect(notices.length).toBeGreaterThanOrEqual(600);
    expect(documents.length).toBeGreaterThanOrEqual(3000);
    expect(vehicles.length).toBeGreaterThanOrEqual(500);
    for (const script of [/\p{Script=Latin}/u, /\p{Script=Arabic}/u, /\p{Script=Cyrillic}/u, /\p{Script=Han}/u]) {
      expect(notices.filter(({ name }) => script.test(name)).length).toBeGreaterThan(50);
    }
  });

  it('numbers its notices in 2099, each once, and writes each as wanted or as missing', () => {
    expect(new Set(notices.map(({ entity_id }) => entity_id)).size).toBe(notices.length);
    for (const notice of notices) {
      expect(notice.entity_id).toMatch(/^2099\/\d+$/);
      expect(notice.arrest_warrants === undefined).toBe(typeof notice.date_of_event === 'string');
    }
  });

  it('holds each record id once, and mostly distinct document numbers', () => {
    expect(new Set(documents.map(({ recordId }) => recordId)).size).toBe(documents.length);
    expect(new Set(vehicles.map(({ recordId }) => recordId)).size).toBe(vehicles.length);
    expect(new Set(documents.map(({ documentNumber }) => documentNumber)).size).toBeGreaterThan(documents.length - 5);
  });

  it('writes the check digit as it stands in VINs of real makers', () => {
    const real = readFileSync(resolve(import.meta.dirname, '../../../../shared/vectors/vin-valid.txt'), 'utf8');
    const check = (vin: string) => {
      const values = [...vin].map((c) => '0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ'.indexOf(c) % 10);
      const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
      const sum = values.reduce((total, value, place) => total + value * (weights[place] ?? 0), 0) % 11;
      return sum === 10 ? 'X' : String(sum);
    };
    for (const vin of real.trim().split(/\s+/)) expect(check(vin)).toBe(vin[8]);
    for (const { vin } of vehicles) if (vin?.length === 17) expect(check(vin)).toBe(vin[8]);
    expect(inventVehicles(makeDice(1), 100).filter(({ vin }) => vin?.length === 17).length).toBeGreaterThan(80);
  });

  it('has bureaus and accounts the protocol accepts', () => {
    for (const bureau of demoBureaus) {
      bureauCode.parse(bureau.code);
      bureauNames.parse(bureau.names);
      expect(bureau.users[0].roles).toContain('administrator');
      for (const user of bureau.users) {
        username.parse(user.username);
        passphrase.parse(user.passphrase);
      }
    }
  });
});
