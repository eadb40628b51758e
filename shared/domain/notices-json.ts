/**
 * Reads notices in the JSON of the public notices service (`red`, `yellow`, `un`) into nominal records.
 * Nearly everything may be null there; codes nobody lists are kept verbatim, and nothing is guessed.
 */
import { z } from 'zod';
import { err, ok, type Result } from '../lib/result.ts';
import { recordedCountryCode } from './country-code.ts';
import { describedCode } from './description-code.ts';
import { makePartialDate, type PartialDate } from './partial-date.ts';
import { type NominalRecord, nominalRecord } from './reference-records.ts';
import { sex } from './sex.ts';

export const noticeKinds = ['red', 'yellow', 'un'] as const;
export const noticeKind = z.enum(noticeKinds);
export type NoticeKind = z.infer<typeof noticeKind>;

/** Why a notice cannot be taken over at all. */
export type NoticeProblem = 'not-an-object' | 'no-entity-id' | 'no-name';

export interface ParsedNotice {
  readonly record: NominalRecord;
  /** Fields that hold something of another shape than documented; they are left out of the record, and a person may look. */
  readonly unread: readonly string[];
}

type Raw = Readonly<Record<string, unknown>>;

/** Takes a field if it has the documented shape; notes it as unread if it holds anything else. */
type Take = <T>(field: string, shape: z.ZodType<T>) => T | null;

const line = z.string().trim().min(1).max(200);
const text = z.string().trim().min(1).max(4000);
/** `-` stands for no forename. */
const name = line.refine((value) => /[\p{L}\p{N}]/u.test(value));
const code = z
  .union([z.string(), z.number()])
  .transform((value) => String(value).trim().toUpperCase())
  .pipe(describedCode);
const country = code.pipe(recordedCountryCode);
const date = z.string().transform((value, context) => readDate(value) ?? impossible(context));
/** 0 is unknown. */
const measure = z.coerce.number().nonnegative().max(700);
const warrant = z.object({
  issuing_country_id: country.nullish(),
  charge: text.nullish().or(z.literal('')),
  charge_translation: text.nullish().or(z.literal('')),
});

function impossible(context: { addIssue(message: string): void }): typeof z.NEVER {
  context.addIssue('not a date YYYY[/MM[/DD]]');
  return z.NEVER;
}

function readDate(value: string): PartialDate | null {
  const found = /^\s*(\d{4})(?:[/-](\d{1,2})(?:[/-](\d{1,2}))?)?\s*$/.exec(value);
  return found ? makePartialDate(Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)) : null;
}

function taker(raw: Raw, unread: string[]): Take {
  return (field, shape) => {
    const value = raw[field];
    if (value === null || value === undefined || value === '' || value === '-') return null;
    const read = shape.safeParse(value);
    if (read.success) return read.data;
    unread.push(field);
    return null;
  };
}

/**
 * One notice, as the detail call of the service gives it.
 * Errors: not-an-object · no-entity-id · no-name. A single field of an unexpected shape never loses the notice.
 */
export function parseNotice(json: unknown, kind: NoticeKind): Result<ParsedNotice, NoticeProblem> {
  const raw = z.record(z.string(), z.unknown()).safeParse(json);
  if (!raw.success) return err('not-an-object');
  const unread: string[] = [];
  const take = taker(raw.data, unread);
  const entityId = take('entity_id', line);
  if (entityId === null) return err('no-entity-id');
  const [family, forename] = [take('name', name), take('forename', name)];
  const known = family ?? forename;
  if (known === null) return err('no-name');
  const record = nominalRecord.parse({
    recordId: `${kind}:${entityId}`,
    entityId,
    name: known,
    forename: family === null ? null : forename,
    ...readIdentity(take),
    ...readDescription(take),
    ...readEvent(take),
  });
  return ok({ record, unread });
}

function readIdentity(take: Take) {
  return {
    birthName: take('birth_name', name),
    aliases: [take('name_in_original_script', line)].filter((alias) => alias !== null),
    sex: take('sex_id', sex) ?? 'U',
    birthDate: take('date_of_birth', date),
    birthPlace: take('place_of_birth', line),
    birthCountry: take('country_of_birth_id', country),
    nationalities: take('nationalities', z.array(country)) ?? [],
    warrants: (take('arrest_warrants', z.array(warrant)) ?? []).map((one) => ({
      issuingCountry: one.issuing_country_id ?? null,
      charge: one.charge || null,
      chargeTranslation: one.charge_translation || null,
    })),
  };
}

function readDescription(take: Take) {
  const codes = (field: string) => take(field, z.union([z.array(code), code.transform((one) => [one])])) ?? [];
  return {
    eyes: codes('eyes_colors_id'),
    hair: codes('hairs_id'),
    languages: codes('languages_spoken_ids'),
    height: take('height', measure.max(3)) || null,
    weight: take('weight', measure) || null,
    marks: take('distinguishing_marks', text),
  };
}

/** What a yellow notice says besides: parents, where and when the person was last seen. */
function readEvent(take: Take) {
  const parent = (which: string) => joined(take(`${which}_forename`, name), take(`${which}_name`, name));
  return {
    fatherName: parent('father'),
    motherName: parent('mother'),
    missingFrom: take('place', line),
    missingSince: take('date_of_event', date),
  };
}

function joined(...parts: readonly (string | null)[]): string | null {
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? null : known.join(' ');
}

export interface NoticeList {
  readonly notices: readonly ParsedNotice[];
  /** Why others in it could not be taken over. */
  readonly problems: readonly NoticeProblem[];
  /** How many the service has. */
  readonly total: number;
  /** Whether the list stops before the total (the service gives 160 at most): narrow the search to see the others. */
  readonly isCut: boolean;
}

const noticeList = z.object({
  total: z.number().int().nonnegative(),
  _embedded: z.object({ notices: z.array(z.unknown()) }),
});

/** A page of search results; null where it is none. */
export function parseNoticeList(json: unknown, kind: NoticeKind): NoticeList | null {
  const list = noticeList.safeParse(json);
  if (!list.success) return null;
  const results = list.data._embedded.notices.map((notice) => parseNotice(notice, kind));
  return {
    notices: results.flatMap((result) => (result.ok ? [result.value] : [])),
    problems: results.flatMap((result) => (result.ok ? [] : [result.error])),
    total: list.data.total,
    isCut: list.data.total > results.length,
  };
}
