/** Scores persons of a reference database against a search, with the reasons, and gives the keys by which candidates are fetched. */
import { isSameCountry } from './countries.ts';
import {
  compareNameTokens,
  type NameRelation,
  type NameSimilarity,
  type SignificantToken,
  significantTokens,
} from './name-similarity.ts';
import { comparePartialDates, type PartialDate } from './partial-date.ts';
import type { NominalRecord } from './reference-records.ts';
import type { NominalQuery, ReasonCode } from './reference-search.ts';

export interface NominalScore {
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly ReasonCode[];
}

/**
 * From this score on a candidate is a likely match; near the best threshold for names alone, measured on public labelled pairs
 * (see test/unit/domain/name-similarity.test.ts). Below it candidates are shown only when asked for.
 */
export const likelyNominalScore = 0.8;
/** Candidates below this are noise. */
export const lowestNominalScore = 0.6;

/** A search prepared once for many comparisons. */
export interface PreparedNominalQuery {
  readonly query: NominalQuery;
  readonly tokens: readonly SignificantToken[];
}

export function prepareNominalQuery(query: NominalQuery): PreparedNominalQuery {
  return { query, tokens: significantTokens(fullName(query.forename, query.name)) };
}

/** How well a record answers a search: the best of its names, lowered by whatever else does not agree. */
export function scoreNominal(query: NominalQuery, record: NominalRecord): NominalScore {
  return scorePreparedNominal(prepareNominalQuery(query), record);
}

/** The same for a search prepared with `prepareNominalQuery`. */
export function scorePreparedNominal({ query, tokens }: PreparedNominalQuery, record: NominalRecord): NominalScore {
  const name = bestName(tokens, record);
  const facts = [
    birthDateFactor(query.birthDate, record.birthDate),
    sexFactor(query.sex, record.sex),
    nationalityFactor(query.nationality, record.nationalities),
  ];
  return {
    score: facts.reduce((score, fact) => score * fact.factor, name.similarity.score),
    reasons: [...nameReasons(name), ...facts.flatMap((fact) => fact.reasons)],
  };
}

function fullName(forename: string | null, name: string): string {
  return forename ? `${forename} ${name}` : name;
}

type NameOrigin = 'name' | 'alias' | 'birth-name';

interface BestName {
  readonly similarity: NameSimilarity;
  readonly origin: NameOrigin;
}

/** Every name a record can be found under. */
function namesOf(record: NominalRecord): { readonly text: string; readonly origin: NameOrigin }[] {
  return [
    { text: fullName(record.forename, record.name), origin: 'name' },
    ...(record.birthName ? [{ text: fullName(record.forename, record.birthName), origin: 'birth-name' as const }] : []),
    ...record.aliases.map((text) => ({ text, origin: 'alias' as const })),
  ];
}

function bestName(tokens: readonly SignificantToken[], record: NominalRecord): BestName {
  return namesOf(record)
    .map(({ text, origin }) => ({ similarity: compareNameTokens(tokens, significantTokens(text)), origin }))
    .reduce((best, one) => (one.similarity.score > best.similarity.score ? one : best));
}

const reasonOfRelation: Record<NameRelation, ReasonCode> = {
  exact: 'name-exact',
  reordered: 'name-reordered',
  partial: 'name-partial',
  initials: 'name-initials',
  phonetic: 'name-phonetic',
  similar: 'name-similar',
};

function nameReasons({ similarity, origin }: BestName): ReasonCode[] {
  const reason = reasonOfRelation[similarity.relation];
  if (origin === 'name') return [reason];
  return [reason, origin === 'alias' ? 'matched-alias' : 'matched-birth-name'];
}

interface Fact {
  readonly factor: number;
  readonly reasons: readonly ReasonCode[];
}

/** Not asked for: no effect. Asked for and not on record: a little less certain. */
const notAsked: Fact = { factor: 1, reasons: [] };
const notOnRecord: Fact = { factor: 0.94, reasons: [] };

const factorOfDate = { equal: 1, compatible: 0.97, swapped: 0.93, close: 0.9, different: 0.7 } as const;

function birthDateFactor(asked: PartialDate | null, recorded: PartialDate | null): Fact {
  if (asked === null) return notAsked;
  if (recorded === null) return notOnRecord;
  const agreement = comparePartialDates(asked, recorded);
  return { factor: factorOfDate[agreement], reasons: [`birth-date-${agreement}`] };
}

function sexFactor(asked: NominalQuery['sex'], recorded: NominalRecord['sex']): Fact {
  const isKnown = (sex: string) => sex === 'F' || sex === 'M';
  if (!isKnown(asked) || !isKnown(recorded)) return notAsked;
  return asked === recorded ? { factor: 1, reasons: ['sex-equal'] } : { factor: 0.85, reasons: ['sex-different'] };
}

/** People change and hold several nationalities: a difference counts little. */
function nationalityFactor(asked: string | null, recorded: readonly string[]): Fact {
  if (asked === null || recorded.length === 0) return notAsked;
  const shared = recorded.some((one) => isSameCountry(one, asked));
  return shared ? { factor: 1, reasons: ['nationality-equal'] } : { factor: 0.95, reasons: ['nationality-different'] };
}

/** Beginnings shorter than this are too common to look up by. */
const beginning = 4;
const shortestDeletedKey = 4;

/**
 * Keys under which a record is stored and a search looks for candidates: a true match shares at least one.
 * Per name token: its sound, its sound with one consonant left out, and its beginning; initials give none.
 */
export function nominalKeys(names: readonly string[]): string[] {
  const words = names.flatMap((name) => significantTokens(name)).filter((token) => token.kind === 'name');
  return [...new Set(words.flatMap(tokenKeys))];
}

/** The keys of everything a record can be found under. */
export function nominalRecordKeys(record: NominalRecord): string[] {
  return nominalKeys(namesOf(record).map((name) => name.text));
}

/** The keys a search looks up. */
export function nominalQueryKeys(query: NominalQuery): string[] {
  return nominalKeys([fullName(query.forename, query.name)]);
}

function tokenKeys({ text, sound }: SignificantToken): string[] {
  const letters = [...sound];
  const shorter =
    letters.length >= shortestDeletedKey ? letters.map((_, at) => sound.slice(0, at) + sound.slice(at + 1)) : [];
  return [`s:${sound}`, ...shorter.map((key) => `s:${key}`), `b:${text.slice(0, beginning)}`];
}
