import type { Role } from '#shared/domain/role.ts';
import type { BureauNames } from '#shared/protocol/directory.ts';

export interface DemoUser {
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly passphrase: string;
}

export interface DemoBureau {
  readonly code: string;
  readonly role: 'national-central-bureau' | 'general-secretariat';
  readonly names: BureauNames;
  /** What `npm start -- --bureau` calls it. */
  readonly slug: string;
  /** The first one is the administrator who enrols the workstation. */
  readonly users: readonly [DemoUser, ...DemoUser[]];
}

/** The invented bureaus of the demonstration. Their passphrases are printed by `npm start`: they protect nothing real. */
export const demoBureaus: readonly [DemoBureau, ...DemoBureau[]] = [
  {
    code: 'UTO',
    role: 'national-central-bureau',
    names: { en: 'NCB Utopia', fr: 'BCN Utopie', es: 'OCN Utopía', ar: 'المكتب المركزي الوطني في يوتوبيا' },
    slug: 'utopia',
    users: [
      { username: 'admin', name: 'Ines Marlow', roles: ['administrator'], passphrase: 'demo-lantern-harbour-12' },
      {
        username: 'officer',
        name: 'Tomas Verhage',
        roles: ['officer', 'duty-officer'],
        passphrase: 'demo-willow-orchard-47',
      },
      { username: 'supervisor', name: 'Salma Darwazi', roles: ['supervisor'], passphrase: 'demo-granite-meadow-83' },
    ],
  },
  {
    code: 'RUR',
    role: 'national-central-bureau',
    names: { en: 'NCB Ruritania', fr: 'BCN Ruritanie', es: 'OCN Ruritania', ar: 'المكتب المركزي الوطني في روريتانيا' },
    slug: 'ruritania',
    users: [
      { username: 'admin', name: 'Anselm Rauden', roles: ['administrator'], passphrase: 'demo-orchard-signal-29' },
      {
        username: 'officer',
        name: 'Mila Strelzova',
        roles: ['officer', 'duty-officer'],
        passphrase: 'demo-copper-bridge-61',
      },
      { username: 'supervisor', name: 'Rupert Hentzen', roles: ['supervisor'], passphrase: 'demo-amber-quarry-74' },
    ],
  },
  {
    code: 'ZUB',
    role: 'national-central-bureau',
    names: { en: 'NCB Zubrovia', fr: 'BCN Zubrovie', es: 'OCN Zubrovia', ar: 'المكتب المركزي الوطني في زوبروفيا' },
    slug: 'zubrovia',
    users: [
      { username: 'admin', name: 'Zora Bielskova', roles: ['administrator'], passphrase: 'demo-juniper-tunnel-35' },
      {
        username: 'officer',
        name: 'Lian Moudong',
        roles: ['officer', 'duty-officer'],
        passphrase: 'demo-velvet-summit-58',
      },
      { username: 'supervisor', name: 'Gustav Hollern', roles: ['supervisor'], passphrase: 'demo-paper-glacier-16' },
    ],
  },
  {
    code: 'GSE',
    role: 'general-secretariat',
    names: { en: 'General Secretariat', fr: 'Secrétariat général', es: 'Secretaría General', ar: 'الأمانة العامة' },
    slug: 'secretariat',
    users: [
      { username: 'admin', name: 'Odile Castaing', roles: ['administrator'], passphrase: 'demo-silver-archive-90' },
      {
        username: 'officer',
        name: 'Kofi Brennan',
        roles: ['officer', 'duty-officer'],
        passphrase: 'demo-cobalt-ferry-22',
      },
    ],
  },
];
