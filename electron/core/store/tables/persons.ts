import type { PersonRole } from '#shared/domain/person-role.ts';
import type { PersonFields } from '#shared/ipc/persons.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import type { ReadDb, WriteDb } from '../database.ts';

export interface PersonRecord extends PersonFields {
  readonly id: PersonId;
  /** What the fields were read from, as it was read. */
  readonly mrz: string | null;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly updatedAt: number;
  readonly version: number;
}

type Stored = Omit<PersonRecord, 'aliases' | 'nationalities' | 'identityConfirmed'> & {
  readonly aliases: string;
  readonly nationalities: string;
  readonly identityConfirmed: number;
};

const COLUMNS = `p.id, p.family_name AS familyName, p.forename, p.birth_name AS birthName, p.aliases, p.sex, p.birth_date AS birthDate,
  p.birth_place AS birthPlace, p.nationalities, p.height, p.eyes, p.hair, p.marks, p.cautions,
  p.identity_confirmed AS identityConfirmed, p.mrz, p.created_at AS createdAt, p.created_by AS createdBy, p.updated_at AS updatedAt,
  p.version`;

const fromStored = <Row extends Stored>(row: Row) => ({
  ...row,
  aliases: JSON.parse(row.aliases) as string[],
  nationalities: JSON.parse(row.nationalities) as string[],
  identityConfirmed: row.identityConfirmed === 1,
});

const fieldValues = (fields: PersonFields) => [
  fields.familyName,
  fields.forename,
  fields.birthName,
  JSON.stringify(fields.aliases),
  fields.sex,
  fields.birthDate,
  fields.birthPlace,
  JSON.stringify(fields.nationalities),
  fields.height,
  fields.eyes,
  fields.hair,
  fields.marks,
  fields.cautions,
  fields.identityConfirmed ? 1 : 0,
];

export function personById(db: ReadDb, id: PersonId): PersonRecord | null {
  const row = db.get<Stored>(`SELECT ${COLUMNS} FROM persons p WHERE p.id = ?`, [id]);
  return row ? fromStored(row) : null;
}

export function personsByIds(db: ReadDb, ids: readonly string[]): PersonRecord[] {
  return db
    .all<Stored>(`SELECT ${COLUMNS} FROM persons p WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id`, [
      JSON.stringify(ids),
    ])
    .map(fromStored);
}

export function insertPerson(tx: WriteDb, person: PersonRecord): void {
  tx.run(
    `INSERT INTO persons (family_name, forename, birth_name, aliases, sex, birth_date, birth_place, nationalities, height, eyes, hair,
       marks, cautions, identity_confirmed, id, mrz, created_at, created_by, updated_at, version)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...fieldValues(person),
      person.id,
      person.mrz,
      person.createdAt,
      person.createdBy,
      person.updatedAt,
      person.version,
    ],
  );
}

/** Writes the fields and raises the version. */
export function updatePersonFields(tx: WriteDb, id: PersonId, fields: PersonFields, now: number): void {
  tx.run(
    `UPDATE persons SET family_name = ?, forename = ?, birth_name = ?, aliases = ?, sex = ?, birth_date = ?, birth_place = ?,
       nationalities = ?, height = ?, eyes = ?, hair = ?, marks = ?, cautions = ?, identity_confirmed = ?,
       updated_at = ?, version = version + 1 WHERE id = ?`,
    [...fieldValues(fields), now, id],
  );
}

export interface PersonInCase extends PersonRecord {
  readonly role: PersonRole;
  readonly addedAt: number;
  readonly addedBy: string;
}

/** In the order in which they were written into the case. */
export function personsOfCase(db: ReadDb, caseId: CaseId): PersonInCase[] {
  const rows = db.all<Stored & Pick<PersonInCase, 'role' | 'addedAt' | 'addedBy'>>(
    `SELECT ${COLUMNS}, l.role, l.added_at AS addedAt, l.added_by AS addedBy
     FROM case_persons l JOIN persons p ON p.id = l.person_id WHERE l.case_id = ? ORDER BY l.added_at, p.id`,
    [caseId],
  );
  return rows.map(fromStored);
}

export interface CaseOfPerson {
  readonly id: CaseId;
  readonly reference: string;
  readonly title: string;
  readonly role: PersonRole;
}

export function casesOfPerson(db: ReadDb, personId: PersonId): CaseOfPerson[] {
  return db.all<CaseOfPerson>(
    `SELECT c.id, c.reference, c.title, l.role FROM case_persons l JOIN cases c ON c.id = l.case_id
     WHERE l.person_id = ? ORDER BY l.added_at, c.id`,
    [personId],
  );
}

/** Returns whether the person is new in the case. */
export function linkPerson(
  tx: WriteDb,
  link: {
    readonly caseId: CaseId;
    readonly personId: PersonId;
    readonly role: PersonRole;
    readonly at: number;
    readonly by: string;
  },
): boolean {
  const inserted = tx.run(
    `INSERT INTO case_persons (case_id, person_id, role, added_at, added_by) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (case_id, person_id) DO NOTHING`,
    [link.caseId, link.personId, link.role, link.at, link.by],
  );
  return inserted === 1;
}

/** Null where the person does not stand in the case. */
export function roleInCase(db: ReadDb, caseId: CaseId, personId: string): PersonRole | null {
  return (
    db.get<{ role: PersonRole }>('SELECT role FROM case_persons WHERE case_id = ? AND person_id = ?', [
      caseId,
      personId,
    ])?.role ?? null
  );
}

export function setRoleInCase(tx: WriteDb, caseId: CaseId, personId: string, role: PersonRole): void {
  tx.run('UPDATE case_persons SET role = ? WHERE case_id = ? AND person_id = ?', [role, caseId, personId]);
}
